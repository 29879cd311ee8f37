import type { BinaryFunction, UnaryFunction } from "../graph/tensor.js";
import { type V128, f32x4, i32x4, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";

const ONE = f32x4.constant(1);
const HALF = f32x4.constant(0.5);
const ZERO = v128.zero;

// Minimax fits by rational.py, from the highest power down.
/** (e^x − 1 − x) / x². */
const EXP = [0.00138145743, 0.00836873241, 0.041668389, 0.166665211, 0.49999994];
/** (ln(1 + x) − x + x²/2) / x³. */
const LOG = [
  -0.076345183, 0.127616644, -0.131602168, 0.142017484, -0.166233525, 0.200012267, -0.250008225, 0.333333313,
];
/** erf(x) / x, of x². */
const ERF_NUMERATOR = [4.07591961e-6, 0.000568501186, 0.00754444161, 0.105374299, 0.38082251, 2.25235057];
const ERF_DENOMINATOR = [7.58590468e-5, 0.00232586497, 0.0299362652, 0.228068694, 1.00285852, 1.99609375];

/** The least x for which e^x is a normal float32. */
const LEAST_EXPONENT = -87.33654;
/** From here on, tanh and erf round to 1. */
const TANH_BOUND = 9.02;
const ERF_BOUND = 3.84;
const LEAST_NORMAL_BITS = 0x00800000;
const ONE_BITS = 0x3f800000;
const INFINITY_BITS = 0x7f800000;

/** A polynomial by Horner's rule, coefficients from the highest power down. */
function polynomial(f: FunctionBuilder, x: V128, coefficients: readonly number[]): V128 {
  const [highest = 0, ...rest] = coefficients;
  let value: V128 = f32x4.constant(highest);
  for (const coefficient of rest) value = f32x4.add(f32x4.multiply(value, x), f32x4.constant(coefficient));
  return f.let(value);
}

/** ln 2 in two parts: multiples of the first are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.12194440e-4;
/** 1.5·2^23: adding it leaves a small number, rounded to an integer, in the low bits. */
const ROUNDER = 12582912;

/** x as n·ln 2 + r with |r| at most half of ln 2 (Cody–Waite): r, and n in the low bits of `steps`. */
function reduce(f: FunctionBuilder, x: V128): { readonly steps: V128; readonly r: V128 } {
  const scaled = f32x4.multiply(x, f32x4.constant(1.4426950408889634));
  const steps = f.let(f32x4.add(scaled, f32x4.constant(ROUNDER)));
  const n = f.let(f32x4.subtract(steps, f32x4.constant(ROUNDER)));
  const high = f32x4.subtract(x, f32x4.multiply(n, f32x4.constant(LN2_HIGH)));
  return { steps, r: f.let(f32x4.add(high, f32x4.multiply(n, f32x4.constant(-LN2_LOW)))) };
}

/** e^r − 1 for a reduced r. */
function smallPower(f: FunctionBuilder, r: V128): V128 {
  return f32x4.add(f32x4.multiply(polynomial(f, r, EXP), f32x4.multiply(r, r)), r);
}

/**
 * e^x in float32, within 1 ulp (measured: 0.91) where that is a normal number; 0 below, ∞ above, NaN for NaN.
 * The power of two that was taken out is added to the exponent's bits.
 */
export function writeExp(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const bounded = f.let(f32x4.smaller(f32x4.constant(89), f32x4.larger(f32x4.constant(-88), kept)));
  const { steps, r } = reduce(f, bounded);
  const power = i32x4.add(f32x4.add(smallPower(f, r), ONE), i32x4.shiftLeft(steps, 23));
  // Bits above those of ∞ are an exponent that overflowed.
  const capped = i32x4.minimum(power, i32x4.constant(INFINITY_BITS));
  const value = v128.andNot(capped, f32x4.less(kept, f32x4.constant(LEAST_EXPONENT)));
  // As x < e^x for every number, this changes none, and lets NaN pass.
  return f32x4.larger(kept, value);
}

/** x kept within ± a bound; NaN passes. */
function within(f: FunctionBuilder, x: V128, bound: number): V128 {
  return f.let(f32x4.smaller(f32x4.larger(x, f32x4.constant(-bound)), f32x4.constant(bound)));
}

/**
 * tanh x in float32, within 3 ulp (measured: 2.6), never beyond ±1; NaN for NaN. With y = e^2x − 1, which
 * loses nothing near 0, it is y / (y + 2).
 */
function writeTanh(f: FunctionBuilder, x: V128): V128 {
  const bounded = within(f, x, TANH_BOUND);
  const { steps, r } = reduce(f, f.let(f32x4.add(bounded, bounded)));
  const power = f.let(i32x4.add(i32x4.shiftLeft(steps, 23), i32x4.constant(ONE_BITS)));
  const y = f.let(f32x4.add(f32x4.multiply(power, smallPower(f, r)), f32x4.subtract(power, ONE)));
  return f32x4.divide(y, f32x4.add(y, f32x4.constant(2)));
}

/**
 * ln x in float32, within 1 ulp (measured: 0.75) for normal positive x; −∞ at 0, ∞ at ∞, NaN below 0 and
 * for NaN. A subnormal x counts as the least normal number. The mantissa is taken between √½ and √2.
 */
export function writeLog(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const bits = f.let(f32x4.maximum(kept, i32x4.constant(LEAST_NORMAL_BITS)));
  const exponent = i32x4.subtract(i32x4.shiftRightUnsigned(bits, 23), i32x4.constant(126));
  const mantissa = f.let(v128.or(v128.and(bits, i32x4.constant(0x007fffff)), i32x4.constant(0x3f000000)));
  const small = f.let(f32x4.less(mantissa, f32x4.constant(0.7071067811865476)));
  const e = f.let(f32x4.subtract(f32x4.fromI32x4(exponent), v128.and(small, ONE)));
  const r = f.let(f32x4.subtract(f32x4.add(mantissa, v128.and(small, mantissa)), ONE));
  const z = f.let(f32x4.multiply(r, r));
  const p = polynomial(f, r, LOG);
  const tail = f32x4.add(f32x4.multiply(f32x4.multiply(p, r), z), f32x4.multiply(e, f32x4.constant(LN2_LOW)));
  const sum = f32x4.add(r, f32x4.subtract(tail, f32x4.multiply(HALF, z)));
  const value = f.let(f32x4.add(sum, f32x4.multiply(e, f32x4.constant(LN2_HIGH))));
  const positive = v128.select(value, f32x4.constant(-Infinity), f32x4.greater(kept, ZERO));
  const valid = v128.select(positive, f32x4.constant(NaN), f32x4.lessEqual(ZERO, kept));
  return v128.select(kept, valid, f32x4.equal(kept, f32x4.constant(Infinity)));
}

/** 1 / (1 + e^−x) in float32, within 3 ulp (measured: 2.0) where that is a normal number; NaN for NaN. */
function writeSigmoid(f: FunctionBuilder, x: V128): V128 {
  return f32x4.divide(ONE, f32x4.add(ONE, writeExp(f, f32x4.negate(x))));
}

/**
 * erf x in float32, within 7 ulp (measured: 6.3; 4e-7 of 1); 1 beyond 3.84, NaN for NaN. A rational function
 * x·p(x²) / q(x²).
 */
function writeErf(f: FunctionBuilder, x: V128): V128 {
  const bounded = within(f, x, ERF_BOUND);
  const z = f.let(f32x4.multiply(bounded, bounded));
  const p = polynomial(f, z, ERF_NUMERATOR);
  const q = polynomial(f, z, ERF_DENOMINATOR);
  return f32x4.divide(f32x4.multiply(bounded, p), q);
}

/** Writes a unary function of four lanes. */
export function writeUnary(f: FunctionBuilder, fn: UnaryFunction, x: V128): V128 {
  switch (fn) {
    case "negate":
      return f32x4.negate(x);
    case "abs":
      return f32x4.abs(x);
    case "sqrt":
      return f32x4.sqrt(x);
    case "relu":
      return f32x4.larger(x, ZERO);
    case "exp":
      return writeExp(f, x);
    case "log":
      return writeLog(f, x);
    case "sigmoid":
      return writeSigmoid(f, x);
    case "tanh":
      return writeTanh(f, x);
    case "erf":
      return writeErf(f, x);
  }
}

/** A binary function of four lanes. */
export function binaryLanes(fn: BinaryFunction, x: V128, y: V128): V128 {
  switch (fn) {
    case "add":
      return f32x4.add(x, y);
    case "subtract":
      return f32x4.subtract(x, y);
    case "multiply":
      return f32x4.multiply(x, y);
    case "divide":
      return f32x4.divide(x, y);
    case "maximum":
      return f32x4.maximum(x, y);
    case "minimum":
      return f32x4.minimum(x, y);
    case "greater":
      return v128.and(f32x4.greater(x, y), ONE);
    case "greaterEqual":
      return v128.and(f32x4.lessEqual(y, x), ONE);
    case "equal":
      return v128.and(f32x4.equal(x, y), ONE);
  }
}
