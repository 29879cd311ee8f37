import { type Local, type V128, f32x4, i32x4, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { EXP_TAIL, LN2_HIGH, LN2_LOW, LOG_TAIL } from "./coefficients.js";
import { bound, estrin } from "./double.js";
import { PER_LN2, logarithmEdges } from "./logarithm.js";

/** 1.5·2^23: adding it to a small number leaves the number's nearest integer in the low bits. */
const ROUNDER = 12582912;
const ROUNDER_BITS = 0x4b400000;

/** The bits of sqrt(1/2), from where mantissas run up to sqrt(2), and what they lack to those of 1. */
const MANTISSA = 0x3f3504f3;
const TO_ONE = 0x3f800000 - MANTISSA;

/** The least normal float32, and what to add to the bits of 1 for 2^23. */
const NORMAL = 1.1754943508222875e-38;
const RAISE = 23 << 23;

const ONE = f32x4.constant(1);
const HALF = f32x4.constant(0.5);

/*
 * The two most frequent functions are evaluated in float32, up to a third faster than in float64. tanh and
 * sigmoid were tried as well: within 2 ulp their chains of dependent steps are so long that nothing is won.
 */

/** A polynomial of float32 lanes, coefficients from the lowest power up, by Estrin's scheme. */
function polynomial(f: FunctionBuilder, x: Local<"v128">, coefficients: readonly number[]): V128 {
  return estrin(f, x, coefficients, f32x4);
}

/**
 * e^x of four lanes, within 1 ulp. The power of two is a product of two, so that subnormal results are
 * rounded once.
 */
export function writeExp(f: FunctionBuilder, x: V128): V128 {
  const bounded = f.let(bound(x, -105, 90));
  const scaled = f32x4.multiply(bounded, f32x4.constant(PER_LN2));
  const integer = f.let(f32x4.add(scaled, f32x4.constant(ROUNDER)));
  const n = f.let(f32x4.subtract(integer, f32x4.constant(ROUNDER)));
  const high = f32x4.subtract(bounded, f32x4.multiply(n, f32x4.constant(LN2_HIGH)));
  const r = f.let(f32x4.subtract(high, f32x4.multiply(n, f32x4.constant(LN2_LOW))));
  const tail = f32x4.multiply(f32x4.multiply(r, r), polynomial(f, r, EXP_TAIL));
  const mantissa = f32x4.add(ONE, f32x4.add(r, tail));

  const exponent = f.let(i32x4.subtract(integer, i32x4.constant(ROUNDER_BITS)));
  const half = f.let(i32x4.shiftRight(exponent, 1));
  const first = i32x4.add(i32x4.shiftLeft(half, 23), ONE);
  const second = i32x4.add(i32x4.shiftLeft(i32x4.subtract(exponent, half), 23), ONE);
  return f32x4.multiply(f32x4.multiply(mantissa, first), second);
}

/**
 * ln x of four lanes, within 1 ulp: x = 2^e (1 + r), ln(1 + r) = r − r²/2 + s (r²/2 + tail) with
 * s = r/(2 + r), the form of fdlibm, whose leading term is exact.
 */
export function writeLog(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  // Subnormal numbers are multiplied by 2^23.
  const subnormal = f32x4.less(kept, f32x4.constant(NORMAL));
  const factor = f.let(i32x4.add(v128.and(subnormal, i32x4.constant(RAISE)), ONE));
  const bits = i32x4.subtract(f32x4.multiply(kept, factor), factor);
  const raised = f.let(i32x4.add(bits, i32x4.constant(TO_ONE)));
  const e = f.let(f32x4.fromI32x4(i32x4.shiftRight(raised, 23)));
  const mantissa = i32x4.add(v128.and(raised, i32x4.constant(0x007fffff)), i32x4.constant(MANTISSA));
  const r = f.let(f32x4.subtract(mantissa, ONE));
  const s = f.let(f32x4.divide(r, f32x4.add(r, f32x4.constant(2))));
  const square = f.let(f32x4.multiply(s, s));
  const half = f.let(f32x4.multiply(f32x4.multiply(r, r), HALF));
  const tail = f32x4.multiply(polynomial(f, square, LOG_TAIL), square);
  const low = f32x4.add(f32x4.multiply(f32x4.add(half, tail), s), f32x4.multiply(e, f32x4.constant(LN2_LOW)));
  const sum = f32x4.subtract(r, f32x4.subtract(half, low));
  const value = f32x4.add(sum, f32x4.multiply(e, f32x4.constant(LN2_HIGH)));
  return logarithmEdges(value, kept);
}
