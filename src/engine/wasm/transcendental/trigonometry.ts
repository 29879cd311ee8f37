import { type Local, type V128, f32x4, f64x2, i64x2, v128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { PI_HIGH, PI_LOW, SIN, TAN_ABOVE, TAN_BELOW, TURN_DIGITS } from "./coefficients.js";
import { ROUNDER, demote, negateWhereOdd, polynomial, promote } from "./double.js";

/** Up to here multiples of pi in two parts suffice. */
const FAR = 1e7;

/** Float64 lanes less a multiple of a period. */
interface Reduced {
  /** The multiple, in the low bits. */
  readonly integer: Local<"v128">;
  /** At most half a period. */
  readonly rest: Local<"v128">;
}

/** What to reduce by. */
interface Period {
  /** The period is pi/parts. */
  readonly parts: 1 | 2;
  /** Multiples are integers less this. */
  readonly offset: 0 | 0.5;
}

/** A multiple of the period. */
interface Multiple {
  /** The integer in the low bits. */
  readonly integer: Local<"v128">;
  /** The integer less the offset, as a float64. */
  readonly number: V128;
}

/** The multiple of the period nearest to x, given x/period. */
function multiple(f: FunctionBuilder, quotient: V128, offset: Period["offset"]): Multiple {
  const shifted = offset === 0 ? quotient : f64x2.add(quotient, f64x2.constant(offset));
  const integer = f.let(f64x2.add(shifted, f64x2.constant(ROUNDER)));
  const whole = f64x2.subtract(integer, f64x2.constant(ROUNDER));
  return { integer, number: offset === 0 ? whole : f64x2.subtract(whole, f64x2.constant(offset)) };
}

/** Reduction of |x| < 10^7: the product with the high part of pi is exact, and so is the first difference. */
function reduceNear(f: FunctionBuilder, x: Local<"v128">, { parts, offset }: Period): Reduced {
  const { integer, number } = multiple(f, f64x2.multiply(x, f64x2.constant(parts / Math.PI)), offset);
  const n = f.let(number);
  const high = f64x2.subtract(x, f64x2.multiply(n, f64x2.constant(PI_HIGH / parts)));
  return { integer, rest: f.let(f64x2.subtract(high, f64x2.multiply(n, f64x2.constant(PI_LOW / parts)))) };
}

/** x less its nearest integer; exact. */
function fraction(f: FunctionBuilder, x: V128): V128 {
  const kept = f.let(x);
  return f64x2.subtract(kept, f64x2.nearest(kept));
}

/**
 * Reduction of any float32: x times each digit of 1/(2 pi) is exact in float64, and so are the fractions of
 * these products and, until they are too small to matter, their sums. What is left are turns.
 */
function reduceFar(f: FunctionBuilder, x: Local<"v128">, { parts, offset }: Period): Reduced {
  const turns = f.let(v128.zero);
  for (const digit of TURN_DIGITS) {
    const part = fraction(f, f64x2.multiply(x, f64x2.constant(digit)));
    f.set(turns, fraction(f, f64x2.add(turns, part)));
  }
  const quotient = f.let(f64x2.multiply(turns, f64x2.constant(2 * parts)));
  const { integer, number } = multiple(f, quotient, offset);
  const rest = f64x2.multiply(f64x2.subtract(quotient, number), f64x2.constant(Math.PI / parts));
  return { integer, rest: f.let(rest) };
}

/**
 * Writes a function of x less a multiple of a period. Where any lane is far from 0 a branch reduces all of
 * them by many digits of 1/pi, and the lanes that need it take the result: none depends on its neighbours.
 */
function writePeriodic(f: FunctionBuilder, x: V128, period: Period, write: (reduced: Reduced) => V128): V128 {
  const kept = f.let(x);
  const { low, high } = promote(f, kept);
  const reduced = [low, high].map((half) => reduceNear(f, half, period));
  f.when(v128.anyTrue(f32x4.lessEqual(f32x4.constant(FAR), f32x4.abs(kept))), () => {
    [low, high].forEach((half, k) => {
      const near = reduced[k] as Reduced;
      const far = reduceFar(f, half, period);
      const isFar = f.let(f64x2.lessEqual(f64x2.constant(FAR), f64x2.abs(half)));
      f.set(near.integer, v128.select(far.integer, near.integer, isFar));
      f.set(near.rest, v128.select(far.rest, near.rest, isFar));
    });
  });
  const [first, second] = reduced.map((half) => f.let(write(half)));
  return demote(first as V128, second as V128);
}

/** ± sin of the rest. */
function writeSine(f: FunctionBuilder, { integer, rest }: Reduced): V128 {
  const square = f.let(f64x2.multiply(rest, rest));
  return negateWhereOdd(f64x2.multiply(polynomial(f, square, SIN), rest), integer);
}

/** sin x of four lanes, within 1 ulp. */
export function writeSin(f: FunctionBuilder, x: V128): V128 {
  return writePeriodic(f, x, { parts: 1, offset: 0 }, (reduced) => writeSine(f, reduced));
}

/** cos x of four lanes, within 1 ulp: sin(x + pi/2). */
export function writeCos(f: FunctionBuilder, x: V128): V128 {
  return writePeriodic(f, x, { parts: 1, offset: 0.5 }, (reduced) => writeSine(f, reduced));
}

/** tan x of four lanes, within 1 ulp: a quotient p/q, or −q/p for odd multiples of pi/2. */
export function writeTan(f: FunctionBuilder, x: V128): V128 {
  return writePeriodic(f, x, { parts: 2, offset: 0 }, ({ integer, rest }) => {
    const square = f.let(f64x2.multiply(rest, rest));
    const p = f.let(f64x2.multiply(polynomial(f, square, TAN_ABOVE), rest));
    const q = f.let(polynomial(f, square, TAN_BELOW));
    const odd = f.let(i64x2.subtract(v128.zero, v128.and(integer, i64x2.constant(0, 1))));
    const quotient = f64x2.divide(v128.select(q, p, odd), v128.select(p, q, odd));
    return negateWhereOdd(quotient, integer);
  });
}
