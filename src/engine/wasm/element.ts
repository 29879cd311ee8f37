import type { BinaryFunction, Tensor, UnaryFunction } from "../graph/tensor.js";
import { type Local, type V128, f32x4, i32x4, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";
import { estrin } from "./transcendental/double.js";

const ONE = f32x4.constant(1);
const HALF = f32x4.constant(0.5);
const ZERO = v128.zero;

// Minimax fits by rational.py, from the lowest power up.
/** (e^x − 1 − x) / x². */
const EXP = [0.49999994, 0.166665211, 0.041668389, 0.00836873241, 0.00138145743];
/** (ln(1 + x) − x + x²/2) / x³. */
const LOG = [
  0.333333313, -0.250008225, 0.200012267, -0.166233525, 0.142017484, -0.131602168, 0.127616644, -0.076345183,
];
/** (Φ(x) − 1/2) / x, of x². */
const PHI_NUMERATOR = [0.604646206, 0.0789300203, 0.00863889884, 0.000517902197, 9.49765035e-6];
const PHI_DENOMINATOR = [1.515625, 0.450441271, 0.0588577613, 0.00434065843, 0.000185766694, 8.03219791e-7];

/** From here on, tanh and Φ round to 1. */
const TANH_BOUND = 9.02;
const PHI_BOUND = 5.2;
const LEAST_NORMAL_BITS = 0x00800000;

/** A polynomial, coefficients from the lowest power up. */
function polynomial(f: FunctionBuilder, x: Local<"v128">, coefficients: readonly number[]): V128 {
  return estrin(f, x, coefficients, f32x4);
}

/** ln 2 in two parts: multiples of the first are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.12194440e-4;
/** 1.5·2^23: adding it leaves a small number, rounded to an integer, in the low bits. */
const ROUNDER = 12582912;

/** x as n·ln 2 + r with |r| at most half of ln 2 (Cody–Waite): r, and n in the low bits of `steps`. */
function reduce(f: FunctionBuilder, x: V128): { readonly steps: V128; readonly r: Local<"v128"> } {
  const scaled = f32x4.multiply(x, f32x4.constant(1.4426950408889634));
  const steps = f.let(f32x4.add(scaled, f32x4.constant(ROUNDER)));
  const n = f.let(f32x4.subtract(steps, f32x4.constant(ROUNDER)));
  const high = f32x4.subtract(x, f32x4.multiply(n, f32x4.constant(LN2_HIGH)));
  return { steps, r: f.let(f32x4.add(high, f32x4.multiply(n, f32x4.constant(-LN2_LOW)))) };
}

/** e^r − 1 − r for a reduced r. */
function powerTail(f: FunctionBuilder, r: Local<"v128">): V128 {
  return f32x4.multiply(polynomial(f, r, EXP), f32x4.multiply(r, r));
}

/** 2^n, from n in the low bits of `steps`: 0 for n = −127, ∞ for n = 128. */
function powerOfTwo(f: FunctionBuilder, steps: V128): Local<"v128"> {
  return f.let(i32x4.add(i32x4.shiftLeft(steps, 23), ONE));
}

/** What e^x is made of at the end: r and 2^n. */
function beginExp(f: FunctionBuilder, x: V128): readonly [V128, V128] {
  const bounded = f.let(f32x4.smaller(f32x4.larger(x, f32x4.constant(-88)), f32x4.constant(89)));
  const { steps, r } = reduce(f, bounded);
  return [r, powerOfTwo(f, steps)];
}

/**
 * e^x in float32, within 1.3 ulp (measured: 1.2) from −87.3 to 88.3; ∞ from 88.4 on, 0 below −87.7, NaN for
 * NaN. To go to the very ends of float32's range would cost a quarter more.
 */
function endExp(f: FunctionBuilder, r: Local<"v128">, power: V128): V128 {
  return f32x4.multiply(f32x4.add(powerTail(f, r), f32x4.add(r, ONE)), power);
}

/** x kept within ± a bound; NaN passes. */
function within(f: FunctionBuilder, x: V128, bound: number): V128 {
  return f.let(f32x4.smaller(f32x4.larger(x, f32x4.constant(-bound)), f32x4.constant(bound)));
}

function beginTanh(f: FunctionBuilder, x: V128): readonly [V128, V128] {
  const bounded = within(f, x, TANH_BOUND);
  const { steps, r } = reduce(f, f.let(f32x4.add(bounded, bounded)));
  return [r, powerOfTwo(f, steps)];
}

/**
 * tanh x in float32, within 3 ulp (measured: 2.5), never beyond ±1; NaN for NaN. With y = e^2x − 1, which
 * loses nothing near 0, it is y / (y + 2).
 */
function endTanh(f: FunctionBuilder, r: Local<"v128">, power: Local<"v128">): V128 {
  const small = f32x4.add(powerTail(f, r), r);
  const y = f.let(f32x4.add(f32x4.multiply(power, small), f32x4.subtract(power, ONE)));
  return f32x4.divide(y, f32x4.add(y, f32x4.constant(2)));
}

/**
 * ln x in float32, within 1 ulp (measured: 0.85) for normal positive x; −∞ at 0, ∞ at ∞, NaN below 0 and
 * for NaN. A subnormal x counts as the least normal number. The mantissa is taken between √½ and √2.
 */
function writeLog(f: FunctionBuilder, x: V128): V128 {
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

/** 1 / (1 + e^−x) in float32, within 3 ulp (measured: 2.8) where that is a normal number; NaN for NaN. */
function endSigmoid(f: FunctionBuilder, r: Local<"v128">, power: V128): V128 {
  return f32x4.divide(ONE, f32x4.add(ONE, endExp(f, r, power)));
}

/** x·p(x²) and q(x²), of the rational function that Φ is made of. */
function beginPhi(f: FunctionBuilder, x: V128): readonly [V128, V128] {
  const bounded = within(f, x, PHI_BOUND);
  const z = f.let(f32x4.multiply(bounded, bounded));
  const p = f32x4.multiply(bounded, polynomial(f, z, PHI_NUMERATOR));
  return [p, polynomial(f, z, PHI_DENOMINATOR)];
}

/**
 * The normal distribution function Φ(x) in float32, within 3e-7 (measured: 2.1e-7); 1 beyond 5.2 and 0 below
 * −5.2, NaN for NaN: 1/2 and a rational function of x.
 */
function endPhi(_: FunctionBuilder, p: V128, q: V128): V128 {
  return f32x4.add(f32x4.divide(p, q), HALF);
}

/**
 * A function in two halves of about as many dependent steps, the second made from two vectors that the first
 * leaves. A processor looks ahead a fixed number of instructions: of a long chain it has few elements in hand,
 * most of whose steps wait. Two loops of half the chain each are a quarter faster than one.
 */
export interface Halves {
  readonly begin: (f: FunctionBuilder, x: V128) => readonly [V128, V128];
  readonly end: (f: FunctionBuilder, first: Local<"v128">, second: Local<"v128">) => V128;
}

const HALVES: Readonly<Partial<Record<UnaryFunction, Halves>>> = {
  exp: { begin: beginExp, end: endExp },
  tanh: { begin: beginTanh, end: endTanh },
  sigmoid: { begin: (f, x) => beginExp(f, f32x4.negate(x)), end: endSigmoid },
  phi: { begin: beginPhi, end: endPhi },
};

/** The halves of the function that a tensor is computed by, if it has any. */
export function halvesOf({ operation }: Tensor): Halves | undefined {
  return operation.kind === "unary" ? HALVES[operation.fn] : undefined;
}

/** Elements for which first halves are done before second ones: what they leave fits the first-level cache. */
export const STRETCH = 128;

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
    case "log":
      return writeLog(f, x);
    case "exp":
    case "sigmoid":
    case "tanh":
    case "phi": {
      const { begin, end } = HALVES[fn] as Halves;
      const [first, second] = begin(f, x);
      return end(f, f.let(first), f.let(second));
    }
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
