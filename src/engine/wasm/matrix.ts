import type { UpdateArray } from "../update/array.js";
import { NEWTON_SCHULZ } from "../update/matrix.js";
import { type I32, type Local, type V128, add, f32x4, i32, scalar32, scalar64, times, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";
import { writeProduct, writeTranspose } from "./product.js";

/** The shape of the arrays that a matrix function is written for. */
export type MatrixShape = Pick<UpdateArray, "rows" | "cols" | "ndim">;

/** Where a matrix function reads and writes: byte addresses. */
export interface MatrixPlace {
  readonly from: I32;
  readonly to: I32;
  /** Where the array's Euclidean norm is, a float64: only `orthogonalize` reads it. */
  readonly norm: I32;
  /** Where {@link orthogonalizeScratch} elements are free. */
  readonly scratch: I32;
}

/** Each element becomes its row's mean, summed left to right in float64. */
export function writeRowMean(f: FunctionBuilder, { rows, cols }: MatrixShape, { from, to }: MatrixPlace): void {
  f.forRange(0, rows, 1, (r) => {
    const sum = f.let(scalar64.constant(0));
    const start = f.let(times(r, cols * 4));
    f.forRange(0, cols, 1, (c) => {
      const element = scalar32.load(add(from, add(start, times(c, 4))));
      f.set(sum, scalar64.add(sum, scalar64.fromF32(element)));
    });
    const mean = f.let(f32x4.splat(scalar64.toF32(scalar64.divide(sum, scalar64.constant(cols)))));
    f.forVectors(cols, (offset, lanes) => { f.storeLanes(add(to, add(start, offset)), mean, lanes); });
  });
}

/** Each element becomes its column's mean, summed top to bottom in float64. */
export function writeColMean(f: FunctionBuilder, { rows, cols }: MatrixShape, { from, to }: MatrixPlace): void {
  f.forRange(0, cols, 1, (c) => {
    const sum = f.let(scalar64.constant(0));
    const at = f.let(times(c, 4));
    f.forRange(0, rows, 1, (r) => {
      f.set(sum, scalar64.add(sum, scalar64.fromF32(scalar32.load(add(from, add(at, times(r, cols * 4)))))));
    });
    const mean = f.let(scalar64.toF32(scalar64.divide(sum, scalar64.constant(rows))));
    f.forRange(0, rows, 1, (r) => { f.storeF32(add(to, add(at, times(r, cols * 4))), mean); });
  });
}

/** The scratch memory that orthogonalizing an array needs, in elements. */
export function orthogonalizeScratch({ ndim, rows, cols }: MatrixShape): number {
  const side = Math.min(rows, cols);
  return ndim < 2 ? 0 : 3 * (rows * cols + 16) + 2 * (side * side + 16);
}

/** Muon's orthogonalization, with the products and roundings of the interpreter. */
export function writeOrthogonalize(f: FunctionBuilder, { rows, cols, ndim }: MatrixShape, place: MatrixPlace): void {
  const { from, to, norm, scratch } = place;
  const size = rows * cols;
  if (ndim < 2) {
    combine(f, size, to, (offset) => v128.load(add(from, offset)));
    return;
  }
  const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;
  const tall = rows > cols;
  const m = tall ? cols : rows;
  const n = tall ? rows : cols;
  let free = scratch;
  const block = (count: number): Local<"i32"> => {
    const start = f.let(i32(free));
    free = add(start, (count + 16) * 4);
    return start;
  };
  const [transposed, now, after, gram, squared] = [block(size), block(size), block(size), block(m * m), block(m * m)];
  const shifted = scalar64.add(scalar64.load(norm), scalar64.constant(epsilon));
  const scale = f.let(
    f32x4.splat(scalar64.toF32(scalar64.divide(scalar64.constant(1), shifted))),
  );
  if (tall) writeTranspose(f, rows, cols, { address: from, rowStride: cols }, { address: after, rowStride: rows });
  const start = tall ? after : from;
  combine(f, size, now, (offset) => f32x4.multiply(v128.load(add(start, offset)), scale));
  const [fa, fb, fc] = [f32x4.constant(a), f32x4.constant(b), f32x4.constant(c)];
  const x = { address: now, rowStride: n };
  const square = { address: gram, rowStride: m };
  const polynomial = { address: squared, rowStride: m };
  f.forRange(0, steps, 1, () => {
    writeTranspose(f, m, n, x, { address: transposed, rowStride: m });
    writeProduct(f, { m, n: m, k: n, a: x, b: { address: transposed, rowStride: m }, c: square, symmetric: true });
    writeProduct(f, { m, n: m, k: m, a: square, b: square, c: polynomial, symmetric: true });
    combine(f, m * m, squared, (offset) =>
      f32x4.add(
        f32x4.multiply(fb, v128.load(add(gram, offset))),
        f32x4.multiply(fc, v128.load(add(squared, offset))),
      ),
    );
    writeProduct(f, { m, n, k: m, a: polynomial, b: x, c: { address: after, rowStride: n } });
    combine(f, size, now, (offset) =>
      f32x4.add(f32x4.multiply(fa, v128.load(add(now, offset))), v128.load(add(after, offset))),
    );
  });
  if (tall) writeTranspose(f, m, n, x, { address: to, rowStride: m });
  else combine(f, size, to, (offset) => v128.load(add(now, offset)));
}

/** Writes adjacent numbers, four at a time, from an expression of where they are. */
function combine(f: FunctionBuilder, count: number, to: I32, value: (offset: I32) => V128): void {
  f.forVectors(count, (offset, lanes) => { f.storeLanes(add(to, offset), value(offset), lanes); });
}
