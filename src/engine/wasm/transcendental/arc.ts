import { type Local, type V128, f32x4, f64x2, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { ARCSIN, ARCTAN } from "./coefficients.js";
import { inDouble, polynomial, withSign } from "./double.js";

const HALF_PI = f64x2.constant(Math.PI / 2);
const HALF = f64x2.constant(0.5);

/** The sign bit of each float64 lane. */
const SIGN = f64x2.constant(-0);

/** arcsin s, s = |x| up to 1/2, beyond it sqrt((1 − |x|)/2), for which |arcsin x| = pi/2 − 2 arcsin s. */
function reduced(f: FunctionBuilder, x: V128): { readonly arc: Local<"v128">; readonly far: Local<"v128"> } {
  const size = f.let(f64x2.abs(x));
  const far = f.let(f64x2.less(HALF, size));
  const half = f64x2.multiply(f64x2.subtract(f64x2.constant(1), size), HALF);
  const square = f.let(v128.select(half, f64x2.multiply(size, size), far));
  const s = v128.select(f64x2.sqrt(square), size, far);
  return { arc: f.let(f64x2.multiply(polynomial(f, square, ARCSIN), s)), far };
}

/** arcsin x of four lanes, within 1 ulp. */
export function writeArcsin(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const value = inDouble(f, kept, (v) => {
    const { arc, far } = reduced(f, v);
    return v128.select(f64x2.subtract(HALF_PI, f64x2.add(arc, arc)), arc, far);
  });
  return withSign(value, kept);
}

/** arccos x of four lanes, within 1 ulp: pi/2 − arcsin x up to 1/2, beyond it 2 arcsin s or pi less that. */
export function writeArccos(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, x, (v) => {
    const { arc, far } = reduced(f, v);
    const signed = f.let(v128.or(arc, v128.and(v, SIGN)));
    const base = v128.and(f64x2.constant(Math.PI), f64x2.less(v, v128.zero));
    return v128.select(f64x2.add(base, f64x2.add(signed, signed)), f64x2.subtract(HALF_PI, signed), far);
  });
}

/** arctan x of four lanes, within 1 ulp: arctan s, s = |x| up to 1, beyond it pi/2 − arctan(1/|x|). */
export function writeArctan(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const value = inDouble(f, f32x4.abs(kept), (v) => {
    const one = f64x2.constant(1);
    const s = f.let(f64x2.divide(f64x2.smaller(v, one), f64x2.larger(v, one)));
    const square = f.let(f64x2.multiply(s, s));
    const arc = f.let(f64x2.multiply(polynomial(f, square, ARCTAN), s));
    return v128.select(f64x2.subtract(HALF_PI, arc), arc, f64x2.less(one, v));
  });
  return withSign(value, kept);
}
