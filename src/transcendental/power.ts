import { expSum } from "./exponential.js";
import { logPair } from "./logarithm.js";
import { tail, upperHalf } from "./pair.js";

/** Whether x is an odd integer. */
function isOdd(x: number): boolean {
  return Math.floor(x) === x && Math.floor(x * 0.5) * 2 !== x;
}

/**
 * x^y, within 0.52 ulp (0.75 ulp where the result is subnormal), with the special cases of C99's pow.
 *
 * 1 for y = 0 and for x = 1, NaN included; NaN for a finite negative x and a y that is no integer. logPair
 * times y in pairs, then exp of the pair: the scheme of the pow of ARM's optimized routines.
 */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  let sign = 1;
  let base = x;
  if (x < 0 || (x === 0 && 1 / x < 0)) {
    base = -x;
    if (isOdd(y)) sign = -1;
    else if (x < 0 && x > -Infinity && Math.floor(y) !== y) return NaN;
  }
  if (base === 1) return sign;
  if (base === 0 || base === Infinity) return base === 0 === y > 0 ? sign * 0 : sign * Infinity;
  // |ln base| is at least 2^-53, so that beyond 2^64 only 0 and infinity are left.
  if (y > 18446744073709551616 || y < -18446744073709551616) return base > 1 === y > 0 ? Infinity : 0;

  const l = logPair(base);
  const lUpper = upperHalf(l);
  const lLower = l - lUpper + (tail[0] as number);
  const yUpper = upperHalf(y);
  const upper = yUpper * lUpper;
  const lower = (y - yUpper) * lUpper + y * lLower;
  if (upper > 710) return sign * Infinity;
  if (upper < -746) return sign * 0;
  return sign * expSum(upper, lower);
}
