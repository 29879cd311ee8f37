import { type I32, add, times } from "./expression.js";
import type { Kernel, ProductKernel } from "./kernel.js";
import { writeLoop } from "./loop.js";
import type { FunctionBuilder } from "./module.js";
import { writeProduct, writeTranspose } from "./product.js";
import { writeRows, writeWindows } from "./row.js";
import { type BufferId, type View, broadcastStrides } from "./view.js";

/**
 * Writes a kernel into a function.
 *
 * @param fused - Whether products multiply and add in one.
 */
export function writeKernel(
  f: FunctionBuilder, kernel: Kernel, address: (buffer: BufferId) => number, fused: boolean,
): void {
  switch (kernel.kind) {
    case "loop":
      writeLoop(f, kernel, address);
      return;
    case "product":
      writeProducts(f, kernel, address, fused);
      return;
    case "gather":
    case "scatter":
      writeRows(f, kernel, address);
      return;
    case "unfold":
    case "fold":
      writeWindows(f, kernel, address);
  }
}

/** Writes a batch of matrix products, transposing B first where its columns are not adjacent. */
function writeProducts(
  f: FunctionBuilder,
  kernel: ProductKernel,
  address: (buffer: BufferId) => number,
  fused: boolean,
): void {
  const { batch, m, n, k, a, b, c } = kernel;
  const start = (view: View): number => address(view.buffer) + view.offset * 4;
  const batchStrides = (view: View): readonly number[] =>
    broadcastStrides({ ...view, shape: view.shape.slice(0, -2), strides: view.strides.slice(0, -2) }, batch);
  const [as, bs, cs] = [batchStrides(a), batchStrides(b), batchStrides(c)];
  const [aRow = 0, aColumn = 0] = a.strides.slice(-2);
  const [bRow = 0, bColumn = 0] = b.strides.slice(-2);
  const [cRow = 0] = c.strides.slice(-2);
  const scratch = kernel.scratch === undefined ? undefined : address(kernel.scratch);
  const sharedB = bs.every((stride) => stride === 0);
  const transpose = (at: I32): void => {
    if (scratch === undefined) return;
    writeTranspose(f, n, k, { address: at, rowStride: bColumn }, { address: scratch, rowStride: n });
  };
  if (sharedB) transpose(start(b));
  const nest = (axis: number, aAt: I32, bAt: I32, cAt: I32): void => {
    const size = batch[axis];
    if (size === undefined) {
      if (!sharedB) transpose(bAt);
      const [bPlace, bPlaceRow] = scratch === undefined ? [bAt, bRow] : [scratch, n];
      // Deep products go slice by slice, so that what a slice reads stays in the first-level cache.
      const depth = sliceDepth(m, n, aColumn === 1);
      const slice = (terms: number, from: I32): void => {
        writeProduct(f, {
          m, n, k: terms, accumulate: from !== 0, fused,
          a: { address: add(aAt, times(from, aColumn * 4)), rowStride: aRow, columnStride: aColumn },
          b: { address: add(bPlace, times(from, bPlaceRow * 4)), rowStride: bPlaceRow },
          c: { address: cAt, rowStride: cRow },
        });
      };
      const whole = k - (k % depth);
      slice(Math.min(k, depth), 0);
      f.forRange(depth, whole, depth, (from) => { slice(depth, from); });
      if (whole >= depth && whole < k) slice(k - whole, whole);
      return;
    }
    f.forRange(0, size, 1, (i) => {
      const move = (at: I32, strides: readonly number[]): I32 => {
        const stride = strides[axis] as number;
        return stride === 0 ? at : f.let(add(at, times(i, stride * 4)));
      };
      nest(axis + 1, move(aAt, as), move(bAt, bs), move(cAt, cs));
    });
  };
  nest(0, start(a), start(b), start(c));
}

/**
 * How many terms of a product are added up before the next ones are read. Where A lies row by row, a panel of B
 * is to stay near; where it does not, every panel reads all of A's slice again.
 */
function sliceDepth(m: number, n: number, isRowMajor: boolean): number {
  if (isRowMajor) return 128;
  return m + n > 128 ? 32 : 64;
}
