import fc from "fast-check";
import { expect, test } from "vitest";
import { mean, standardDeviation, standardError } from "./statistics.js";

test("of 2, 4, 4, 4, 5, 5, 7 and 9 the mean is 5, and squares deviate from it by 32 in all", () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(mean(values)).toBe(5);
  expect(standardDeviation(values)).toBe(Math.sqrt(32 / 7));
  expect(standardError(values)).toBe(Math.sqrt(32 / 7) / Math.sqrt(8));
});

test("nothing has no mean, and one number no deviation", () => {
  expect(mean([])).toBeNaN();
  expect(mean([3])).toBe(3);
  for (const values of [[], [3]]) {
    expect(standardDeviation(values)).toBeNaN();
    expect(standardError(values)).toBeNaN();
  }
});

test("one infinite value makes the mean infinite", () => {
  expect(mean([1, Infinity, 2])).toBe(Infinity);
});

test("deviations do not change with a shift, and change in proportion to the values", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), (all, shift) => {
      const deviation = standardDeviation(all);
      expect(standardDeviation(all.map((value) => value + shift))).toBeCloseTo(deviation, 8);
      expect(standardDeviation(all.map((value) => -3 * value))).toBeCloseTo(3 * deviation, 8);
      expect(mean(all.map((value) => value + shift))).toBeCloseTo(mean(all) + shift, 8);
    }),
  );
});
