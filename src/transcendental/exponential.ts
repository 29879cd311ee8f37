import { scale, twoTo } from "./bits.js";
import { quotient, sumError, tail } from "./pair.js";
import {
  LN10,
  LN2,
  LN2_128TH_HIGH,
  LN2_128TH_LOW,
  LOG2_128TH_HIGH,
  LOG2_128TH_LOW,
  PER_LN2_128TH,
  PER_LOG2_128TH,
  ROOT,
  ROOT_LOW,
} from "./tables.js";

/** Adding and subtracting 1.5 2^52 rounds a float64 below 2^51 to an integer, halves to even. */
const ROUNDER = 6755399441055744;

/** Where expPair leaves the power of two. */
export const exponent = new Int32Array(1);

/** e^r - 1 for |r| < 0.0028: five Taylor terms, the next is below 2^-60. */
function small(r: number): number {
  return r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
}

/**
 * e^x as (returned + tail[0]) 2^exponent[0], relative error below 2^-59, for |x| < 1000.
 *
 * The returned part is in [1, 2), tail[0] below 0.006. Cody-Waite reduction by ln(2)/128, table of 2^(i/128),
 * Taylor polynomial.
 */
export function expPair(x: number): number {
  const steps = x * PER_LN2_128TH + ROUNDER - ROUNDER;
  const r = x - steps * LN2_128TH_HIGH - steps * LN2_128TH_LOW;
  const n = steps | 0;
  const root = ROOT[n & 127] as number;
  tail[0] = (ROOT_LOW[n & 127] as number) + root * small(r);
  exponent[0] = n >> 7;
  return root;
}

/** e^(x + low) for |low| < 0.001 and x from -746 to 710, within 0.51 ulp. */
export function expSum(x: number, low: number): number {
  const steps = x * PER_LN2_128TH + ROUNDER - ROUNDER;
  const r = x - steps * LN2_128TH_HIGH - steps * LN2_128TH_LOW + low;
  const n = steps | 0;
  const root = ROOT[n & 127] as number;
  return scale(root + ((ROOT_LOW[n & 127] as number) + root * small(r)), n >> 7);
}

/**
 * e^x, within 0.51 ulp (0.75 ulp where the result is subnormal).
 *
 * Infinity from 709.79, 0 below -745.14. Cody-Waite reduction by ln(2)/128, a table of 2^(i/128) in two
 * parts, Taylor polynomial.
 */
export function exp(x: number): number {
  if (!(x < 709.79 && x > -745.2)) return x > 0 ? Infinity : x < 0 ? 0 : NaN;
  return expSum(x, 0);
}

/**
 * 2^x, within 0.51 ulp (0.75 ulp where the result is subnormal), exact for integers.
 *
 * Infinity from 1024, 0 from -1075 down. Exact reduction by 1/128, then as exp.
 */
export function exp2(x: number): number {
  if (!(x < 1024 && x > -1076)) return x > 0 ? Infinity : x < 0 ? 0 : NaN;
  const steps = x * 128 + ROUNDER - ROUNDER;
  const r = (x - steps * (1 / 128)) * LN2;
  const n = steps | 0;
  const root = ROOT[n & 127] as number;
  return scale(root + ((ROOT_LOW[n & 127] as number) + root * small(r)), n >> 7);
}

/**
 * 10^x, within 0.51 ulp (0.75 ulp where the result is subnormal), exact for integers from 0 to 22.
 *
 * Infinity from 308.26, 0 below -323.61. Cody-Waite reduction by log10(2)/128, then as exp.
 */
export function exp10(x: number): number {
  if (!(x < 308.26 && x > -323.7)) return x > 0 ? Infinity : x < 0 ? 0 : NaN;
  const steps = x * PER_LOG2_128TH + ROUNDER - ROUNDER;
  const r = (x - steps * LOG2_128TH_HIGH - steps * LOG2_128TH_LOW) * LN10;
  const n = steps | 0;
  const root = ROOT[n & 127] as number;
  return scale(root + ((ROOT_LOW[n & 127] as number) + root * small(r)), n >> 7);
}

/**
 * e^x - 1, within 0.59 ulp, also near 0.
 *
 * Keeps -0; -1 at -Infinity. Taylor polynomial up to 1/8, beyond it expPair less 1.
 */
export function expm1(x: number): number {
  if (x < 0.125 && x > -0.125) {
    // x leads the Taylor series by so much that its rounding errors hardly count.
    if (x === 0) return x;
    const p = 1 / 362880 + x * (1 / 3628800 + x * (1 / 39916800));
    const q = 1 / 24 + x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * p))));
    return x + x * x * (1 / 2 + x * (1 / 6 + x * q));
  }
  if (x > 40) return exp(x);
  if (x < -40) return -1;
  if (Number.isNaN(x)) return NaN;
  const upper = expPair(x);
  const power = twoTo(exponent[0] as number);
  const whole = upper * power;
  const sum = whole - 1;
  return sum + (sumError(whole, -1, sum) + (tail[0] as number) * power);
}

/**
 * The logistic function 1/(1 + e^-x), within 0.53 ulp (0.75 ulp where the result is subnormal).
 *
 * 0 at -Infinity, 1 from 37 up. expPair and a quotient of pairs.
 */
export function sigmoid(x: number): number {
  // Below -40 the 1 in 1/(1 + e^-x) is lost; above 40 the rest is.
  if (x < -40) return exp(x);
  if (x > 40) return 1;
  if (Number.isNaN(x)) return NaN;
  const upper = expPair(-x);
  const power = twoTo(exponent[0] as number);
  const whole = upper * power;
  const sum = 1 + whole;
  const rest = sumError(1, whole, sum) + (tail[0] as number) * power;
  const below = sum + rest;
  return quotient(1, 0, below, sum - below + rest);
}
