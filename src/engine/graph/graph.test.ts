import { describe, expect, it } from "vitest";
import { Graph } from "./graph.js";
import type { Tensor } from "./tensor.js";

const WINDOWS = { height: 3, width: 2, stride: 2, padding: 1 };

function setting(): { readonly g: Graph; readonly x: Tensor; readonly y: Tensor; readonly i: Tensor } {
  const g = new Graph();
  return { g, x: g.input("x", [2, 3]), y: g.input("y", [4, 2, 3]), i: g.input("i", [5, 2], "i32") };
}

type Build = (s: ReturnType<typeof setting>) => Tensor;

describe("the shape of", () => {
  const cases: readonly [string, Build, readonly number[]][] = [
    ["an input", ({ x }) => x, [2, 3]],
    ["a parameter", ({ g }) => g.parameter("p", [7], "vector", { kind: "fill", value: 0 }), [7]],
    ["a constant", ({ g }) => g.constant(2), []],
    ["positions", ({ g }) => g.positions(4), [4]],
    ["a stopped tensor", ({ g, x }) => g.constantOf(x), [2, 3]],
    ["a unary function", ({ g, x }) => g.unary("exp", x), [2, 3]],
    ["a binary function of different ranks", ({ g, x, y }) => g.add(x, y), [4, 2, 3]],
    ["a binary function that repeats both operands", ({ g, x }) => g.add(g.reshape(x, [2, 1, 3]), x), [2, 2, 3]],
    ["a broadcast", ({ g, x }) => g.broadcast(x, [4, 2, 3]), [4, 2, 3]],
    ["a sum", ({ g, y }) => g.sum(y, [0, -1]), [1, 2, 1]],
    ["a maximum", ({ g, y }) => g.max(y, [1]), [4, 1, 3]],
    ["a mean", ({ g, y }) => g.mean(y, [2]), [4, 2, 1]],
    ["a reshape with a dimension left open", ({ g, y }) => g.reshape(y, [3, -1, 2]), [3, 4, 2]],
    ["a transpose", ({ g, y }) => g.transpose(y, [2, 0, 1]), [3, 4, 2]],
    ["a product", ({ g, x }) => g.matmul(g.transpose(x, [1, 0]), x), [3, 3]],
    ["a product of transposed operands", ({ g, x, y }) => g.matmul(y, x, true, false), [4, 3, 3]],
    ["a product of broadcast batches", ({ g, x, y }) => g.matmul(x, y, false, true), [4, 2, 2]],
    ["a product of a batch with one matrix", ({ g, x, y }) => g.matmul(y, x, false, true), [4, 2, 2]],
    ["gathered rows", ({ g, y, i }) => g.gather(y, i), [5, 2, 2, 3]],
    ["scattered rows", ({ g, i }) => g.scatter(g.input("v", [5, 2, 9]), i, 6), [6, 9]],
    ["one-hot indices", ({ g, i }) => g.oneHot(i, 4), [5, 2, 4]],
    ["unfolded windows", ({ g }) => g.unfold(g.input("v", [2, 6, 5, 3]), WINDOWS), [2, 3, 3, 18]],
    ["folded windows", ({ g }) => g.fold(g.input("v", [2, 3, 3, 18]), WINDOWS, 6, 5), [2, 6, 5, 3]],
  ];
  it.each(cases)("%s is as documented", (_, build, shape) => {
    expect(build(setting()).shape).toEqual(shape);
  });
});

describe("a graph refuses", () => {
  const cases: readonly [string, Build, string][] = [
    ["a name that is taken", ({ g }) => g.input("x", [1]), 'The graph has a tensor named "x" already.'],
    ["a parameter named like an input", ({ g }) => g.parameter("x", [1], "vector", { kind: "fill", value: 0 }),
      'The graph has a tensor named "x" already.'],
    ["a shape of no elements", ({ g }) => g.input("z", [2, 0]),
      "input: [2, 0] is no shape; dimensions are positive integers."],
    ["a fractional dimension", ({ g }) => g.positions(1.5),
      "positions: [1.5] is no shape; dimensions are positive integers."],
    ["shapes that do not broadcast", ({ g, x }) => g.multiply(x, g.input("z", [2, 4])),
      "multiply cannot broadcast [2, 3] and [2, 4]: dimension 1 is 3 and 4."],
    ["a broadcast to fewer elements", ({ g, y }) => g.broadcast(y, [2, 3]),
      "broadcast cannot fill [2, 3] from [4, 2, 3]."],
    ["arithmetic on indices", ({ g, i }) => g.add(i, 1), "add needs float32 numbers, got indices."],
    ["a unary function of indices", ({ g, i }) => g.unary("exp", i), "exp needs float32 numbers, got indices."],
    ["stopped indices", ({ g, i }) => g.constantOf(i), "constantOf needs float32 numbers, got indices."],
    ["broadcast indices", ({ g, i }) => g.broadcast(i, [5, 5, 2]), "broadcast needs float32 numbers, got indices."],
    ["a sum of indices", ({ g, i }) => g.sum(i, [0]), "sum needs float32 numbers, got indices."],
    ["a product of indices", ({ g, i }) => g.matmul(i, i, true), "matmul needs float32 numbers, got indices."],
    ["an axis that is not there", ({ g, x }) => g.sum(x, [2]), "sum: axis 2 is not one of [2, 3]."],
    ["a negative axis too far", ({ g, x }) => g.max(x, [-3]), "max: axis -3 is not one of [2, 3]."],
    ["a reshape to another size", ({ g, x }) => g.reshape(x, [4]), "reshape cannot make [4] of [2, 3]."],
    ["a reshape that leaves no integer", ({ g, x }) => g.reshape(x, [4, -1]), "reshape cannot make [4, -1] of [2, 3]."],
    ["two open dimensions", ({ g, x }) => g.reshape(x, [6, -1, -1]), "reshape cannot make [6, -1, -1] of [2, 3]."],
    ["a transpose that repeats an axis", ({ g, x }) => g.transpose(x, [0, 0]),
      "transpose: [0, 0] does not permute [2, 3]."],
    ["a transpose of too few axes", ({ g, y }) => g.transpose(y, [1, 0]),
      "transpose: [1, 0] does not permute [4, 2, 3]."],
    ["a product of vectors", ({ g, x }) => g.matmul(x, g.positions(3)), "matmul needs matrices, got [2, 3] and [3]."],
    ["a product whose inner dimensions differ", ({ g, x }) => g.matmul(x, x, true, true),
      "matmul: the inner dimensions of [2, 3]ᵀ and [2, 3]ᵀ differ: 2 and 3."],
    ["a product whose batches differ", ({ g, y }) => g.matmul(y, g.input("z", [3, 3, 2])),
      "matmul cannot broadcast [4] and [3]: dimension 0 is 4 and 3."],
    ["gathering by numbers", ({ g, x, y }) => g.gather(y, x), "gather needs indices (i32), got float32 numbers."],
    ["gathering from indices", ({ g, i }) => g.gather(i, i), "gather needs float32 numbers, got indices."],
    ["gathering from a single number", ({ g, i }) => g.gather(g.constant(1), i),
      "gather needs a table of rows, got a single number."],
    ["scattering by numbers", ({ g, x, y }) => g.scatter(y, x, 3), "scatter needs indices (i32), got float32 numbers."],
    ["scattering too few values", ({ g, x, i }) => g.scatter(x, i, 3), "scatter: [2, 3] has no row for each of [5, 2]."],
    ["one-hot numbers", ({ g, x }) => g.oneHot(x, 3), "oneHot needs indices (i32), got float32 numbers."],
    ["one-hot without classes", ({ g, i }) => g.oneHot(i, 0),
      "oneHot: [5, 2, 0] is no shape; dimensions are positive integers."],
    ["unfolding what are no images", ({ g, y }) => g.unfold(y, WINDOWS),
      "unfold needs [batch, height, width, channels], got [4, 2, 3]."],
    ["a window larger than the image", ({ g }) => g.unfold(g.input("v", [1, 6, 1, 1]), { ...WINDOWS, width: 4 }),
      "unfold: a window of width 4 does not fit 1 with padding 1."],
    ["windows without a stride", ({ g }) => g.unfold(g.input("v", [1, 6, 5, 1]), { ...WINDOWS, stride: 0 }),
      "unfold: windows of 3×2, stride 0 and padding 1 are no windows; all are integers, the padding at least 0, " +
        "the others at least 1."],
    ["folding windows of another image", ({ g }) => g.fold(g.input("v", [2, 3, 2, 18]), WINDOWS, 6, 5),
      "fold: [2, 3, 2, 18] does not hold 3×3 windows of 3×2 and their channels."],
    ["folding rows that are no windows", ({ g }) => g.fold(g.input("v", [2, 3, 3, 17]), WINDOWS, 6, 5),
      "fold: [2, 3, 3, 17] does not hold 3×3 windows of 3×2 and their channels."],
  ];
  it.each(cases)("%s", (_, build, message) => {
    expect(() => build(setting())).toThrow(expect.objectContaining({ code: "broken-contract", message }));
  });

  it("a parameter of an unknown role", () => {
    const { g } = setting();
    const message = 'parameter: "bias" is no role of "p"; roles are vector, matrix, embedding, head.';
    const make = (): Tensor => g.parameter("p", [3], "bias" as "vector", { kind: "fill", value: 0 });
    expect(make).toThrow(expect.objectContaining({ code: "broken-contract", message }));
    // The name is free as before.
    expect(g.parameter("p", [3], "vector", { kind: "fill", value: 0 }).shape).toEqual([3]);
  });

  const other = setting();
  const foreign: readonly [string, Build][] = [
    ["constantOf", ({ g }) => g.constantOf(other.x)],
    ["exp", ({ g }) => g.unary("exp", other.x)],
    ["add", ({ g, x }) => g.add(x, other.x)],
    ["add", ({ g }) => g.add(other.x, 0)],
    ["broadcast", ({ g }) => g.broadcast(other.x, [4, 2, 3])],
    ["sum", ({ g }) => g.sum(other.x, [0])],
    ["max", ({ g }) => g.max(other.x, [0])],
    ["reshape", ({ g }) => g.reshape(other.x, [6])],
    ["transpose", ({ g }) => g.transpose(other.x, [1, 0])],
    ["matmul", ({ g, x }) => g.matmul(x, other.x, true)],
    ["gather", ({ g, i }) => g.gather(other.x, i)],
    ["gather", ({ g, x }) => g.gather(x, other.i)],
    ["scatter", ({ g }) => g.scatter(g.input("v", [5, 2]), other.i, 6)],
    ["oneHot", ({ g }) => g.oneHot(other.i, 3)],
    ["unfold", ({ g }) => g.unfold(other.y, WINDOWS)],
    ["fold", ({ g }) => g.fold(other.y, WINDOWS, 6, 5)],
  ];
  it.each(foreign)("a tensor of another graph, which has the number of one of its own: %s", (operation, build) => {
    const message = expect.stringMatching(new RegExp(`^${operation}: the tensor of shape .* is of another graph\\.$`)) as string;
    expect(() => build(setting())).toThrow(expect.objectContaining({ code: "broken-contract", message }));
  });
});

describe("a graph makes one tensor of", () => {
  const cases: readonly [string, Build, Build][] = [
    ["equal functions", ({ g, x }) => g.unary("exp", x), ({ g, x }) => g.unary("exp", x)],
    ["equal constants", ({ g }) => g.constant(0.1), ({ g }) => g.constant(0.1)],
    ["x + 0 and x", ({ g, x }) => g.add(x, 0), ({ x }) => x],
    ["0 + x and x", ({ g, x }) => g.add(0, x), ({ x }) => x],
    ["x − 0 and x", ({ g, x }) => g.subtract(x, 0), ({ x }) => x],
    ["1 · x and x", ({ g, x }) => g.multiply(1, x), ({ x }) => x],
    ["x · 1 and x", ({ g, x }) => g.multiply(x, 1), ({ x }) => x],
    ["x / 1 and x", ({ g, x }) => g.divide(x, 1), ({ x }) => x],
    ["2 · 3 and 6", ({ g }) => g.multiply(2, 3), ({ g }) => g.constant(6)],
    ["x · 1, repeated, and x", ({ g, x }) => g.multiply(x, g.broadcast(g.constant(1), [2, 3])), ({ x }) => x],
    ["2 · 3, both repeated, and 6 repeated",
      ({ g }) => g.multiply(g.broadcast(g.constant(2), [4, 1]), g.reshape(g.broadcast(g.constant(3), [5]), [1, 5])),
      ({ g }) => g.broadcast(g.constant(6), [4, 5])],
    ["1 / 0 and ∞", ({ g }) => g.divide(1, 0), ({ g }) => g.constant(Infinity)],
    ["a broadcast to the same shape and its operand", ({ g, x }) => g.broadcast(x, [2, 3]), ({ x }) => x],
    ["a sum over axes of one element and its operand", ({ g }) => g.sum(g.constant(3), []), ({ g }) => g.constant(3)],
    ["a reshape of a reshape and one reshape",
      ({ g, x }) => g.reshape(g.reshape(x, [6]), [3, 2]), ({ g, x }) => g.reshape(x, [3, 2])],
    ["a reshape back and its operand", ({ g, x }) => g.reshape(g.reshape(x, [6]), [2, 3]), ({ x }) => x],
    ["the identical transpose and its operand", ({ g, x }) => g.transpose(x, [0, 1]), ({ x }) => x],
  ];
  it.each(cases)("%s", (_, one, other) => {
    const s = setting();
    expect(one(s)).toBe(other(s));
  });
});

describe("a graph keeps apart", () => {
  it.each([[0, -0], [NaN, Infinity], [NaN, -Infinity], [Infinity, -Infinity]])("the constants %s and %s", (x, y) => {
    const g = new Graph();
    expect(g.constant(x)).not.toBe(g.constant(y));
  });

  it("operations that differ in one detail alone", () => {
    const { g, x, y, i } = setting();
    const all = [
      g.sum(y, [0]), g.sum(y, [1]), g.max(y, [0]), g.reshape(y, [24]), g.reshape(y, [24, 1]),
      g.subtract(x, y), g.subtract(y, x), g.oneHot(i, 3), g.oneHot(i, 4), g.transpose(y, [1, 0, 2]),
      g.transpose(y, [2, 1, 0]), g.matmul(x, x, true), g.matmul(x, x, false, true), g.broadcast(x, [4, 2, 3]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

it("a graph lists operands before what reads them, and parameters in order of creation", () => {
  const { g, x } = setting();
  const b = g.parameter("b", [3], "vector", { kind: "fill", value: 0 });
  g.unary("tanh", g.add(x, b));
  const a = g.parameter("a", [3], "vector", { kind: "fill", value: 0 });
  expect(g.parameters).toEqual([b, a]);
  expect(g.tensors.every(({ id, operands }, k) => id === k && operands.every((o) => o.id < id))).toBe(true);
});
