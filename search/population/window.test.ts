import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContractError } from "../../src/errors.js";
import { FEWEST_VALUES, QuantileWindow } from "./window.js";

function windowOf(capacity: number, values: readonly number[], fewest = 0): QuantileWindow {
  const window = new QuantileWindow(capacity, fewest);
  for (const value of values) window.add(value);
  return window;
}

/** 1, 2, … n. */
function upTo(n: number): readonly number[] {
  return Array.from({ length: n }, (_, k) => k + 1);
}

/** Few values, so that many are equal; infinities and both zeros among them. */
const values = fc.array(
  fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(-0, Infinity, -Infinity), fc.double({ noNaN: true })),
  { maxLength: 80, size: "max" },
);

describe("a window", () => {
  it("has the quantiles of the newest values alone", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), fc.nat(20), (all, capacity, twentieths) => {
        const p = twentieths / 20;
        const window = new QuantileWindow(capacity, 0);
        all.forEach((value, k) => {
          window.add(value);
          const newest = all.slice(Math.max(0, k + 1 - capacity), k + 1).map((x) => x + 0);
          // The least value with enough others at or below it.
          const enough = newest
            .filter((x) => newest.filter((y) => y <= x).length * 20 >= twentieths * newest.length)
            .sort((a, b) => (a < b ? -1 : 1));
          expect(window.quantile(p)).toBe(enough[0]);
          expect(window.size).toBe(newest.length);
        });
      }),
    );
  });

  it("has quantiles that rise with the part, from the least value to the greatest", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, part, part, (all, a, b) => {
        fc.pre(all.length > 0);
        const window = windowOf(40, all);
        const newest = all.slice(-40);
        expect(window.quantile(Math.min(a, b))).toBeLessThanOrEqual(window.quantile(Math.max(a, b)) ?? NaN);
        expect(window.quantile(0)).toBe(Math.min(...newest) + 0);
        expect(window.quantile(1)).toBe(Math.max(...newest) + 0);
      }),
    );
  });

  it.each([
    [500, 0.5, 250],
    [500, 0.75, 125],
    [500, 0.9, 50],
    [100, 0.07, 93],
    [100, 0.55, 45],
    [21, 0.5, 10],
    [10, 1 - 0.9, 9],
  ])("of %d different values leaves above its quantile of %d just %d", (n, p, exceeding) => {
    const window = windowOf(500, upTo(n));
    expect(upTo(n).filter((value) => value > (window.quantile(p) ?? NaN))).toHaveLength(exceeding);
  });

  it("says nothing until it holds enough values", () => {
    const window = new QuantileWindow(500);
    for (const value of upTo(FEWEST_VALUES - 1)) window.add(value);
    expect(window.quantile(0.5)).toBeNull();
    window.add(FEWEST_VALUES);
    expect(window.quantile(0.5)).toBe(10);
    expect(new QuantileWindow(5, 0).quantile(0.5)).toBeNull();
  });

  it("never holds -0", () => {
    expect(windowOf(2, [-0, -0]).quantile(0.5)).toBe(0);
  });

  it("refuses NaN, parts outside 0 to 1 and a capacity below 1", () => {
    const window = windowOf(3, [1]);
    expect(() => { window.add(NaN); }).toThrow(ContractError);
    expect(window.quantile(0.5)).toBe(1);
    for (const p of [-0.1, 1.1, NaN]) expect(() => window.quantile(p)).toThrow(ContractError);
    for (const capacity of [0, 2.5, NaN]) expect(() => new QuantileWindow(capacity)).toThrow(ContractError);
  });
});
