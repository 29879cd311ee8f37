/** Arithmetic on unevaluated sums of two float64 numbers, for what needs more than 53 bits on the way. */

/** 2^27 + 1: multiplying by it splits a float64 in two halves of at most 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/**
 * Where a function that yields a pair leaves the lower part, returning the upper one.
 *
 * A typed array, since V8 allocates a number object for each float64 stored in a module variable.
 */
export const tail = new Float64Array(1);

/** The rounding error of a + b, that is a + b - fl(a + b), given the sum. Exact (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/**
 * The rounding error of a b, that is a b - fl(a b), given the product.
 *
 * Exact for factors below 2^996 whose product is far from underflow (Dekker).
 */
export function productError(a: number, b: number, product: number): number {
  const as = a * SPLITTER;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = b * SPLITTER;
  const bh = bs - (bs - b);
  const bl = b - bh;
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/** x to its first 26 bits, for |x| below 2^996. */
export function upperHalf(x: number): number {
  const s = x * SPLITTER;
  return s - (s - x);
}

/** The quotient (a + al)/(b + bl), within 0.501 ulp if the pairs are that good. */
export function quotient(a: number, al: number, b: number, bl: number): number {
  const q = a / b;
  const p = q * b;
  return q + (a - p - productError(q, b, p) + (al - q * bl)) / b;
}
