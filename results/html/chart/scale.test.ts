import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linearScale, logScale } from "./scale.js";
import { spreadLabels } from "./spread-labels.js";

const values = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });

describe.each([
  ["linear", values, linearScale],
  ["logarithmic", positive, logScale],
] as const)("a %s scale", (_, ends, make) => {
  test("draws every value within its length, larger ones farther, ticks included", () => {
    fc.assert(fc.property(ends, ends, fc.integer({ min: 2, max: 9 }), values, values, (a, b, count, x, y) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(low === high || high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)));
      const scale = make([low, high], [10, 110], count);
      const drawn = [Math.min(x, y), Math.max(x, y), ...scale.ticks].map(scale.at);
      expect(drawn.every((place) => place >= 10 - 1e-6 && place <= 110 + 1e-6)).toBe(true);
      expect(drawn[0]).toBeLessThanOrEqual((drawn[1] as number) + 1e-6);
      expect(scale.ticks).toEqual(scale.ticks.toSorted((one, other) => one - other));
      expect(new Set(scale.ticks).size).toBe(scale.ticks.length);
      expect(scale.ticks.length).toBeLessThanOrEqual(40);
    }));
  });
});

test("ticks are round", () => {
  expect(linearScale([-0.23, 1.21], [0, 1], 5).ticks).toEqual([0, 0.5, 1]);
  expect(linearScale([0, 300], [0, 1], 6).ticks).toEqual([0, 50, 100, 150, 200, 250, 300]);
  expect(linearScale([0.11, 0.32], [0, 1], 5).ticks).toEqual([0.15, 0.2, 0.25, 0.3]);
  expect(logScale([0.04, 3], [0, 1]).ticks).toEqual([0.1, 0.3, 1, 3]);
  expect(logScale([0.5, 0.9], [0, 1], 4).ticks).toEqual([0.5, 0.6, 0.7, 0.8, 0.9]);
});

test("a single value is drawn in the middle, and what is no number at the edge", () => {
  expect(linearScale([5, 5], [0, 100]).at(5)).toBe(50);
  expect(logScale([5, 5], [0, 100]).at(5)).toBeCloseTo(50, 9);
  expect(linearScale([0, 1], [0, 100]).at(NaN)).toBe(0);
  expect(linearScale([0, 1], [0, 100]).at(-Infinity)).toBe(0);
  expect(() => logScale([0, 1], [0, 100])).toThrow("above 0");
});

test("labels keep their distance and their order, and stay between the ends where there is room", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 6 }), (wanted) => {
    const placed = spreadLabels(wanted, { distance: 15, low: 0, high: 100 });
    const order = wanted.map((_, k) => k).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
    order.forEach((k, rank) => {
      expect(placed[k]).toBeGreaterThanOrEqual(-1e-9);
      expect(placed[k]).toBeLessThanOrEqual(100 + 1e-9);
      const before = order[rank - 1];
      if (before === undefined) return;
      expect((placed[k] as number) - (placed[before] as number)).toBeGreaterThanOrEqual(15 - 1e-9);
    });
  }));
});
