import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.js";
import { arrayFact } from "./interpret.js";
import { createLayout } from "./layout.js";

const role = "matrix";

describe("createLayout", () => {
  it("lays arrays out one after another", () => {
    const layout = createLayout([
      { name: "a", shape: [2, 3], role },
      { name: "b", shape: [5], role: "vector" },
      { name: "c", shape: [], role: "vector" },
      { name: "d", shape: [4], role: "head" },
    ]);
    expect(layout.arrays.map(({ offset, size }) => [offset, size])).toEqual([[0, 6], [6, 5], [11, 1], [12, 4]]);
    expect(layout.size).toBe(16);
  });

  it.each([
    ["a single number", [], 1, 1, 0],
    ["a vector", [7], 1, 7, 1],
    ["a matrix", [2, 3], 2, 3, 2],
    ["a cube", [2, 3, 5], 6, 5, 3],
    ["a stack of cubes", [2, 3, 5, 7], 30, 7, 4],
    ["a column", [9, 1], 9, 1, 2],
  ])("sees %s as a matrix by all dimensions but the last", (_, shape, rows, cols, ndim) => {
    const array = createLayout([{ name: "a", shape, role }]).arrays[0];
    if (array === undefined) throw new Error("no array");
    expect([array.rows, array.cols, array.size]).toEqual([rows, cols, rows * cols]);
    expect((["rows", "cols", "ndim", "size"] as const).map((fact) => arrayFact(fact, array))).toEqual([
      rows, cols, ndim, rows * cols,
    ]);
  });

  it("numbers roles in the order of the documentation", () => {
    const roles = ["vector", "matrix", "embedding", "head"] as const;
    const { arrays } = createLayout(roles.map((each) => ({ name: each, shape: [1], role: each })));
    expect(arrays.map((array) => arrayFact("role", array))).toEqual([0, 1, 2, 3]);
  });

  it.each([[[0]], [[2, -1]], [[1.5]], [[NaN]], [[Infinity]]])("refuses the shape %j", (shape) => {
    expect(() => createLayout([{ name: "kernel", shape, role }])).toThrow(InputError);
    expect(() => createLayout([{ name: "kernel", shape, role }])).toThrow(/"kernel" has shape \[.*positive integer/);
  });

  it("refuses no arrays at all", () => {
    expect(() => createLayout([])).toThrow("at least one array");
  });
});
