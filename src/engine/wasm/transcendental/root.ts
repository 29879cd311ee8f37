import { type V128, f32x4, f64x2, i32x4, shuffleLanes, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { demote, promote, withSign } from "./double.js";

/** 1.5·2^23: adding it to a small number leaves the number's nearest integer in the low bits. */
const ROUNDER = 12582912;

/** The bits of the guess for 1, for which |1 − x r³| is below 0.103 for every x. */
const GUESS = 0x3f774000;

/**
 * The cube root of four lanes, within 1 ulp, without divisions: x r², r = x^(−1/3) by a guess from the
 * exponent's bits, one step of fourth order in float32 and one of second order in float64.
 */
export function writeCbrt(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  const size = f.let(f32x4.abs(kept));
  const { low, high } = promote(f, size);

  // High words of float64 numbers, where subnormal float32 numbers are normal: log2 |x| in units of 2^-20.
  const words = shuffleLanes(low, high, [1, 3, 5, 7]);
  const logarithm = f32x4.fromI32x4(i32x4.subtract(words, i32x4.constant(0x3ff00000)));
  // A third of it in units of 2^-11, as an integer, then of float32's 2^-23.
  const third = f32x4.add(f32x4.multiply(logarithm, f32x4.constant(8 / 3 / 4096)), f32x4.constant(ROUNDER));
  const guess = f.let(i32x4.subtract(i32x4.constant(GUESS), i32x4.shiftLeft(third, 12)));

  // x^(−1/3) = r (1 − h)^(−1/3) with h = 1 − x r³: four terms leave h below 5e-5.
  const cube = f32x4.multiply(f32x4.multiply(f32x4.multiply(size, guess), guess), guess);
  const h = f.let(f32x4.subtract(f32x4.constant(1), cube));
  const inner = f32x4.add(f32x4.multiply(h, f32x4.constant(14 / 81)), f32x4.constant(2 / 9));
  const factor = f32x4.multiply(f32x4.add(f32x4.multiply(inner, h), f32x4.constant(1 / 3)), h);
  const better = promote(f, f32x4.add(guess, f32x4.multiply(guess, factor)));
  const [first, second] = ([[low, better.low], [high, better.high]] as const).map(([v, r]) => {
    const root = f.let(f64x2.multiply(v, f64x2.multiply(r, r)));
    // x^(1/3) = x r² (1 − h)^(−2/3), two terms.
    const rest = f64x2.subtract(f64x2.constant(1), f64x2.multiply(root, r));
    return f.let(f64x2.add(root, f64x2.multiply(f64x2.multiply(root, f64x2.constant(2 / 3)), rest)));
  });
  const value = withSign(demote(first as V128, second as V128), kept);
  // Zeros and infinities, their own doubles, are their own roots.
  return v128.select(value, kept, f32x4.notEqual(f32x4.add(kept, kept), kept));
}
