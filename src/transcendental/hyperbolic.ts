import { scale, twoTo } from "./bits.js";
import { exponent, expPair } from "./exponential.js";
import { quotient, sumError, tail } from "./pair.js";

/**
 * sinh x, within 0.53 ulp.
 *
 * Odd, keeping -0 and infinities; infinite from 710.48. Taylor polynomial up to 1/8, beyond it the
 * difference of two powers of e in pairs.
 */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.125) {
    const z = x * x;
    return x + x * z * (1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800)))));
  }
  if (!(size < 711)) return x * Infinity;
  const upper = expPair(size);
  const lower = tail[0] as number;
  const k = (exponent[0] as number) - 1;
  let y: number;
  if (size > 22) y = scale(upper + lower, k);
  else {
    const a = upper * twoTo(k);
    const al = lower * twoTo(k);
    const other = expPair(-size);
    const half = twoTo((exponent[0] as number) - 1);
    const b = -other * half;
    const sum = a + b;
    y = sum + (sumError(a, b, sum) + (al - (tail[0] as number) * half));
  }
  return x < 0 ? -y : y;
}

/**
 * cosh x, within 0.51 ulp.
 *
 * Even; Infinity from 710.48. The sum of two powers of e in pairs.
 */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 711)) return size * Infinity;
  const upper = expPair(size);
  const lower = tail[0] as number;
  const k = (exponent[0] as number) - 1;
  if (size > 22) return scale(upper + lower, k);
  const a = upper * twoTo(k);
  const al = lower * twoTo(k);
  const other = expPair(-size);
  const half = twoTo((exponent[0] as number) - 1);
  const b = other * half;
  const sum = a + b;
  return sum + (sumError(a, b, sum) + (al + (tail[0] as number) * half));
}

/**
 * tanh x, within 0.52 ulp.
 *
 * Odd, keeping -0; 1 from 19.07 up. Taylor polynomial up to 1/8, beyond it a quotient of pairs.
 */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.125) {
    if (size < 1e-8) return x;
    const z = x * x;
    const p =
      -1382 / 155925 + z * (21844 / 6081075 + z * (-929569 / 638512875 + z * (6404582 / 10854718875)));
    return x + x * z * (-1 / 3 + z * (2 / 15 + z * (-17 / 315 + z * (62 / 2835 + z * p))));
  }
  if (Number.isNaN(x)) return NaN;
  let y = 1;
  if (size < 22) {
    // (1 - e^-2x)/(1 + e^-2x), both in pairs.
    const upper = expPair(-2 * size);
    const power = twoTo(exponent[0] as number);
    const rest = (tail[0] as number) * power;
    const e = upper * power + rest;
    const el = upper * power - e + rest;
    const above = 1 - e;
    const below = 1 + e;
    y = quotient(above, 1 - above - e - el, below, 1 - below + e + el);
  }
  return x < 0 ? -y : y;
}
