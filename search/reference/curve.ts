import { ContractError } from "../../src/errors.js";

/** By how much a sequence falls at least that is made to fall, relative to the largest size in it. */
const TILT = 1e-9;

/** What counts as that size where all is 0, so that the fall does not vanish. */
const LEAST_SIZE = 1e-100;

/** A strictly increasing function of one variable through given points, and its inverse. */
export interface MonotoneCurve {
  /** Where the function takes a value; beyond the points, at the nearest of them. */
  readonly inverse: (y: number) => number;
  /** The derivative; at the points' ends, of the nearest piece. */
  readonly slope: (x: number) => number;
}

/**
 * The monotone cubic interpolation of Fritsch and Carlson (1980), with the slopes of Fritsch and Butland
 * (1984): continuous slopes, so that what lies on either side of a point is measured alike.
 *
 * @param xs - Ascending, at least two.
 * @param ys - Ascending too.
 * @throws {@link ContractError} where they are not.
 */
export function monotoneCurve(xs: readonly number[], ys: readonly number[]): MonotoneCurve {
  if (xs.length < 2 || xs.length !== ys.length || !isAscending(xs) || !isAscending(ys)) {
    throw new ContractError("A monotone curve goes through at least two points, ascending in both directions.");
  }
  const x = (k: number): number => xs[k] as number;
  const y = (k: number): number => ys[k] as number;
  const last = xs.length - 1;
  const secants = Array.from({ length: last }, (_, k) => (y(k + 1) - y(k)) / (x(k + 1) - x(k)));
  const slopes = xs.map((_, k) => {
    const [before, after] = [secants[k - 1], secants[k]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    const [left, right] = [x(k) - x(k - 1), x(k + 1) - x(k)];
    const [a, b] = [(2 * right + left) / 3, (right + 2 * left) / 3];
    return (a + b) / (a / before + b / after);
  });
  /** Value and derivative on the piece from point k on. */
  const piece = (k: number, at: number): readonly [value: number, slope: number] => {
    const h = x(k + 1) - x(k);
    const t = (at - x(k)) / h;
    const [p, q, m, n] = [y(k), y(k + 1), h * (slopes[k] as number), h * (slopes[k + 1] as number)];
    const a = 2 * p - 2 * q + m + n;
    const b = 3 * q - 3 * p - 2 * m - n;
    return [((a * t + b) * t + m) * t + p, ((3 * a * t + 2 * b) * t + m) / h];
  };
  return {
    inverse: (target) => {
      if (!(target > y(0))) return x(0);
      if (!(target < y(last))) return x(last);
      let k = 0;
      while (y(k + 1) < target) k++;
      if (y(k + 1) === target) return x(k + 1);
      let [low, high] = [x(k), x(k + 1)];
      // Fifty halvings reach the precision of a number, and are the same on every machine.
      for (let i = 0; i < 50; i++) {
        const middle = (low + high) / 2;
        if (piece(k, middle)[0] < target) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
    slope: (at) => {
      const inside = Math.min(Math.max(at, x(0)), x(last));
      let k = 0;
      while (k < last - 1 && x(k + 1) < inside) k++;
      return piece(k, inside)[1];
    },
  };
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, k) => k === 0 || value > (values[k - 1] as number));
}

/**
 * The non-increasing sequence nearest to the given one in the mean of squares: pools adjacent violators.
 * What does not fall then is lowered by a billionth a place, so that the result falls strictly.
 */
export function fallingSequence(values: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of values) {
    pools.push({ sum: value, count: 1 });
    for (;;) {
      const [before, after] = [pools.at(-2), pools.at(-1)];
      if (before === undefined || after === undefined) break;
      if (before.sum / before.count >= after.sum / after.count) break;
      pools.splice(-2, 2, { sum: before.sum + after.sum, count: before.count + after.count });
    }
  }
  const pooled = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  const fall = TILT * Math.max(...pooled.map(Math.abs), LEAST_SIZE);
  const falling: number[] = [];
  for (const value of pooled) falling.push(Math.min(value, (falling.at(-1) ?? Infinity) - fall));
  return falling;
}
