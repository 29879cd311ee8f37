import { highWord, twoTo } from "./bits.js";
import { productError } from "./pair.js";
import {
  HALF_PI,
  HALF_PI_1,
  HALF_PI_2,
  HALF_PI_3,
  HALF_PI_LOW,
  TWO_OVER_PI,
  TWO_OVER_PI_DIGITS,
} from "./tables.js";

/** Adding and subtracting 1.5 2^52 rounds a float64 below 2^51 to an integer, halves to even. */
const ROUNDER = 6755399441055744;

/** 2^24, the base of the digits. */
const BASE = 16777216;

/** Where reduce leaves the remainder: the sum of the two numbers. */
export const remainder = new Float64Array(2);

/** The digits of |x|, times a power of 2^24 that makes them integers. */
const factor = new Float64Array(4);

/** The digits of the fraction of x 2/pi, after one digit of its whole part. */
const PLACES = 9;
const product = new Float64Array(PLACES);

/**
 * x less the nearest multiple n of pi/2 as the pair in `remainder`; returns n mod 4. For finite x.
 *
 * Cody-Waite reduction by pi/2 in three parts below 10^6; beyond, and where it cancels too much, Payne and
 * Hanek's multiplication by the digits of 2/pi that matter.
 */
export function reduce(x: number): number {
  if (x < 1e6 && x > -1e6) {
    const n = x * TWO_OVER_PI + ROUNDER - ROUNDER;
    // The first two products are exact; so is the first difference.
    const a = x - n * HALF_PI_1;
    const b = n * HALF_PI_2;
    const c = a - b;
    const error = a - c - b;
    const d = n * HALF_PI_3 - error;
    const high = c - d;
    if (high > 1e-6 || high < -1e-6) {
      remainder[0] = high;
      remainder[1] = c - high - d;
      return n & 3;
    }
  }
  return reduceByDigits(x);
}

/** What reduce does, for any finite x of at least 1/2. */
function reduceByDigits(x: number): number {
  // |x| = (factor[0] + factor[1] B + factor[2] B^2 + factor[3] B^3) B^shift, B = 2^24.
  const size = Math.abs(x);
  const e = (highWord(size) >> 20) - 1075;
  const shift = Math.floor(e / 24);
  const m = size * twoTo(-e);
  const upper = Math.floor(m / BASE);
  const low = m - upper * BASE;
  const high = Math.floor(upper / BASE);
  const middle = upper - high * BASE;
  const left = twoTo(e - 24 * shift);
  let carry = 0;
  for (let i = 0; i < 3; i++) {
    const v = (i === 0 ? low : i === 1 ? middle : high) * left + carry;
    carry = Math.floor(v / BASE);
    factor[i] = v - carry * BASE;
  }
  factor[3] = carry;

  // Place j of the product is worth B^-j, digit d of 2/pi B^-(d+1), digit i of the factor B^(i+shift).
  carry = 0;
  for (let j = PLACES - 1; j >= 0; j--) {
    let v = carry;
    for (let i = 0; i < 4; i++) {
      const d = j + i + shift - 1;
      if (d >= 0) v += (factor[i] as number) * (TWO_OVER_PI_DIGITS[d] as number);
    }
    carry = Math.floor(v / BASE);
    product[j] = v - carry * BASE;
  }

  // A fraction of a half or more counts as one more, less the complement.
  let n = (product[0] as number) & 3;
  const negative = (product[1] as number) >= BASE / 2;
  if (negative) {
    n++;
    for (let j = 1; j < PLACES; j++) product[j] = BASE - 1 - (product[j] as number);
  }
  let first = 1;
  while (first < 4 && product[first] === 0) first++;
  const unit = twoTo(-24 * (first + 1));
  const f0 = ((product[first] as number) * BASE + (product[first + 1] as number)) * unit;
  const f1 = ((product[first + 2] as number) * BASE + (product[first + 3] as number)) * (unit / BASE / BASE);
  const f2 = (product[first + 4] as number) * (unit / BASE / BASE / BASE);
  const lower = f1 + f2;
  const fraction = f0 + lower;
  const rest = f0 - fraction + lower;

  const p = fraction * HALF_PI;
  const q = productError(fraction, HALF_PI, p) + fraction * HALF_PI_LOW + rest * HALF_PI;
  const sign = negative === x < 0 ? 1 : -1;
  remainder[0] = sign * (p + q);
  remainder[1] = sign * (p - (p + q) + q);
  return (x < 0 ? -n : n) & 3;
}
