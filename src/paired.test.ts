import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContractError } from "./errors.js";
import { pairedDifference, upperBound } from "./paired.js";
import { RandomStream } from "./random.js";

/** Student's own data (1908): hours of sleep gained with two drugs, ten patients; R's `sleep`. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const NUMBERS = fc.array(fc.tuple(
  fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }),
), { minLength: 2, maxLength: 12 });

describe("a paired difference", () => {
  test("is that of R's t.test(paired = TRUE) on Student's own data", () => {
    const { mean, low, high, p } = pairedDifference(FIRST, SECOND);
    expect(mean).toBeCloseTo(-1.58, 12);
    expect(low).toBeCloseTo(-2.4598858, 7);
    expect(high).toBeCloseTo(-0.7001142, 7);
    expect(p).toBeCloseTo(0.002833, 6);
  });

  test("has the one-sided bound of R's t.test(paired = TRUE, alternative = \"less\")", () => {
    const difference = pairedDifference(FIRST, SECOND);
    expect(upperBound(difference, 10, 0.05)).toBeCloseTo(-0.8669947, 7);
    expect(upperBound(difference, 10, 0.025)).toBeCloseTo(difference.high, 12);
  });

  test("is below 5 % just where the interval leaves zero out", () => {
    fc.assert(fc.property(NUMBERS, (pairs) => {
      const { low, high, p } = pairedDifference(pairs.map(([a]) => a), pairs.map(([, b]) => b));
      if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).toBe(low > 0 || high < 0);
    }));
  });

  test("does not see what the pairs have in common", () => {
    const shift = [5, -3, 8, 0, 1, -9, 2, 4, 7, 6];
    const shifted = (values: readonly number[]) => values.map((value, k) => value + (shift[k] as number));
    const [plain, moved] = [pairedDifference(FIRST, SECOND), pairedDifference(shifted(FIRST), shifted(SECOND))];
    expect(moved.p).toBeCloseTo(plain.p, 12);
    expect(moved.high).toBeCloseTo(plain.high, 12);
  });

  test("of pairs that all differ alike is sure, of equal pairs none", () => {
    expect(pairedDifference([2, 3], [1, 2])).toMatchObject({ mean: 1, low: 1, high: 1, p: 0, detectable: 0 });
    expect(pairedDifference([2, 3], [2, 3])).toMatchObject({ mean: 0, p: 1, detectable: 0 });
  });

  test("detects the smallest detectable difference 4 times in 5, and none that is not there but 1 time in 20", () => {
    const stream = new RandomStream(7, "paired test");
    // 10 pairs whose differences have deviation 1: power.t.test(n = 10, power = 0.8, type = "paired") has 0.996.
    const shift = 3.145 / Math.sqrt(10);
    const found = (by: number): number => {
      let count = 0;
      for (let k = 0; k < 1500; k++) {
        const differences = Array.from({ length: 10 }, () => by + stream.normal());
        if (pairedDifference(differences, differences.map(() => 0)).p < 0.05) count++;
      }
      return count / 1500;
    };
    const [there, none] = [found(shift), found(0)];
    expect(there).toBeGreaterThan(0.77);
    expect(there).toBeLessThan(0.83);
    expect(none).toBeGreaterThan(0.035);
    expect(none).toBeLessThan(0.065);
    const differences = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
    const { deviation, detectable } = pairedDifference(differences, differences.map(() => 0));
    expect(detectable / deviation).toBeCloseTo(shift, 3);
  });

  test.each([[[1], [1]], [[], []], [[1, 2, 3], [1, 2]]])("of %j and %j is refused", (a, b) => {
    expect(() => pairedDifference(a, b)).toThrow(ContractError);
  });
});
