import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Graph } from "../../graph/graph.js";
import { graphs } from "../../graph/graph.arbitrary.js";
import type { BinaryFunction, Tensor, UnaryFunction } from "../../graph/tensor.js";
import { meanOfAll } from "../../layers/softmax.js";
import { RandomStream } from "../../../random.js";
import { sizeOf } from "../../graph/shape.js";
import { adapterForTests } from "../device.arbitrary.js";
import { type LoweredComparison, expectAsAlone, inputsOf, runLowered } from "./lowered.arbitrary.js";

const LANES = 3;
const opened = await adapterForTests();
const device = "missing" in opened ? undefined : opened.device;

/** Integers from −3 to 3, so that equal and zero elements are frequent, and indices that may be outside. */
const integers: LoweredComparison["values"] = (tensor, lane) => {
  const random = new RandomStream(1, `${tensor.id} ${lane}`);
  return Array.from({ length: sizeOf(tensor.shape) }, () => {
    return tensor.element === "i32" ? random.integer(6) - 1 : random.integer(7) - 3;
  });
};

const normals: LoweredComparison["values"] = (tensor, lane) => {
  const random = new RandomStream(2, `${tensor.id} ${lane}`);
  return Array.from({ length: sizeOf(tensor.shape) }, () => {
    return tensor.element === "i32" ? random.integer(3) : Math.fround(random.normal());
  });
};

type Draw = (...shape: number[]) => Tensor;
type Build = (graph: Graph, parameter: Draw, input: Draw, index: Draw) => Tensor[];

const UNARY: readonly UnaryFunction[] = ["negate", "exp", "tanh", "sigmoid", "phi", "abs", "relu"];
const BINARY: readonly BinaryFunction[] = [
  "add", "subtract", "multiply", "maximum", "minimum", "greater", "greaterEqual", "equal",
];
const SHAPES = [[[2, 3], [3]], [[2, 1, 3], [4, 1]], [[], [2, 3]]] as const;
const WINDOWS = [[1, 1, 1, 0], [3, 3, 1, 1], [2, 2, 2, 0], [3, 2, 2, 1], [2, 3, 3, 2], [1, 1, 2, 0], [3, 5, 3, 0]];

/** Operations by kind, each with many of its cases in one graph. */
const CASES: Readonly<Record<string, readonly [values: LoweredComparison["values"], build: Build]>> = {
  "functions of one number": [integers, (graph, p) => UNARY.map((fn) => graph.unary(fn, p(3, 5)))],
  "functions of positive numbers": [normals, (graph, p) => {
    const above = (): Tensor => graph.add(1, graph.square(p(3, 4)));
    return [graph.unary("log", above()), graph.unary("sqrt", above()), graph.divide(p(4), above())];
  }],
  "functions of two numbers, broadcast": [integers, (graph, p, i) => {
    return BINARY.flatMap((fn) => SHAPES.map(([a, b]) => graph.binary(fn, p(...a), fn === "add" ? i(...b) : p(...b))));
  }],
  "what jumps over gradients": [normals, (graph, p) => {
    const x = p(3, 4);
    return [graph.multiply(x, graph.constantOf(graph.unary("exp", x))), graph.multiply(p(4), graph.positions(4))];
  }],
  "views": [normals, (graph, p) => [
    graph.broadcast(p(3, 1), [2, 3, 4]),
    graph.reshape(p(2, 6), [3, 1, 4]),
    graph.transpose(p(2, 3, 4, 5), [2, 0, 3, 1]),
    graph.reshape(graph.transpose(graph.reshape(p(6, 10), [2, 3, 10]), [2, 0, 1]), [5, 12]),
  ]],
  "sums": [normals, (graph, p) => [[0], [1], [2], [0, 2], [0, 1, 2]].map((axes) => graph.sum(p(2, 3, 4), axes))],
  "maxima, equals among them": [integers, (graph, p) => {
    return [[0], [1], [2], [0, 2], [0, 1, 2]].map((axes) => graph.max(p(2, 3, 4), axes));
  }],
  "long rows, columns and rests": [normals, (graph, p) => [
    graph.sum(p(3, 70), [1]), graph.sum(p(70, 3), [0]), graph.max(p(2, 1100), [1]), graph.sum(p(700, 9), [0]),
    graph.mean(graph.square(p(5000, 2)), [0]), graph.sum(p(66, 6), [1]),
  ]],
  "rows by index, also outside": [integers, (graph, p, i, index) => [
    graph.gather(p(4, 2, 3), index(5)), graph.gather(p(4), index(2, 3)), graph.gather(p(1, 3), index()),
    graph.multiply(p(), graph.gather(i(4, 3), index(5))), graph.scatter(p(5, 2, 3), index(5), 4),
    graph.scatter(p(40), index(40), 3), graph.multiply(p(4), graph.oneHot(index(2, 3), 4)),
    graph.multiply(p(), graph.oneHot(index(5), 1)),
    graph.gather(p(4, 3), graph.transpose(graph.reshape(index(2, 6), [3, 4]), [1, 0])),
  ]],
  "sums of what was summed over a single place": [normals, (graph, p, _, index) => [
    graph.sum(graph.unary("tanh", graph.scatter(p(2, 3), index(), 1)), [0, 1, 2]),
    graph.sum(graph.unary("tanh", graph.sum(p(1, 6), [0])), [0]),
    graph.sum(graph.unary("tanh", graph.max(p(6, 1), [1])), [0]),
  ]],
  "windows": [normals, (graph, p) => WINDOWS.map(([height = 1, width = 1, stride = 1, padding = 0]) => {
    return graph.unfold(p(2, 6, 5, 3), { height, width, stride, padding });
  })],
  "windows in images": [normals, (graph, p) => WINDOWS.map(([height = 1, width = 1, stride = 1, padding = 0]) => {
    const windows = { height, width, stride, padding };
    const { shape } = graph.unfold(graph.broadcast(graph.constant(0), [2, 6, 5, 3]), windows);
    return graph.fold(p(...shape), windows, 6, 5);
  })],
  "products": [normals, (graph, p) => [graph.matmul(p(2, 3), p(3, 4)), graph.matmul(p(7, 20), p(70, 20), false, true)]],
  "products, turned": [normals, (graph, p) => [
    graph.matmul(p(9, 40), p(9, 33), true), graph.matmul(p(3, 2), p(5, 3), true, true),
  ]],
  "batches of products": [normals, (graph, p) => [
    graph.matmul(p(5, 2, 3), p(3, 4)), graph.matmul(p(5, 1, 2, 3), p(2, 3, 4)),
    graph.matmul(p(2, 3), p(5, 4, 3), false, true),
  ]],
  "a large product": [normals, (graph, p) => [graph.matmul(p(130, 5), p(5, 70))]],
  "a deep product": [normals, (graph, p) => [graph.matmul(p(3, 2048), p(2048, 5))]],
};

/** Tensors in a graph whose loss depends on every element of theirs, each with another slope. */
function built(build: Build): { graph: Graph; loss: Tensor; outputs: Tensor[] } {
  const graph = new Graph();
  let count = 0;
  const outputs = build(
    graph,
    (...shape) => graph.parameter(`p${count++}`, shape, "matrix", { kind: "fill", value: 0 }),
    (...shape) => graph.input(`i${count++}`, shape),
    (...shape) => graph.input(`n${count++}`, shape, "i32"),
  );
  const parts = outputs.map((tensor) => {
    return meanOfAll(graph, graph.multiply(tensor, graph.input(`s${count++}`, tensor.shape)));
  });
  // What only comparisons see has a gradient too: this one.
  for (const parameter of graph.parameters) parts.push(meanOfAll(graph, parameter));
  return { graph, loss: parts.reduce((sum, part) => graph.add(sum, part)), outputs };
}

describe.skipIf(device === undefined)("kernels of a graph", () => {
  afterAll(async () => {
    await device?.queue.onSubmittedWorkDone();
    device?.destroy();
  });

  it.each(Object.entries(CASES))("compute and differentiate %s lane by lane, as the wasm executor does alone", async (
    _, [values, build],
  ) => {
    await expectAsAlone(device as GPUDevice, { ...built(build), lanes: LANES, values, tolerance: 3e-6 });
  });

  it("agree with the wasm executor on graphs of any operations, gradients included", async () => {
    await fc.assert(fc.asyncProperty(graphs(6), async ({ graph, values, outputs }) => {
      const bounded = outputs.map(({ tensor }) => graph.unary("tanh", graph.multiply(tensor, 1 / 64)));
      let loss = bounded.map((tensor) => meanOfAll(graph, tensor)).reduce((sum, part) => graph.add(sum, part));
      for (const parameter of graph.parameters) loss = graph.add(loss, meanOfAll(graph, parameter));
      const own = (tensor: Tensor, lane: number): number[] => {
        // Other lanes have the same numbers, each of them at another place.
        const all = Array.from(values.get(tensor) as number[]);
        return all.map((_, k) => all[(k + lane) % all.length] as number);
      };
      const comparison = { graph, loss, outputs: bounded, lanes: 2, values: own, tolerance: 1e-4 };
      await expectAsAlone(device as GPUDevice, comparison);
      // The same graphs each time: rounding differs on every adapter, and where a graph jumps, any tolerance is too
      // small for some of those that could be drawn.
    }), { numRuns: 6, seed: 1 });
  });

  it("leave NaN as it is: in a maximum, a ReLU and everywhere else", async () => {
    const graph = new Graph();
    const p = graph.parameter("p", [4, 3], "matrix", { kind: "fill", value: 0 });
    const q = graph.parameter("q", [4, 3], "matrix", { kind: "fill", value: 0 });
    const outputs = [
      graph.max(p, [1]), graph.unary("relu", p), graph.binary("maximum", p, q), graph.binary("minimum", p, q),
      graph.unary("tanh", p), graph.unary("sigmoid", p), graph.unary("phi", p), graph.sum(p, [0]),
    ];
    const numbers = [1, NaN, 2, -1, 0, Infinity, -Infinity, -90, 90, 3, 4, 5];
    const values = (tensor: Tensor, lane: number): number[] => {
      const turn = lane + 3 * tensor.id;
      return numbers.map((_, k) => numbers[(k + turn) % numbers.length] as number);
    };
    await expectAsAlone(device as GPUDevice, { graph, outputs, lanes: 2, values, tolerance: 1e-6 });
  });

  it("leave a lane alone that does not run", async () => {
    const { graph, loss, outputs } = built((g, p) => [g.unary("tanh", g.matmul(p(3, 4), p(4, 2)))]);
    const run = await runLowered(device as GPUDevice, {
      parameters: graph.parameters, outputs: [loss, ...outputs], inputs: inputsOf(graph), lanes: 2,
    });
    const [first, second] = await run.run(normals, { isRunning: (lane) => lane === 1 });
    run.destroy();
    expect(first?.outputs.every((numbers) => numbers.every(Number.isNaN))).toBe(true);
    expect(second?.outputs.every((numbers) => numbers.every(Number.isFinite))).toBe(true);
  });
});
