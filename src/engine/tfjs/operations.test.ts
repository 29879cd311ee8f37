import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../graph/evaluate.arbitrary.js";
import { Graph } from "../graph/graph.js";
import { graphs } from "../graph/graph.arbitrary.js";
import { sizeOf } from "../graph/shape.js";
import type { BinaryFunction, Tensor, UnaryFunction } from "../graph/tensor.js";
import { meanOfAll } from "../layers/softmax.js";
import { compileGraph } from "../wasm/compiled-graph.arbitrary.js";
import {
  BACKENDS,
  type Comparison,
  expectAgreement,
  expectNear,
  inputsOf,
  randomValues,
} from "./executors.arbitrary.js";
import { GPU_BACKENDS } from "./gpu.arbitrary.js";
import { loadTfjs } from "./library.js";
import { lowerGraph } from "./lower.js";

const LANES = 3;

/** Integers from −3 to 3, so that equal and zero elements are frequent, and indices that may be outside. */
function integers(seed: number): Comparison["values"] {
  const normal = randomValues(seed, 6);
  return (tensor, lane) => Array.from(normal(tensor, lane), (x) => {
    return tensor.element === "i32" ? x - 1 : Math.max(-3, Math.min(3, Math.round(1.5 * x)));
  });
}

/** Builds a tensor from parameters and inputs of shapes that it chooses. */
type Build = (graph: Graph, parameter: Draw, input: Draw) => Tensor;

type Draw = (...shape: number[]) => Tensor;

interface Case {
  readonly name: string;
  readonly build: Build;
  readonly values: (seed: number) => Comparison["values"];
}

/** A case of numbers of which none equals another. */
function smooth(name: string, build: Build): Case {
  return { name, build, values: randomValues };
}

/** A case where equals, zeros and indices outside matter. */
function exact(name: string, build: Build): Case {
  return { name, build, values: integers };
}

const UNARY: readonly UnaryFunction[] = ["negate", "exp", "tanh", "sigmoid", "phi", "abs", "relu"];
const BINARY: readonly BinaryFunction[] = [
  "add", "subtract", "multiply", "maximum", "minimum", "greater", "greaterEqual", "equal",
];
const SHAPES = [
  [[2, 3], [2, 3]], [[2, 3], [3]], [[3], [2, 3]], [[2, 1, 3], [4, 1]], [[4, 1], [2, 1, 3]], [[], [2, 3]],
];
const BATCHES = [
  [[], []], [[5], []], [[], [5]], [[5], [5]], [[5, 1], [2]], [[1], [5, 2]], [[2, 1, 3], [5, 1]],
];
const AXES = [[0], [1], [2], [0, 2], [0, 1, 2]];
const WINDOWS = [
  [1, 1, 1, 0], [3, 3, 1, 1], [2, 2, 2, 0], [3, 2, 2, 1], [2, 3, 3, 2], [1, 1, 2, 0], [3, 5, 3, 0],
];

function elementWise(): Case[] {
  return [
    ...UNARY.map((fn) => exact(fn, (graph, p) => graph.unary(fn, p(3, 4)))),
    smooth("log", (graph, p) => graph.unary("log", graph.add(1, graph.square(p(3, 4))))),
    smooth("sqrt", (graph, p) => graph.unary("sqrt", graph.add(1, graph.square(p(3, 4))))),
    ...BINARY.flatMap((fn) => SHAPES.flatMap(([a = [], b = []]): Case[] => {
      const text = `[${a.join(", ")}] and [${b.join(", ")}]`;
      return [
        exact(`${fn} of parameters ${text}`, (graph, p) => graph.binary(fn, p(...a), p(...b))),
        exact(`${fn} of a parameter and an input ${text}`, (graph, p, i) => graph.binary(fn, p(...a), i(...b))),
      ];
    })),
    smooth("divide", (graph, p, i) => {
      return graph.divide(p(2, 1, 3), graph.add(graph.square(p(4, 1)), graph.add(1, graph.square(i(3)))));
    }),
    smooth("stop", (graph, p) => {
      const x = p(3, 4);
      return graph.multiply(x, graph.constantOf(graph.unary("exp", x)));
    }),
    smooth("stop of a max", (graph, p) => {
      const x = p(3, 4);
      return graph.subtract(x, graph.constantOf(graph.max(x, [1])));
    }),
  ];
}

function ofShapes(): Case[] {
  return [
    smooth("positions", (graph, p) => graph.multiply(p(4), graph.positions(4))),
    smooth("broadcast of a parameter", (graph, p) => graph.broadcast(p(3, 1), [2, 3, 4])),
    smooth("broadcast of a number", (graph, p) => graph.broadcast(p(), [2, 3])),
    smooth("broadcast of an input", (graph, p, i) => graph.multiply(p(), graph.broadcast(i(3, 1), [2, 3, 4]))),
    smooth("reshape", (graph, p) => graph.reshape(p(2, 6), [3, 1, 4])),
    smooth("transpose", (graph, p) => graph.transpose(p(2, 3, 4, 5), [2, 0, 3, 1])),
    ...AXES.flatMap((axes): Case[] => {
      const text = `over ${axes.join(", ")}`;
      return [
        smooth(`sum ${text}`, (graph, p) => graph.sum(p(2, 3, 4), axes)),
        exact(`max ${text}, equals among them`, (graph, p) => graph.max(p(2, 3, 4), axes)),
        smooth(`max of an input ${text}`, (graph, p, i) => graph.multiply(p(), graph.max(i(2, 3, 4), axes))),
      ];
    }),
  ];
}

function products(): Case[] {
  return [0, 1, 2, 3].flatMap((flags) => BATCHES.flatMap(([x = [], y = []]): Case[] => {
    const [ta, tb] = [flags % 2 === 1, flags > 1];
    const a = [...x, ...(ta ? [3, 2] : [2, 3])];
    const b = [...y, ...(tb ? [4, 3] : [3, 4])];
    const text = `[${a.join(", ")}]${ta ? "ᵀ" : ""} and [${b.join(", ")}]${tb ? "ᵀ" : ""}`;
    return [
      smooth(`product of parameters ${text}`, (graph, p) => graph.matmul(p(...a), p(...b), ta, tb)),
      smooth(`product of input and parameter ${text}`, (graph, p, i) => graph.matmul(i(...a), p(...b), ta, tb)),
      smooth(`product of parameter and input ${text}`, (graph, p, i) => graph.matmul(p(...a), i(...b), ta, tb)),
    ];
  }));
}

function indexed(): Case[] {
  return [
    ...[[5], [2, 3], []].flatMap((shape): Case[] => {
      const text = `[${shape.join(", ")}], also outside`;
      const indices = (graph: Graph): Tensor => graph.input("index", shape, "i32");
      return [
        exact(`gather of ${text}`, (graph, p) => graph.gather(p(4, 2, 3), indices(graph))),
        exact(`gather of rows of one number at ${text}`, (graph, p) => graph.gather(p(4), indices(graph))),
        exact(`gather of one row at ${text}`, (graph, p) => graph.gather(p(1, 3), indices(graph))),
        exact(`scatter of ${text}`, (graph, p) => graph.scatter(p(...shape, 2, 3), indices(graph), 4)),
        exact(`oneHot of ${text}`, (graph, p) => graph.multiply(p(4), graph.oneHot(indices(graph), 4))),
        exact(`oneHot of one class at ${text}`, (graph, p) => graph.multiply(p(), graph.oneHot(indices(graph), 1))),
      ];
    }),
    exact("gather from an input", (graph, p, i) => {
      return graph.multiply(p(), graph.gather(i(4, 3), graph.input("index", [5], "i32")));
    }),
    exact("gather at indices in another order", (graph, p) => {
      const indices = graph.input("index", [2, 6], "i32");
      return graph.gather(p(4, 3), graph.transpose(graph.reshape(indices, [3, 4]), [1, 0]));
    }),
  ];
}

function ofWindows(): Case[] {
  return WINDOWS.flatMap(([height = 1, width = 1, stride = 1, padding = 0]): Case[] => {
    const windows = { height, width, stride, padding };
    const text = `of ${height}×${width} windows, stride ${stride}, padding ${padding}`;
    const rows = (graph: Graph): readonly number[] => graph.unfold(graph.input("any", [2, 6, 5, 3]), windows).shape;
    return [
      smooth(`unfold ${text}`, (graph, p) => graph.unfold(p(2, 6, 5, 3), windows)),
      smooth(`unfold of an input ${text}`, (graph, p, i) => graph.multiply(p(), graph.unfold(i(2, 6, 5, 3), windows))),
      smooth(`fold ${text}`, (graph, p) => graph.fold(p(...rows(graph)), windows, 6, 5)),
    ];
  });
}

const CASES: readonly Case[] = [...elementWise(), ...ofShapes(), ...products(), ...indexed(), ...ofWindows()];

/** A case as a graph whose loss depends on every element of its tensor, each with another slope. */
function built({ build }: Case): { graph: Graph; tensor: Tensor; loss: Tensor } {
  const graph = new Graph();
  let count = 0;
  const p: Draw = (...shape) => graph.parameter(`p${count++}`, shape, "matrix", { kind: "fill", value: 0 });
  const i: Draw = (...shape) => graph.input(`i${count++}`, shape);
  const tensor = build(graph, p, i);
  const slope = graph.input("slope", tensor.shape);
  let loss = meanOfAll(graph, graph.multiply(tensor, slope));
  // What only comparisons see has a gradient too: this one.
  for (const parameter of graph.parameters) loss = graph.add(loss, meanOfAll(graph, parameter));
  return { graph, tensor, loss };
}

describe.each(BACKENDS)("an operation on the %s backend", (backend) => {
  beforeAll(() => loadTfjs(backend), 120_000);

  it.each(CASES)("computes $name, lane by lane, as the wasm executor does alone", async (example) => {
    const { graph, tensor } = built(example);
    const tf = await loadTfjs(backend);
    const values = example.values(1);
    const laneInputs = new Set(inputsOf(graph).slice(0, 1));
    const lowered = lowerGraph(tf, { backend, outputs: [tensor], lanes: LANES, laneInputs });
    const laned = (input: Tensor): boolean => input.operation.kind === "parameter" || laneInputs.has(input);
    const leaves = [...graph.parameters, ...inputsOf(graph)];
    const result = tf.tidy(() => {
      const given = leaves.map((leaf) => {
        const lanes = laned(leaf) ? LANES : 1;
        const numbers = Array.from({ length: lanes }, (_, lane) => Array.from(values(leaf, lane))).flat();
        const shape = laned(leaf) ? [LANES, ...leaf.shape] : [...leaf.shape];
        return [leaf, tf.tensor(numbers, shape, leaf.element === "i32" ? "int32" : "float32")] as const;
      });
      const [output] = lowered.run(new Map(given));
      expect(output?.shape).toEqual(lowered.hasLanes(tensor) ? [LANES, ...tensor.shape] : tensor.shape);
      return Float32Array.from(output?.dataSync() ?? []);
    });
    lowered.dispose();
    const compiled = compileGraph({ parameters: graph.parameters, outputs: [tensor] });
    for (let lane = 0; lane < LANES; lane++) {
      const own = new Map(leaves.map((leaf) => [leaf, values(leaf, laned(leaf) ? lane : 0)]));
      compiled.parameters.set(graph.parameters.flatMap((leaf) => Array.from(own.get(leaf) as number[])));
      for (const input of inputsOf(graph)) {
        if (dependsOn(tensor, input)) compiled.input(input).set(own.get(input) as number[]);
      }
      compiled.run();
      const size = sizeOf(tensor.shape);
      const start = lowered.hasLanes(tensor) ? lane * size : 0;
      expectNear(result.subarray(start, start + size), compiled.output(tensor), 2e-6, `lane ${lane}`);
      expectNear(compiled.output(tensor), evaluate(tensor, own), 2e-6, "the wasm executor");
    }
  });

  it.each(CASES)("differentiates $name, lane by lane, as the wasm executor does alone", async (example) => {
    const { graph, loss } = built(example);
    const values = example.values(2);
    const laneInputs = inputsOf(graph).slice(0, 1);
    await expectAgreement({ graph, loss, backend, lanes: LANES, laneInputs, values, tolerance: 2e-6 });
  });

  it("agrees with the wasm executor on graphs of any operations, gradients included", async () => {
    await fc.assert(fc.asyncProperty(graphs(10), fc.nat(), async ({ graph, values, outputs }, turn) => {
      fc.pre(graph.tensors.every(({ shape }) => shape.length < 6));
      const bounded = outputs.map(({ tensor }) => graph.unary("tanh", graph.multiply(tensor, 1 / 64)));
      let loss = bounded.map((tensor) => meanOfAll(graph, tensor)).reduce((sum, part) => graph.add(sum, part));
      for (const parameter of graph.parameters) loss = graph.add(loss, meanOfAll(graph, parameter));
      const inputs = inputsOf(graph);
      const own = (tensor: Tensor, lane: number): number[] => {
        // Other lanes have the same numbers, each of them at another place.
        const all = Array.from(values.get(tensor) as number[]);
        return all.map((_, k) => all[(k + lane) % all.length] as number);
      };
      const laneInputs = inputs.filter((_, k) => (turn >> (k % 16)) % 2 === 1);
      await expectAgreement({ graph, loss, backend, lanes: 2, laneInputs, values: own, tolerance: 1e-4 });
    }), { numRuns: 25 });
  });
});

describe.each(GPU_BACKENDS)("an operation on the %s backend", (backend) => {
  beforeAll(() => loadTfjs(backend), 120_000);

  // Those that read numbers in another order: layers try the others.
  it.each([...ofShapes(), ...indexed()])("differentiates $name, lane by lane, as the wasm executor does alone", async (example) => {
    const { graph, loss } = built(example);
    const values = example.values(2);
    const laneInputs = inputsOf(graph).slice(0, 1);
    await expectAgreement({ graph, loss, backend, lanes: LANES, laneInputs, values, tolerance: 2e-6 });
  });
});

describe.each(["wasm", "webgpu"] as const)("a tensor of more dimensions than the %s backend can take", (backend) => {
  it("is refused, where otherwise wrong numbers or none would come out", async () => {
    const graph = new Graph();
    const parameter = graph.parameter("p", [1, 1, 1, 1, 1, 2], "matrix", { kind: "fill", value: 0 });
    const tf = await loadTfjs("wasm");
    const outputs = [graph.square(parameter)];
    const lower = (): unknown => lowerGraph(tf, { backend, outputs, lanes: 1, laneInputs: new Set() });
    expect(lower).toThrow(new RegExp(`shape \\[1, 1, 1, 1, 1, 2\\] .* on ${backend}: .* up to 6 dimensions`));
  });
});

function dependsOn(tensor: Tensor, on: Tensor): boolean {
  return tensor === on || tensor.operands.some((operand) => dependsOn(operand, on));
}
