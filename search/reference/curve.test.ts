import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { fallingSequence, monotoneCurve } from "./curve.js";

/** Ascending numbers, some of them close together. */
function ascending(steps: readonly number[]): readonly number[] {
  let sum = -3;
  return steps.map((step) => (sum += step));
}

const step = fc.oneof(fc.double({ min: 0.01, max: 2, noNaN: true }), fc.constantFrom(1e-6, 1, 50));
const points = fc
  .array(fc.tuple(step, step), { minLength: 2, maxLength: 8 })
  .map((steps) => [ascending(steps.map(([x]) => x)), ascending(steps.map(([, y]) => y))] as const);
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A place between the ends of some ascending numbers. */
function between(values: readonly number[], part: number): number {
  const [low, high] = [values[0] as number, values.at(-1) as number];
  return Math.min(high, low + part * (high - low));
}

describe("a monotone curve", () => {
  it("goes through its points to the bit, and stays at the nearest one beyond them", () => {
    fc.assert(
      fc.property(points, ([xs, ys]) => {
        const { inverse } = monotoneCurve(xs, ys);
        expect(ys.map(inverse)).toEqual(xs);
        for (const below of [(ys[0] as number) - 1e-9, -Infinity]) expect(inverse(below)).toBe(xs[0]);
        for (const above of [(ys.at(-1) as number) + 1e-9, Infinity]) expect(inverse(above)).toBe(xs.at(-1));
      }),
    );
  });

  it("never falls between its points, and keeps to the piece of each", () => {
    fc.assert(
      fc.property(points, share, share, ([xs, ys], one, other) => {
        const { inverse } = monotoneCurve(xs, ys);
        const [low, high] = [between(ys, Math.min(one, other)), between(ys, Math.max(one, other))];
        expect(inverse(low)).toBeLessThanOrEqual(inverse(high));
        const piece = Math.max(0, ys.findIndex((y) => y >= low) - 1);
        expect(inverse(low)).toBeGreaterThanOrEqual(xs[piece] as number);
        expect(inverse(low)).toBeLessThanOrEqual(xs[piece + 1] as number);
      }),
    );
  });

  it("rises everywhere: at most thrice as fast as the piece does on the whole", () => {
    fc.assert(
      fc.property(points, share, ([xs, ys], part) => {
        const x = between(xs, part);
        const after = Math.max(1, xs.findIndex((known) => known >= x));
        const secant =
          ((ys[after] as number) - (ys[after - 1] as number)) / ((xs[after] as number) - (xs[after - 1] as number));
        const slope = monotoneCurve(xs, ys).slope(x);
        expect(slope).toBeGreaterThan(0);
        expect(slope).toBeLessThan(3.001 * secant);
      }),
    );
  });

  it("has the slope that its inverse has, turned over", () => {
    const [xs, ys] = [[-2, -1, 0, 1, 2], [0, 3, 4, 4.5, 9]];
    const { inverse, slope } = monotoneCurve(xs, ys);
    for (let y = 0.05; y < 9; y += 0.1) {
      const [before, after] = [inverse(y - 1e-6), inverse(y + 1e-6)];
      expect((2e-6 / (after - before)) / slope(inverse(y))).toBeCloseTo(1, 4);
    }
  });

  it("has a value that its slopes add up to", () => {
    const [xs, ys] = [[-2, -1.5, 0, 1, 3], [0, 3, 4, 4.5, 9]];
    const { slope } = monotoneCurve(xs, ys);
    xs.slice(1).forEach((x, k) => {
      const from = xs[k] as number;
      // Simpson's rule, which is exact for a parabola.
      const [left, middle, right] = [from + 1e-12, (from + x) / 2, x].map(slope) as [number, number, number];
      expect(((left + 4 * middle + right) / 6) * (x - from)).toBeCloseTo((ys[k + 1] as number) - (ys[k] as number), 9);
    });
  });

  it("has at a point the weighted harmonic mean of the secants beside it, and at the ends the last secants", () => {
    const { slope } = monotoneCurve([0, 1, 3], [0, 4, 6]);
    // Secants 4 and 1 over lengths 1 and 2: 3 / ((5/3)/4 + (4/3)/1).
    expect(slope(1)).toBeCloseTo(3 / (5 / 12 + 4 / 3), 12);
    for (const before of [0, -1]) expect(slope(before)).toBeCloseTo(4, 12);
    for (const after of [3, 9]) expect(slope(after)).toBeCloseTo(1, 12);
  });

  it("is a line where its points lie on one", () => {
    const { inverse, slope } = monotoneCurve([0, 1, 2, 4], [1, 3, 5, 9]);
    for (const x of [0.1, 0.9, 1, 1.7, 3.3]) {
      expect(inverse(1 + 2 * x)).toBeCloseTo(x, 14);
      expect(slope(x)).toBeCloseTo(2, 12);
    }
  });

  it.each([
    ["one point", [0], [0]],
    ["none", [], []],
    ["fewer values than places", [0, 1], [0]],
    ["a place twice", [0, 0], [0, 1]],
    ["a value twice", [0, 1], [1, 1]],
    ["falling values", [0, 1], [1, 0]],
    ["NaN", [0, 1], [NaN, 1]],
  ])("is refused with %s", (_, xs, ys) => {
    expect(() => monotoneCurve(xs, ys)).toThrow(ContractError);
  });
});

/** The nearest sequence by trying every way to cut it into runs of equal values. */
function nearestFalling(values: readonly number[]): readonly number[] {
  let best: readonly number[] = [];
  let least = Infinity;
  for (let cuts = 0; cuts < 2 ** (values.length - 1); cuts++) {
    const runs: number[][] = [];
    values.forEach((value, k) => {
      if (k === 0 || ((cuts >> (k - 1)) & 1) === 1) runs.push([value]);
      else runs.at(-1)?.push(value);
    });
    const means = runs.flatMap((run) => run.map(() => run.reduce((sum, value) => sum + value, 0) / run.length));
    const distance = means.reduce((sum, value, k) => sum + (value - (values[k] as number)) ** 2, 0);
    const falls = means.every((value, k) => k === 0 || value <= (means[k - 1] as number) + 1e-12);
    if (falls && distance < least) [best, least] = [means, distance];
  }
  return best;
}

describe("a falling sequence", () => {
  const values = fc.array(
    // Far enough apart that what falls by a hair is no question of rounding.
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -10_240, max: 10_240 }).map((n) => n / 1024)),
    { minLength: 1, maxLength: 7 },
  );

  it("is the nearest one that does not rise, to a billionth", () => {
    fc.assert(
      fc.property(values, (all) => {
        const nearest = nearestFalling(all);
        const size = Math.max(...nearest.map(Math.abs), 1e-100);
        fallingSequence(all).forEach((value, k) => {
          const lowered = (nearest[k] as number) - value;
          expect(lowered).toBeGreaterThanOrEqual(-1e-11);
          expect(lowered).toBeLessThanOrEqual(1e-9 * size * all.length + 1e-11);
        });
      }),
    );
  });

  it("falls at every place, whatever the size of its values", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(1, 1e-30, 1e30, 0), (all, factor) => {
        const falling = fallingSequence(all.map((value) => factor * value));
        falling.slice(1).forEach((value, k) => { expect(value).toBeLessThan(falling[k] as number); });
      }),
    );
  });

  it("can be made a curve of, even where all is 0", () => {
    for (const all of [[0, 0, 0], [1, 1, 1, 1], [1, 2, 3]]) {
      const gains = fallingSequence(all).map((value) => -value);
      const { inverse, slope } = monotoneCurve(all.map((_, k) => k), gains);
      expect(gains.map(inverse)).toEqual(all.map((_, k) => k));
      expect(slope(0.5)).toBeGreaterThan(0);
    }
  });

  test("that falls already is left as it is", () => {
    expect(fallingSequence([3, 2.5, 2, 0, -1])).toEqual([3, 2.5, 2, 0, -1]);
    expect(fallingSequence([])).toEqual([]);
  });

  test("pools a bump with what it rises above", () => {
    const falling = fallingSequence([3, 1, 2, 0]);
    expect(falling[0]).toBe(3);
    expect(falling[1]).toBe(1.5);
    expect(falling[2]).toBeCloseTo(1.5, 7);
    expect(falling[3]).toBe(0);
  });
});
