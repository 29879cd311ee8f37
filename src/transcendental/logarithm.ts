import { highWord, twoTo } from "./bits.js";
import { sumError, tail, upperHalf } from "./pair.js";
import {
  LN2_HIGH,
  LN2_LOW,
  PER_LN10_HIGH,
  PER_LN10_LOW,
  PER_LN2_HIGH,
  PER_LN2_LOW,
  RECIPROCAL,
  SLICE_LOG,
  SLICE_LOG_LOW,
  SLICE_START,
} from "./tables.js";

/** Adding and subtracting 1.5 2^32 rounds a float64 near 1 to a multiple of 2^-20. */
const ROUNDER = 6442450944;

/**
 * ln x as the pair (returned, tail[0]), relative error below 2^-68, for finite x > 0.
 *
 * x = 2^k z with z in [0.7057, 1.4114); a table gives c near 1/z so short that r = z c - 1 is exact, and
 * -ln c; then ln x = k ln 2 - ln c + ln(1 + r), the last by its Taylor series. The scheme of the pow of ARM's
 * optimized routines.
 */
export function logPair(x: number): number {
  let bias = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    bias = 54;
  }
  const offset = (highWord(x) - SLICE_START) | 0;
  const i = (offset >> 13) & 127;
  const e = offset >> 20;
  const z = x * twoTo(-e);
  const k = e - bias;

  // r = upper + lower, all exact, and so is upper squared.
  const c = RECIPROCAL[i] as number;
  const head = z + ROUNDER - ROUNDER;
  const upper = head * c - 1;
  const lower = (z - head) * c;
  const r = upper + lower;

  const base = k * LN2_HIGH + (SLICE_LOG[i] as number);
  const sum = base + r;
  const half = -0.5 * r;
  const upperHalved = -0.5 * upper;
  const square = upper * upperHalved;
  const high = sum + square;
  const series = 1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9))))));
  const low =

    k * LN2_LOW +
    (SLICE_LOG_LOW[i] as number) +
    (base - sum + r) +
    lower * (half + upperHalved) +
    (sum - high + square) +
    r * r * r * series;
  const result = high + low;
  tail[0] = high - result + low;
  return result;
}

/** What ln yields off the positive finite numbers. */
function edge(x: number): number {
  return x === 0 ? -Infinity : x === Infinity ? Infinity : NaN;
}

/**
 * The natural logarithm, within 0.501 ulp.
 *
 * -Infinity at both zeros, NaN below. See logPair.
 */
export function log(x: number): number {
  return x > 0 && x < Infinity ? logPair(x) : edge(x);
}

/**
 * The logarithm to base 2, within 0.501 ulp, exact at powers of 2.
 *
 * -Infinity at both zeros, NaN below. logPair times 1/ln 2 in two parts.
 */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return edge(x);
  const l = logPair(x);
  const upper = upperHalf(l);
  const lower = l - upper + (tail[0] as number);
  return upper * PER_LN2_HIGH + (lower * PER_LN2_HIGH + l * PER_LN2_LOW);
}

/**
 * The logarithm to base 10, within 0.501 ulp, exact at the powers of 10 that float64 holds.
 *
 * -Infinity at both zeros, NaN below. logPair times 1/ln 10 in two parts.
 */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return edge(x);
  const l = logPair(x);
  const upper = upperHalf(l);
  const lower = l - upper + (tail[0] as number);
  return upper * PER_LN10_HIGH + (lower * PER_LN10_HIGH + l * PER_LN10_LOW);
}

/**
 * ln(1 + x), within 0.502 ulp, also near 0.
 *
 * Keeps -0; -Infinity at -1, NaN below. Taylor polynomial near 0, beyond it logPair of the rounded sum and a
 * term for what was rounded off.
 */
export function log1p(x: number): number {
  // Three Taylor terms; keeps -0 and subnormals.
  if (x < 1e-6 && x > -1e-6) return x - x * x * (1 / 2 - x * (1 / 3));
  if (!(x > -1 && x < Infinity)) return edge(1 + x);
  const sum = 1 + x;
  const error = sumError(1, x, sum);
  const l = logPair(sum);
  return l + ((tail[0] as number) + error / sum);
}
