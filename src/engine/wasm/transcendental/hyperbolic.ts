import { type V128, f64x2, i64x2 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { EXP2_EVEN, EXP2_ODD, TANH_ABOVE, TANH_BELOW } from "./coefficients.js";
import { bound, inDouble, polynomial, withSign } from "./double.js";
import { reduce } from "./exponential.js";
import { PER_LN2 } from "./logarithm.js";

/** The high word of the float64 1/2. */
const HALF_HIGH = 0x3fe00000;

/**
 * With x = (n + r) ln 2, e^±x is 2^±n (even ± odd) of the even and odd parts of 2^r. So both functions are
 * made of even, odd and 2^n/2 ± 2^−n/2, without a division, and sinh without cancellation.
 */
function writeHalfSum(f: FunctionBuilder, x: V128, negative: boolean): V128 {
  return inDouble(f, bound(x, -91, 91), (v) => {
    const { integer, rest } = reduce(f, f64x2.multiply(v, f64x2.constant(PER_LN2)));
    const square = f.let(f64x2.multiply(rest, rest));
    const even = polynomial(f, square, EXP2_EVEN);
    const odd = f64x2.multiply(polynomial(f, square, EXP2_ODD), rest);
    const shift = f.let(i64x2.shiftLeft(integer, 52));
    const growing = f.let(i64x2.add(i64x2.constant(HALF_HIGH, 0), shift));
    const shrinking = f.let(i64x2.subtract(i64x2.constant(HALF_HIGH, 0), shift));
    const sum = f64x2.add(growing, shrinking);
    const difference = f64x2.subtract(growing, shrinking);
    return negative
      ? f64x2.add(f64x2.multiply(even, difference), f64x2.multiply(odd, sum))
      : f64x2.add(f64x2.multiply(even, sum), f64x2.multiply(odd, difference));
  });
}

/** sinh x of four lanes, within 1 ulp. */
export function writeSinh(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  return withSign(writeHalfSum(f, kept, true), kept);
}

/** cosh x of four lanes, within 1 ulp. */
export function writeCosh(f: FunctionBuilder, x: V128): V128 {
  return writeHalfSum(f, x, false);
}

/** tanh x of four lanes, within 1 ulp: a rational function up to 9.3, where it is 1 in float32. */
export function writeTanh(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, bound(x, -9.3, 9.3), (v) => oddRational(f, v, TANH_ABOVE, TANH_BELOW));
}

/** An odd rational function x p(x²)/q(x²) of float64 lanes. */
export function oddRational(
  f: FunctionBuilder,
  x: V128,
  above: readonly number[],
  below: readonly number[],
): V128 {
  const kept = f.let(x);
  const square = f.let(f64x2.multiply(kept, kept));
  const numerator = f.let(f64x2.multiply(polynomial(f, square, above), kept));
  return f64x2.divide(numerator, polynomial(f, square, below));
}
