import { type V128, f32x4, f64x2, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { inDouble, withSign } from "./double.js";
import { doubleLog1p } from "./logarithm.js";

const INFINITY = f32x4.constant(Infinity);

/** arcsinh x of four lanes, within 1 ulp: log1p(|x| + (sqrt(x² + 1) − 1)). */
export function writeArcsinh(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const size = f.let(f32x4.abs(kept));
  const value = inDouble(f, size, (v) => {
    const root = f64x2.sqrt(f64x2.add(f64x2.multiply(v, v), f64x2.constant(1)));
    // The difference's error of 2^-53 does not count beside |x|: below 2^-27 the root is 1.
    return doubleLog1p(f, f64x2.add(v, f64x2.subtract(root, f64x2.constant(1))), true);
  });
  return withSign(v128.select(value, size, f32x4.less(size, INFINITY)), kept);
}

/** arccosh x of four lanes, within 1 ulp: log1p(x − 1 + sqrt((x − 1)(x + 1))). */
export function writeArccosh(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const value = inDouble(f, kept, (v) => {
    const less = f.let(f64x2.subtract(v, f64x2.constant(1)));
    const root = f64x2.sqrt(f64x2.multiply(less, f64x2.add(v, f64x2.constant(1))));
    return doubleLog1p(f, f64x2.add(less, root), true);
  });
  const finite = v128.select(value, kept, f32x4.less(kept, INFINITY));
  // A mask's ones are a NaN.
  return v128.or(finite, f32x4.less(kept, f32x4.constant(1)));
}

/** arctanh x of four lanes, within 1 ulp: log1p(2 |x|/(1 − |x|))/2. */
export function writeArctanh(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const size = f.let(f32x4.abs(kept));
  const value = inDouble(f, size, (v) => {
    const ratio = f64x2.divide(f64x2.add(v, v), f64x2.subtract(f64x2.constant(1), v));
    return f64x2.multiply(doubleLog1p(f, ratio, true), f64x2.constant(0.5));
  });
  // Infinity at 1; beyond, a mask's ones make it NaN.
  const edge = v128.or(INFINITY, f32x4.notEqual(size, f32x4.constant(1)));
  return withSign(v128.select(value, edge, f32x4.less(size, f32x4.constant(1))), kept);
}
