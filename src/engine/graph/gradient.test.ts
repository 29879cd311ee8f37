import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.js";
import { evaluate } from "./evaluate.arbitrary.js";
import { gradients } from "./gradient.js";
import { Graph } from "./graph.js";
import { sizeOf } from "./shape.js";
import type { BinaryFunction, Tensor, UnaryFunction } from "./tensor.js";

type Model = (g: Graph, parameter: (...shape: number[]) => Tensor) => Tensor;

/** A model's loss at a random point: its elements, weighted by random numbers, added up. */
function lossOf(model: Model, positive: boolean): {
  readonly graph: Graph;
  readonly loss: Tensor;
  readonly values: Map<Tensor, Float64Array>;
} {
  const graph = new Graph();
  const random = new RandomStream(1, "gradient");
  const values = new Map<Tensor, Float64Array>();
  const draw = (tensor: Tensor, next: () => number): Tensor => {
    values.set(tensor, Float64Array.from({ length: sizeOf(tensor.shape) }, next));
    return tensor;
  };
  const normal = (): number => (positive ? 0.5 + random.uniform() : random.normal());
  const result = model(graph, (...shape) =>
    draw(graph.parameter(`p${values.size}`, shape, "matrix", { kind: "fill", value: 0 }), normal));
  const weights = draw(graph.input("weights", result.shape), () => random.normal());
  const weighted = graph.reshape(graph.multiply(result, weights), [sizeOf(result.shape)]);
  return { graph, loss: graph.reshape(graph.sum(weighted, [0]), []), values };
}

/** The largest difference of the gradients from central differences, relative to the largest of these. */
function worstError(model: Model, positive = false): number {
  const { graph, loss, values } = lossOf(model, positive);
  const { parameters } = graph;
  let worst = 0;
  gradients(graph, loss, parameters).forEach((gradient, k) => {
    const point = values.get(parameters[k] as Tensor) as Float64Array;
    const found = evaluate(gradient, values);
    expect(gradient.shape).toEqual(parameters[k]?.shape);
    const wanted = point.map((x, i) => {
      const at = (value: number): number => {
        point[i] = value;
        return evaluate(loss, values)[0] as number;
      };
      const slope = (at(x + 1e-5) - at(x - 1e-5)) / 2e-5;
      point[i] = x;
      return slope;
    });
    // Where nothing changes, a gradient of nothing but zeros is expected.
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    found.forEach((value, i) => { worst = Math.max(worst, Math.abs(value - (wanted[i] as number)) / largest); });
  });
  return worst;
}

/** Indices as an input whose elements repeat 0, 2, 1, 2. */
function indices(g: Graph, values: Map<Tensor, ArrayLike<number>>, ...shape: number[]): Tensor {
  const tensor = g.input("indices", shape, "i32");
  values.set(tensor, Array.from({ length: sizeOf(shape) }, (_, i) => [0, 2, 1, 2][i % 4] as number));
  return tensor;
}

const UNARY: readonly UnaryFunction[] = ["negate", "exp", "log", "sqrt", "tanh", "sigmoid", "phi", "abs", "relu"];
const BINARY: readonly BinaryFunction[] = ["add", "subtract", "multiply", "divide", "maximum", "minimum"];
const PATTERNS: readonly [readonly number[], readonly number[]][] = [
  [[2, 3], [2, 3]], [[2, 3], [3]], [[3], [2, 3]], [[2, 1], [2, 3]], [[2, 1], [1, 3]], [[], [2, 3]], [[2, 3], []],
  [[1, 1], [2, 3]], [[4, 1, 3], [2, 1]], [[1], [1, 2]],
];

describe("the gradient agrees with central differences", () => {
  it.each(UNARY)("for %s", (fn) => {
    const positive = fn === "log" || fn === "sqrt";
    expect(worstError((g, p) => g.unary(fn, p(3, 4)), positive)).toBeLessThan(1e-7);
  });

  const pairs = BINARY.flatMap((fn) => PATTERNS.map((shapes) => [fn, ...shapes] as const));
  it.each(pairs)("for %s of %j and %j", (fn, a, b) => {
    expect(worstError((g, p) => g.binary(fn, p(...a), p(...b)), fn === "divide")).toBeLessThan(1e-7);
  });

  it.each(BINARY.filter((fn) => fn !== "subtract" && fn !== "divide"))("for %s of a tensor with itself", (fn) => {
    expect(worstError((g, p) => {
      const x = p(3);
      return g.binary(fn, x, x);
    })).toBeLessThan(1e-7);
  });

  const others: Readonly<Record<string, Model>> = {
    "a stopped factor": (g, p) => {
      const x = p(3);
      const y = g.multiply(2, x);
      return g.subtract(g.multiply(x, g.constantOf(g.constant(3))), y);
    },
    "a mask that has no gradient": (g, p) => {
      const x = p(4);
      return g.multiply(x, g.binary("greater", x, 0.1));
    },
    "a broadcast": (g, p) => g.broadcast(p(1, 3), [2, 4, 3]),
    "a sum over every axis": (g, p) => g.sum(p(2, 3, 4), [0, 1, 2]),
    "a sum over the first axis": (g, p) => g.sum(p(2, 3, 4), [0]),
    "a sum over the outer axes": (g, p) => g.sum(p(2, 3, 4), [0, 2]),
    "a mean": (g, p) => g.mean(p(2, 3, 4), [1]),
    "a maximum over the last axis": (g, p) => g.max(p(2, 3, 4), [2]),
    "a maximum over two axes": (g, p) => g.max(p(2, 3, 4), [0, 1]),
    "a reshape": (g, p) => g.square(g.reshape(p(2, 6), [3, 4])),
    "a transpose": (g, p) => g.square(g.transpose(p(2, 3, 4), [1, 2, 0])),
    "a tensor read many times": (g, p) => {
      const x = p(3);
      return g.multiply(g.add(x, g.unary("exp", x)), g.add(g.square(x), x));
    },
    "windows": (g, p) => g.square(g.unfold(p(2, 4, 5, 2), { height: 2, width: 3, stride: 1, padding: 1 })),
    "windows with a stride": (g, p) => g.square(g.unfold(p(1, 5, 6, 2), { height: 2, width: 2, stride: 2, padding: 0 })),
    "folded windows": (g, p) => g.square(g.fold(p(1, 3, 3, 18), { height: 3, width: 2, stride: 2, padding: 1 }, 6, 5)),
  };
  it.each(Object.entries(others))("for %s", (_, model) => {
    expect(worstError(model)).toBeLessThan(1e-7);
  });

  const flags = [false, true].flatMap((a) => [false, true].map((b) => [a, b] as const));
  const batches = [[[], []], [[2], []], [[], [2]], [[2], [2]], [[1], [2]], [[2, 1], [3]], [[2, 3], [1, 3]]] as const;
  it.each(flags.flatMap((flag) => batches.map((batch) => [...flag, ...batch] as const)))(
    "for a product, operands transposed: %s and %s, of batches %j and %j",
    (ta, tb, a, b) => {
      expect(worstError((g, p) =>
        g.matmul(p(...a, ...(ta ? [4, 3] : [3, 4])), p(...b, ...(tb ? [2, 4] : [4, 2])), ta, tb),
      )).toBeLessThan(1e-7);
    },
  );

  it("for a product of a matrix with itself", () => {
    expect(worstError((g, p) => {
      const x = p(3, 3);
      return g.matmul(x, x, false, true);
    })).toBeLessThan(1e-7);
  });
});

describe("the gradient", () => {
  type Build = (g: Graph, x: Tensor, values: Map<Tensor, ArrayLike<number>>) => Tensor;

  /** The gradient of the sum of a tensor's elements with respect to a vector, at a point. */
  function scalar(build: Build, at: number[]): number[] {
    const g = new Graph();
    const x = g.parameter("x", [at.length], "vector", { kind: "fill", value: 0 });
    const values = new Map<Tensor, ArrayLike<number>>([[x, at]]);
    const y = build(g, x, values);
    const loss = g.reshape(g.sum(g.reshape(y, [sizeOf(y.shape)]), [0]), []);
    return [...evaluate(gradients(g, loss, [x])[0] as Tensor, values)];
  }

  it("of a maximum is shared by equal elements", () => {
    expect(scalar((g, x) => g.max(x, [0]), [1, 3, 3, 2])).toEqual([0, 0.5, 0.5, 0]);
  });

  it("of a larger or smaller one goes to the first of equals", () => {
    expect(scalar((g, x) => g.binary("maximum", x, 3), [1, 3, 4])).toEqual([0, 1, 1]);
    expect(scalar((g, x) => g.binary("minimum", 3, x), [1, 3, 4])).toEqual([1, 0, 0]);
  });

  it("is 0 at the kinks of abs and relu", () => {
    expect(scalar((g, x) => g.add(g.unary("abs", x), g.unary("relu", x)), [-1, 0, 1])).toEqual([-1, 0, 2]);
  });

  it("of gathered rows adds up where an index repeats, and of scattered ones is gathered", () => {
    const gathered: Build = (g, x, v) => g.multiply(g.gather(x, indices(g, v, 4)), g.positions(4));
    expect(scalar(gathered, [5, 6, 7])).toEqual([0, 2, 4]);
    const square = (g: Graph, x: Tensor, v: Map<Tensor, ArrayLike<number>>): Tensor =>
      g.square(g.scatter(x, indices(g, v, 4), 3));
    expect(scalar(square, [1, 2, 3, 4])).toEqual([2, 12, 6, 12]);
  });

  it("does not pass a stop", () => {
    expect(scalar((g, x) => g.multiply(x, g.constantOf(x)), [2, 3])).toEqual([2, 3]);
  });

  it("of a loss by itself is 1", () => {
    const g = new Graph();
    const loss = g.parameter("x", [], "vector", { kind: "fill", value: 0 });
    expect(gradients(g, loss, [loss])).toEqual([g.constant(1)]);
  });

  it("of two parameters that are only ever added is one tensor", () => {
    const g = new Graph();
    const [x, y] = ["x", "y"].map((name) => g.parameter(name, [3], "vector", { kind: "fill", value: 0 }));
    const loss = g.reshape(g.sum(g.square(g.add(x as Tensor, y as Tensor)), [0]), []);
    const [one, other] = gradients(g, loss, [x as Tensor, y as Tensor]);
    expect(one).toBe(other);
  });

  it("refuses a loss that is not a single number", () => {
    const g = new Graph();
    const x = g.parameter("x", [2, 1], "vector", { kind: "fill", value: 0 });
    expect(() => gradients(g, x, [x])).toThrow("Only a single number has a gradient here; the loss has shape [2, 1].");
  });

  it("refuses what the loss does not depend on, also through a stop or a comparison", () => {
    const g = new Graph();
    const x = g.parameter("x", [], "vector", { kind: "fill", value: 0 });
    const y = g.parameter("y", [], "vector", { kind: "fill", value: 0 });
    const loss = g.multiply(y, g.constantOf(x));
    expect(() => gradients(g, loss, [y, x])).toThrow('The loss does not depend on parameter "x".');
    expect(() => gradients(g, g.binary("greater", x, y), [x])).toThrow('The loss does not depend on parameter "x".');
    expect(() => gradients(g, g.square(y), [g.square(x)])).toThrow("The loss does not depend on a tensor.");
  });
});
