import type { UpdateArray } from "../update/array.js";
import { NEWTON_SCHULZ } from "../update/matrix.js";
import { type I32, type V128, add, f32x4, scalar32, scalar64, times, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";
import { writeProduct, writeTranspose } from "./product.js";

/** Where a matrix function of one array reads and writes. */
export interface MatrixPlace {
  readonly array: UpdateArray;
  /** Byte address of the array's elements. */
  readonly from: number;
  /** Byte address of the result. */
  readonly to: number;
}

/** Each element becomes its row's mean, summed left to right in float64. */
export function writeRowMean(f: FunctionBuilder, { array: { rows, cols }, from, to }: MatrixPlace): void {
  f.forRange(0, rows, 1, (r) => {
    const sum = f.let(scalar64.constant(0));
    const start = f.let(times(r, cols * 4));
    f.forRange(0, cols, 1, (c) => {
      const element = scalar32.load(add(start, times(c, 4)), from);
      f.set(sum, scalar64.add(sum, scalar64.fromF32(element)));
    });
    const mean = f.let(f32x4.splat(scalar64.toF32(scalar64.divide(sum, scalar64.constant(cols)))));
    f.forVectors(cols, (offset, lanes) => { f.storeLanes(add(start, offset), mean, lanes, to); });
  });
}

/** Each element becomes its column's mean, summed top to bottom in float64. */
export function writeColMean(f: FunctionBuilder, { array: { rows, cols }, from, to }: MatrixPlace): void {
  f.forRange(0, cols, 1, (c) => {
    const sum = f.let(scalar64.constant(0));
    const at = f.let(times(c, 4));
    f.forRange(0, rows, 1, (r) => {
      f.set(sum, scalar64.add(sum, scalar64.fromF32(scalar32.load(add(at, times(r, cols * 4)), from))));
    });
    const mean = f.let(scalar64.toF32(scalar64.divide(sum, scalar64.constant(rows))));
    f.forRange(0, rows, 1, (r) => { f.storeF32(add(at, times(r, cols * 4)), mean, to); });
  });
}

/** The scratch memory that orthogonalizing an array needs, in elements. */
export function orthogonalizeScratch({ ndim, rows, cols, size }: UpdateArray): number {
  const side = Math.min(rows, cols);
  return ndim < 2 ? 0 : 3 * (size + 16) + 2 * (side * side + 16);
}

/**
 * Muon's orthogonalization, with the products and roundings of the interpreter.
 *
 * @param f - The function that is written.
 * @param place - The array, where it is read and where the result goes.
 * @param norm - Where the array's Euclidean norm is, a float64.
 * @param scratch - Byte address of {@link orthogonalizeScratch} elements.
 */
export function writeOrthogonalize(
  f: FunctionBuilder,
  place: MatrixPlace,
  norm: I32,
  scratch: number,
): void {
  const { array: { size, rows, cols, ndim }, from, to } = place;
  if (ndim < 2) {
    f.forVectors(size, (offset, lanes) => { f.storeLanes(add(to, offset), v128.load(add(from, offset)), lanes); });
    return;
  }
  const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;
  const tall = rows > cols;
  const m = tall ? cols : rows;
  const n = tall ? rows : cols;
  const block = (count: number): number => (count + 16) * 4;
  const transposed = scratch;
  let current = transposed + block(size);
  let next = current + block(size);
  const gram = next + block(size);
  const squared = gram + block(m * m);
  const shifted = scalar64.add(scalar64.load(norm), scalar64.constant(epsilon));
  const scale = f.let(
    f32x4.splat(scalar64.toF32(scalar64.divide(scalar64.constant(1), shifted))),
  );
  const start = tall ? next : from;
  if (tall) writeTranspose(f, rows, cols, { address: from, rowStride: cols }, { address: next, rowStride: rows });
  combine(f, size, current, (offset) => f32x4.multiply(v128.load(add(start, offset)), scale));
  const [fa, fb, fc] = [f32x4.constant(a), f32x4.constant(b), f32x4.constant(c)];
  for (let step = 0; step < steps; step++) {
    const [now, after] = [current, next];
    writeTranspose(f, m, n, { address: now, rowStride: n }, { address: transposed, rowStride: m });
    const square = { address: gram, rowStride: m };
    writeProduct(f, {
      m, n: m, k: n,
      a: { address: now, rowStride: n }, b: { address: transposed, rowStride: m }, c: square, symmetric: true,
    });
    writeProduct(f, {
      m, n: m, k: m, a: square, b: square, c: { address: squared, rowStride: m }, symmetric: true,
    });
    combine(f, m * m, squared, (offset) =>
      f32x4.add(
        f32x4.multiply(fb, v128.load(add(gram, offset))),
        f32x4.multiply(fc, v128.load(add(squared, offset))),
      ),
    );
    writeProduct(f, {
      m, n, k: m,
      a: { address: squared, rowStride: m }, b: { address: now, rowStride: n }, c: { address: after, rowStride: n },
    });
    combine(f, size, after, (offset) =>
      f32x4.add(f32x4.multiply(fa, v128.load(add(now, offset))), v128.load(add(after, offset))),
    );
    [current, next] = [next, current];
  }
  if (tall) writeTranspose(f, m, n, { address: current, rowStride: n }, { address: to, rowStride: m });
  else combine(f, size, to, (offset) => v128.load(add(current, offset)));
}

/** Writes adjacent numbers, four at a time, from an expression of where they are. */
function combine(f: FunctionBuilder, count: number, to: number, value: (offset: I32) => V128): void {
  f.forVectors(count, (offset, lanes) => { f.storeLanes(add(to, offset), value(offset), lanes); });
}
