import { type Local, type V128, f32x4, f64x2, i64x2, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { LOG } from "./coefficients.js";
import { inDouble, polynomial } from "./double.js";

/** ln 2. */
const LN2 = 0.6931471805599453;

/** log10 2. */
const LOG10_2 = 0.3010299956639812;

/** 1/ln 2. */
export const PER_LN2 = 1.4426950408889634;

/** 1/ln 10. */
const PER_LN10 = 0.4342944819032518;

/** The high word of sqrt(1/2), from where mantissas run up to sqrt(2), and what it lacks to that of 1. */
const MANTISSA_HIGH = 0x3fe6a09e;
const TO_ONE = 0x3ff00000 - MANTISSA_HIGH;

/** 2^52, in whose low bits an integer reads as a float64, and with the bias of the exponent. */
const TWO_52 = 4503599627370496;
const TWO_52_BIASED = TWO_52 + 1023;

/** A float64 as 2^exponent · (1 + rest). */
export interface Split {
  /** A whole number. */
  readonly exponent: Local<"v128">;
  /** From sqrt(1/2) − 1 to sqrt(2) − 1. */
  readonly rest: Local<"v128">;
}

/** The parts of positive, normal float64 lanes; zero has the exponent −1023. */
export function split(f: FunctionBuilder, x: V128): Split {
  const raised = f.let(i64x2.add(x, i64x2.constant(TO_ONE, 0)));
  const biased = v128.or(i64x2.shiftRightUnsigned(raised, 52), f64x2.constant(TWO_52));
  const exponent = f.let(f64x2.subtract(biased, f64x2.constant(TWO_52_BIASED)));
  const fraction = v128.and(raised, i64x2.constant(0x000fffff, -1));
  const mantissa = i64x2.add(fraction, i64x2.constant(MANTISSA_HIGH, 0));
  return { exponent, rest: f.let(f64x2.subtract(mantissa, f64x2.constant(1))) };
}

/**
 * The logarithm of what was split, to the base whose logarithm of 2 is `ofTwo`; `scale` times ln.
 *
 * ln(1 + r) is a series in s = r/(2 + r), so short that the division is no loss.
 */
export function join(
  f: FunctionBuilder,
  { exponent, rest }: Split,
  ofTwo: number,
  scale: number,
  coefficients: readonly number[] = LOG,
): V128 {
  const s = f.let(f64x2.divide(rest, f64x2.add(rest, f64x2.constant(2))));
  const square = f.let(f64x2.multiply(s, s));
  const series = f64x2.multiply(polynomial(f, square, coefficients.map((c) => c * scale)), s);
  const whole = ofTwo === 1 ? exponent : f64x2.multiply(exponent, f64x2.constant(ofTwo));
  return f64x2.add(series, whole);
}

/** −∞ where x is 0, ∞ and NaN where it is that, NaN below 0, else the logarithm given. */
export function logarithmEdges(value: V128, x: Local<"v128">): V128 {
  const finite = v128.select(value, x, f32x4.less(x, f32x4.constant(Infinity)));
  // A mask's ones are a NaN.
  const positive = v128.or(finite, f32x4.less(x, v128.zero));
  return v128.select(positive, f32x4.constant(-Infinity), f32x4.notEqual(x, v128.zero));
}

function writeLogarithm(f: FunctionBuilder, x: V128, ofTwo: number, scale: number): V128 {
  const kept = f.let(x);
  return logarithmEdges(inDouble(f, kept, (v) => join(f, split(f, v), ofTwo, scale)), kept);
}

/** log2 x of four lanes, within 1 ulp. */
export function writeLog2(f: FunctionBuilder, x: V128): V128 {
  return writeLogarithm(f, x, 1, PER_LN2);
}

/** log10 x of four lanes, within 1 ulp. */
export function writeLog10(f: FunctionBuilder, x: V128): V128 {
  return writeLogarithm(f, x, LOG10_2, PER_LN10);
}

/**
 * ln |1 + x| of float64 lanes, also near 0: what rounding 1 + x lost is added to the rest. Below −2^-29, x
 * must be a float32.
 */
export function doubleLog1p(f: FunctionBuilder, x: V128, positive: boolean): V128 {
  const kept = f.let(x);
  const sum = f.let(f64x2.add(kept, f64x2.constant(1)));
  const lost = f64x2.subtract(kept, f64x2.subtract(sum, f64x2.constant(1)));
  const { exponent, rest } = split(f, positive ? sum : f64x2.abs(sum));
  // Beyond 1/2 the loss does not count, and would have to be scaled; below −1/2 there is none.
  const small = f64x2.less(kept, f64x2.constant(0.5));
  return join(f, { exponent, rest: f.let(f64x2.add(rest, v128.and(lost, small))) }, LN2, 1);
}

/** ln |1 + x| of four lanes, within 1 ulp. */
export function writeLog1pAbs(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const size = f32x4.abs(kept);
  const value = inDouble(f, kept, (v) => doubleLog1p(f, v, false));
  const finite = v128.select(value, size, f32x4.less(size, f32x4.constant(Infinity)));
  const nonzero = v128.select(finite, f32x4.constant(-Infinity), f32x4.notEqual(kept, f32x4.constant(-1)));
  return v128.or(nonzero, v128.and(kept, f32x4.equal(kept, v128.zero)));
}
