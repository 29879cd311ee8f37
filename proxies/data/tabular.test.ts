import { describe, expect, it } from "vitest";
import { take } from "./source.js";
import { tabularClassification, tabularRegression } from "./tabular.js";

const ROWS = 10_000;

function column(features: Float32Array, width: number, index: number): number[] {
  return Array.from({ length: ROWS }, (_, r) => features[r * width + index] as number);
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, x) => sum + x ** power, 0) / values.length;
}

describe("tabular", () => {
  it("has numeric columns of different scales and tails, then one-hot, then ordered ones", () => {
    const source = tabularClassification();
    const [width = 0] = source.fields.features.shape;
    const { features } = take(source, "train", 1, 0, ROWS);
    const numeric = Array.from({ length: 8 }, (_, i) => column(features, width, i));
    const deviations = numeric.map((values) => Math.sqrt(moment(values, 2)));
    expect(Math.max(...deviations) / Math.min(...deviations)).toBeGreaterThan(2);
    const tails = numeric.map((values) => moment(values, 4) / moment(values, 2) ** 2);
    expect(tails[0]).toBeCloseTo(3, 0);
    expect(tails[1]).toBeGreaterThan(10);
    expect(tails[2]).toBeGreaterThan(5);
    for (let r = 0; r < 100; r++) {
      const hot = features.subarray(r * width + 8, (r + 1) * width - 2);
      expect(hot.filter((x) => x === 1)).toHaveLength(3);
      expect(hot.filter((x) => x === 0)).toHaveLength(hot.length - 3);
    }
    for (const values of [column(features, width, width - 1), column(features, width, width - 2)]) {
      expect(Math.min(...values)).toBe(-1);
      expect(Math.max(...values)).toBe(1);
      expect(new Set(values).size).toBeLessThanOrEqual(8);
    }
  });

  it("has every class often enough to be learned", () => {
    const { label } = take(tabularClassification(), "train", 1, 0, ROWS);
    for (let c = 0; c < 4; c++) expect(label.filter((x) => x === c).length / ROWS).toBeGreaterThan(0.08);
  });

  it("has a floor that surer labels lower", () => {
    const floors = [1, 5, 20].map((sharpness) => tabularClassification({ sharpness }).floor.loss);
    expect(floors[0]).toBeLessThan(Math.log(4));
    expect(floors[1]).toBeLessThan(floors[0] as number);
    expect(floors[2]).toBeLessThan(floors[1] as number);
    expect(floors[1]).toBeCloseTo(0.35, 1);
  });

  it("has targets of variance 1 plus that of the noise", () => {
    const { targets } = take(tabularRegression({ noise: 0.5 }), "test", 1, 0, ROWS);
    expect(Math.abs(moment([...targets], 2) - 1.25)).toBeLessThan(0.1);
  });
});
