import { type Local, type V128, f32x4, f64x2, i32x4, i64x2, shuffleLanes, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";

/**
 * Four float32 lanes as two pairs of float64: what the functions of this folder compute in.
 *
 * In float64 a reduction of the argument needs no second word, a short polynomial's rounding errors do not
 * count, float32's whole range is far from over- and underflow, and the one rounding at the end makes
 * subnormal results and infinities. Twice the instructions of a float32 evaluation, but shorter chains.
 */
export interface Halves {
  readonly low: Local<"v128">;
  readonly high: Local<"v128">;
}

/** 1.5·2^52: adding it to a small number leaves the number's nearest integer in the low bits. */
export const ROUNDER = 6755399441055744;

/** The sign bit of each float32 lane. */
export const SIGN = i32x4.constant(-0x80000000);

/** Four lanes, exact in float64. */
export function promote(f: FunctionBuilder, x: V128): Halves {
  const kept = f.let(x);
  return {
    low: f.let(f64x2.promoteLow(kept)),
    high: f.let(f64x2.promoteLow(shuffleLanes(kept, kept, [2, 3, 2, 3]))),
  };
}

/** Float64 lanes rounded to four of float32. */
export function demote(low: V128, high: V128): V128 {
  return shuffleLanes(f64x2.demote(low), f64x2.demote(high), [0, 1, 4, 5]);
}

/** A function of float64 lanes applied to four float32 lanes. */
export function inDouble(f: FunctionBuilder, x: V128, write: (x: Local<"v128">) => V128): Local<"v128"> {
  const { low, high } = promote(f, x);
  const first = f.let(write(low));
  return f.let(demote(first, write(high)));
}

/** What a polynomial is evaluated with: the operations of float32 or float64 lanes. */
interface Arithmetic {
  readonly constant: (x: number) => V128;
  readonly add: (x: V128, y: V128) => V128;
  readonly multiply: (x: V128, y: V128) => V128;
}

/**
 * A polynomial, coefficients from the lowest power up, by Estrin's scheme: pairs of terms, pairs of pairs, …
 * Its chain of dependent operations is half as long as that of Horner's rule.
 */
export function estrin(
  f: FunctionBuilder,
  x: Local<"v128">,
  coefficients: readonly number[],
  { constant, add, multiply }: Arithmetic,
): V128 {
  let terms: readonly V128[] = coefficients.map(constant);
  let power = x;
  for (;;) {
    const pairs: V128[] = [];
    for (let k = 0; k < terms.length; k += 2) {
      const [low, high] = terms.slice(k, k + 2);
      if (low !== undefined) pairs.push(high === undefined ? low : add(low, multiply(high, power)));
    }
    const [only, second] = pairs;
    if (only === undefined) throw new RangeError("A polynomial has coefficients");
    if (second === undefined) return only;
    power = f.let(multiply(power, power));
    terms = pairs;
  }
}

/** A polynomial of float64 lanes. */
export function polynomial(f: FunctionBuilder, x: Local<"v128">, coefficients: readonly number[]): V128 {
  return estrin(f, x, coefficients, f64x2);
}

/** x kept within bounds; NaN stays. */
export function bound(x: V128, least: number, most: number): V128 {
  return f32x4.smaller(f32x4.larger(x, f32x4.constant(least)), f32x4.constant(most));
}

/** The value, its sign bit set where that of x is: for positive values the sign of x, for −0 from +0. */
export function withSign(value: V128, x: V128): V128 {
  return v128.or(value, v128.and(x, SIGN));
}

/** The float64 lanes of x with their signs changed where an integer, in the low bits, is odd. */
export function negateWhereOdd(x: V128, integer: V128): V128 {
  return v128.xor(x, i64x2.shiftLeft(integer, 63));
}
