import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContractError } from "./errors.js";
import { rankCorrelation } from "./rank-correlation.js";

const NUMBER = fc.double({ noNaN: true });
const PAIRS = fc.array(fc.tuple(NUMBER, NUMBER), { minLength: 3, maxLength: 20 });

describe("a rank correlation", () => {
  test("is that of Spearman, equals sharing their mean rank", () => {
    // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3.5, 3.5: by hand 2.25 / 4.5.
    expect(rankCorrelation([1, 2, 2, 3], [0.2, 0.1, 7, 7]).value).toBeCloseTo(2.25 / 4.5, 12);
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]).value).toBeCloseTo(0.8207826816681233, 12);
  });

  test("is 1 for what rises together, −1 for what falls, whatever the distances", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer(), { minLength: 3, maxLength: 20 }), (xs) => {
      const ys = xs.map((x) => (x < 0 ? x / 8 : x));
      expect(rankCorrelation(xs, ys).value).toBeCloseTo(1, 12);
      expect(rankCorrelation(xs, xs.map((x) => -x)).value).toBeCloseTo(-1, 12);
    }), { numRuns: 5 });
  });

  test("is symmetric, and the same every time", () => {
    fc.assert(fc.property(PAIRS, (pairs) => {
      const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      expect(rankCorrelation(xs, ys)).toEqual(rankCorrelation(xs, ys));
      expect(rankCorrelation(xs, ys).value).toBeCloseTo(rankCorrelation(ys, xs).value, 12);
    }), { numRuns: 5 });
  });

  test("has an interval around it, narrower for more pairs", () => {
    const noisy = (n: number) => Array.from({ length: n }, (_, k) => k + 8 * ((k * 7919) % 13));
    const few = rankCorrelation(noisy(12).map((_, k) => k), noisy(12));
    const many = rankCorrelation(noisy(120).map((_, k) => k), noisy(120));
    for (const { low, value, high } of [few, many]) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
  });

  test("takes infinities for the largest and the smallest", () => {
    expect(rankCorrelation([1, 2, Infinity], [-Infinity, 0, 9]).value).toBeCloseTo(1, 12);
  });

  test.each([[[1, 2], [1, 2]], [[1, 2, 3], [1, 2]]])("of %j and %j is refused", (xs, ys) => {
    expect(() => rankCorrelation(xs, ys)).toThrow(ContractError);
  });
});
