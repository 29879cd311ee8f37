import { type Local, type V128, f64x2, i64x2 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { EXP2, EXP2_LESS_1 } from "./coefficients.js";
import { ROUNDER, bound, inDouble, polynomial, withSign } from "./double.js";
import { PER_LN2 } from "./logarithm.js";

/** log2 10. */
const PER_LOG2 = 3.321928094887362;

/** A number as an integer n and a rest. */
export interface Reduced {
  /** n, in the low bits of 1.5·2^52 + n. */
  readonly integer: Local<"v128">;
  /** From −1/2 to 1/2. */
  readonly rest: Local<"v128">;
}

/** Float64 lanes as the nearest integer, below 2^51, and the rest. */
export function reduce(f: FunctionBuilder, x: V128): Reduced {
  const kept = f.let(x);
  const integer = f.let(f64x2.add(kept, f64x2.constant(ROUNDER)));
  return { integer, rest: f.let(f64x2.subtract(kept, f64x2.subtract(integer, f64x2.constant(ROUNDER)))) };
}

/** 2^x of float64 lanes, |x| < 1000, within 2^-29: a polynomial, the integer added to its exponent. */
export function doubleExp2(f: FunctionBuilder, x: V128): V128 {
  const { integer, rest } = reduce(f, x);
  return i64x2.add(polynomial(f, rest, EXP2), i64x2.shiftLeft(integer, 52));
}

/** 2^x − 1 of float64 lanes, |x| < 1000, within 2^-31. */
function doubleExp2Less1(f: FunctionBuilder, x: V128): V128 {
  const { integer, rest } = reduce(f, x);
  const power = f.let(i64x2.add(i64x2.shiftLeft(integer, 52), f64x2.constant(1)));
  const less1 = f64x2.multiply(polynomial(f, rest, EXP2_LESS_1), rest);
  return f64x2.add(f64x2.multiply(less1, power), f64x2.subtract(power, f64x2.constant(1)));
}

/** 2^x of four lanes, within 1 ulp. */
export function writeExp2(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, bound(x, -151, 129), (v) => doubleExp2(f, v));
}

/** 10^x of four lanes, within 1 ulp. */
export function writeExp10(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, bound(x, -46, 39), (v) => doubleExp2(f, f64x2.multiply(v, f64x2.constant(PER_LOG2))));
}

/** e^x − 1 of four lanes, within 1 ulp. */
export function writeExpm1(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const value = inDouble(f, bound(kept, -105, 90), (v) =>
    doubleExp2Less1(f, f64x2.multiply(v, f64x2.constant(PER_LN2))),
  );
  return withSign(value, kept);
}

/** The logistic function 1/(1 + e^−x) of four lanes, within 1 ulp. */
export function writeSigmoid(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, bound(x, -105, 105), (v) => {
    const power = doubleExp2(f, f64x2.multiply(v, f64x2.constant(-PER_LN2)));
    return f64x2.divide(f64x2.constant(1), f64x2.add(f64x2.constant(1), power));
  });
}
