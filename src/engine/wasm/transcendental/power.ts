import { type V128, f32x4, f64x2, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { LOG_FINE } from "./coefficients.js";
import { SIGN, demote, promote } from "./double.js";
import { doubleExp2 } from "./exponential.js";
import { PER_LN2, join, split } from "./logarithm.js";

const ONE = f32x4.constant(1);

/** So large that every power but that of ±1 is 0 or infinite, and yet 0 times it is 0. */
const HUGE = 1e30;

/** x^y of four lanes, within 1 ulp: 2^(y log2 |x|), with the special cases of C99's pow. */
export function writePower(f: FunctionBuilder, x: V128, y: V128): V128 {
  const base = f.let(x);
  const exponent = f.let(y);
  const size = f.let(f32x4.abs(base));
  const bases = promote(f, size);
  const bounded = f32x4.smaller(f32x4.larger(exponent, f32x4.constant(-HUGE)), f32x4.constant(HUGE));
  const exponents = promote(f, bounded);
  const [low, high] = ([[bases.low, exponents.low], [bases.high, exponents.high]] as const).map(([v, w]) => {
    const ordinary = join(f, split(f, v), 1, PER_LN2, LOG_FINE);
    const finite = v128.select(ordinary, v, f64x2.less(v, f64x2.constant(Infinity)));
    const logarithm = v128.select(f64x2.constant(-Infinity), finite, f64x2.equal(v, v128.zero));
    const product = f64x2.multiply(logarithm, w);
    const inside = f64x2.smaller(f64x2.larger(product, f64x2.constant(-200)), f64x2.constant(200));
    return f.let(doubleExp2(f, inside));
  });
  const value = demote(low as V128, high as V128);

  const half = f.let(f32x4.multiply(exponent, f32x4.constant(0.5)));
  const isInteger = f.let(f32x4.equal(f32x4.nearest(exponent), exponent));
  // Half of an odd integer is none; every float32 so small that halving it rounds is no integer itself.
  const odd = v128.and(isInteger, f32x4.notEqual(f32x4.nearest(half), half));
  const signed = v128.or(value, v128.and(v128.and(base, SIGN), odd));
  const negative = v128.and(f32x4.less(base, v128.zero), f32x4.less(size, f32x4.constant(Infinity)));
  // A mask's ones are a NaN.
  const valid = v128.or(signed, v128.andNot(negative, isInteger));
  const isOne = v128.or(f32x4.equal(base, ONE), f32x4.equal(exponent, v128.zero));
  return v128.select(ONE, valid, isOne);
}
