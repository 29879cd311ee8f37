import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../dsl/check.js";
import { probe } from "../../dsl/probe/probe.js";
import { rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { ContractError } from "../../src/errors.js";
import { MEASURES, SMALL_GRID } from "./elite.arbitrary.js";
import { type Axis, Grid } from "./grid.js";

const GRID = new Grid();

describe("the default grid", () => {
  it("has 320 cells", () => {
    expect(GRID.size).toBe(4 * 4 * 5 * 4);
  });

  it("names its bins", () => {
    expect(GRID.labels).toEqual([
      ["0", "1", "2", "≥ 3"],
      ["< 0.25", "0.25 to 0.75", "0.75 to 1.25", "≥ 1.25"],
      ["< 1.05", "1.05 to 4", "4 to 16", "16 to 64", "≥ 64"],
      ["< -0.1", "-0.1 to 0.2", "0.2 to 1.3", "≥ 1.3"],
    ]);
  });

  it("places AdamW", () => {
    expect(GRID.labelsOf(GRID.cellOf(MEASURES))).toEqual(["2", "< 0.25", "4 to 16", "≥ 1.3"]);
  });

  it("spreads the library over 15 cells or more, five rules or more in every bin of the noise response", () => {
    const cells = rules.map(({ text, name }) => {
      const { measures } = probe(check(parse(text, name)));
      return measures === undefined ? -1 : GRID.cellOf(measures);
    });
    expect(new Set(cells).size).toBeGreaterThanOrEqual(15);
    const counts = [0, 1, 2, 3].map((bin) => cells.filter((cell) => GRID.binsOf(cell)[3] === bin).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
  });
});

describe("a grid", () => {
  it("puts a value that equals an edge above it", () => {
    const grid = new Grid([{ name: "averagingLength", edges: [2, 4] }]);
    const cells = [1, 1.99, 2, 3.99, 4, Infinity].map((averagingLength) =>
      grid.cellOf({ ...MEASURES, averagingLength }),
    );
    expect(cells).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("has a cell for each answer to how far a coordinate reaches", () => {
    const grid = new Grid([{ name: "coupling" }]);
    const cells = (["coordinate", "array", "matrix", "tree"] as const).map((coupling) =>
      grid.cellOf({ ...MEASURES, coupling }),
    );
    expect(cells).toEqual([0, 1, 2, 3]);
    expect(grid.labels).toEqual([["coordinate", "array", "matrix", "tree"]]);
  });

  it("has one bin where an axis has no edges, and one cell without axes", () => {
    expect(new Grid([{ name: "updateSize", edges: [] }]).labels).toEqual([["any"]]);
    expect(new Grid([]).cellOf(MEASURES)).toBe(0);
  });

  it("names counts one by one", () => {
    expect(new Grid([{ name: "liveState", edges: [2, 3, 6] }]).labels).toEqual([["0 to 1", "2", "3 to 5", "≥ 6"]]);
  });

  it("numbers its cells without gaps, each by its bins", () => {
    for (const grid of [GRID, SMALL_GRID]) {
      const seen = new Set(Array.from({ length: grid.size }, (_, cell) => grid.binsOf(cell).join()));
      expect(seen.size).toBe(grid.size);
    }
  });

  it("finds the cell whose bins hold the measures", () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.nat(5), number, number, number, (liveState, scaleExponent, averagingLength, noiseResponse) => {
        const values = { liveState, scaleExponent, averagingLength, noiseResponse };
        const bins = GRID.binsOf(GRID.cellOf({ ...MEASURES, ...values }));
        GRID.axes.forEach((axis, k) => {
          if (axis.name === "coupling") throw new Error("The default grid has no such axis.");
          const value = axis.name in values ? values[axis.name as keyof typeof values] : NaN;
          const bin = bins[k] as number;
          expect(value).toBeGreaterThanOrEqual(axis.edges[bin - 1] ?? -Infinity);
          expect(value).toBeLessThan(axis.edges[bin] ?? Infinity);
        });
      }),
    );
  });

  it("measures distances: 0 from a cell to itself, the same both ways, no way round shorter", () => {
    const cell = fc.nat(GRID.size - 1);
    fc.assert(
      fc.property(cell, cell, cell, (a, b, c) => {
        expect(GRID.distance(a, a)).toBe(0);
        expect(GRID.distance(a, b)).toBe(GRID.distance(b, a));
        expect(GRID.distance(a, c)).toBeLessThanOrEqual(GRID.distance(a, b) + GRID.distance(b, c) + 1e-12);
        expect(GRID.distance(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it("has its corners as far apart as it has axes", () => {
    expect(GRID.distance(0, GRID.size - 1)).toBe(4);
  });

  it.each<[string, readonly Axis[]]>([
    ["an axis stands twice", [{ name: "coupling" }, { name: "coupling" }]],
    ["edges descend", [{ name: "liveState", edges: [2, 1] }]],
    ["an edge stands twice", [{ name: "liveState", edges: [1, 1] }]],
    ["an edge is NaN", [{ name: "liveState", edges: [NaN] }]],
    ["an edge is infinite", [{ name: "liveState", edges: [1, Infinity] }]],
  ])("is refused where %s", (_, axes) => {
    expect(() => new Grid(axes)).toThrow(ContractError);
  });

  it("refuses a measure that is NaN", () => {
    expect(() => GRID.cellOf({ ...MEASURES, noiseResponse: NaN })).toThrow(ContractError);
  });
});
