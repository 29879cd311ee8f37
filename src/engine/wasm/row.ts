import { type I32, add, f32x4, lessUnsigned, loadI32, times, v128 } from "./expression.js";
import type { RowKernel, WindowKernel } from "./kernel.js";
import type { FunctionBuilder } from "./module.js";
import type { BufferId } from "./view.js";

type Addresses = (buffer: BufferId) => number;

/**
 * Writes rows of a table copied by index, or values added up in the rows that the indices name, in order. An
 * index outside the table touches none of it: it gives zeros, or adds nothing.
 */
export function writeRows(f: FunctionBuilder, kernel: RowKernel, address: Addresses): void {
  const { count, row, rows, kind } = kernel;
  const table = address(kernel.table.buffer) + kernel.table.offset * 4;
  const values = address(kernel.values.buffer) + kernel.values.offset * 4;
  const indices = address(kernel.indices.buffer) + kernel.indices.offset * 4;
  if (kind === "scatter") zero(f, table, rows * row);
  f.forRange(0, count, 1, (i) => {
    const index = f.let(loadI32(add(indices, times(i, 4))));
    const entry = f.let(add(table, times(index, row * 4)));
    const value = f.let(add(values, times(i, row * 4)));
    const copy = (): void => {
      f.forVectors(row, (offset, lanes) => {
        f.storeLanes(add(value, offset), v128.load(add(entry, offset)), lanes);
      });
    };
    const accumulate = (): void => {
      f.forVectors(row, (offset, lanes) => {
        const sum = f32x4.add(v128.load(add(entry, offset)), v128.load(add(value, offset)));
        f.storeLanes(add(entry, offset), sum, lanes);
      });
    };
    const within = lessUnsigned(index, rows);
    if (kind === "gather") f.when(within, copy, () => { zero(f, value, row); });
    else f.when(within, accumulate);
  });
}

/** Writes windows of images as rows, or windows added up in their images. */
export function writeWindows(f: FunctionBuilder, kernel: WindowKernel, address: Addresses): void {
  const { kind, windows } = kernel;
  const [batch = 0, height = 0, width = 0, channels = 0] = kernel.image.shape;
  const [, rows = 0, columns = 0, size = 0] = kernel.rows.shape;
  const image = address(kernel.image.buffer) + kernel.image.offset * 4;
  const unfolded = address(kernel.rows.buffer) + kernel.rows.offset * 4;
  if (kind === "fold") zero(f, image, batch * height * width * channels);
  const { stride, padding } = windows;
  // Windows' rows and columns are written out: which of them leave the image is known but at its edges.
  f.forRange(0, batch, 1, (b) => {
    for (let y = 0; y < windows.height; y++) {
      for (let x = 0; x < windows.width; x++) {
        const [firstRow, endRow] = inside(rows, y - padding, stride, height);
        const [firstColumn, endColumn] = inside(columns, x - padding, stride, width);
        const cell = (y * windows.width + x) * channels * 4;
        if (kind === "unfold") {
          const to = { rows, columns, size, channels, unfolded, cell };
          zeroOutside(f, b, to, [firstRow, endRow], [firstColumn, endColumn]);
        }
        f.forRange(firstRow, endRow, 1, (i) => {
          f.forRange(firstColumn, endColumn, 1, (j) => {
            const row = add(times(b, rows * columns), add(times(i, columns), j));
            const target = f.let(add(unfolded + cell, times(row, size * 4)));
            const iy = add(times(i, stride), y - padding);
            const ix = add(times(j, stride), x - padding);
            const pixel = add(times(add(times(b, height), iy), width), ix);
            const source = f.let(add(image, times(pixel, channels * 4)));
            f.forVectors(channels, (offset, lanes) => {
              if (kind === "unfold") f.storeLanes(add(target, offset), v128.load(add(source, offset)), lanes);
              else {
                const sum = f32x4.add(v128.load(add(source, offset)), v128.load(add(target, offset)));
                f.storeLanes(add(source, offset), sum, lanes);
              }
            });
          });
        });
      }
    }
  });
}

/** The windows, from and to, at which a cell of the window lies inside the image. */
function inside(count: number, shift: number, stride: number, length: number): readonly [number, number] {
  let first = 0;
  while (first < count && first * stride + shift < 0) first++;
  let end = count;
  while (end > first && (end - 1) * stride + shift >= length) end--;
  return [first, end];
}

interface Unfolded {
  readonly rows: number;
  readonly columns: number;
  readonly size: number;
  readonly channels: number;
  readonly unfolded: number;
  readonly cell: number;
}

/** Zeros where a cell of the window lies outside the image. */
function zeroOutside(
  f: FunctionBuilder,
  b: I32,
  { rows, columns, size, channels, unfolded, cell }: Unfolded,
  [firstRow, endRow]: readonly [number, number],
  [firstColumn, endColumn]: readonly [number, number],
): void {
  const clear = (fromRow: number, toRow: number, fromColumn: number, toColumn: number): void => {
    f.forRange(fromRow, toRow, 1, (i) => {
      f.forRange(fromColumn, toColumn, 1, (j) => {
        const row = add(times(b, rows * columns), add(times(i, columns), j));
        const target = f.let(add(unfolded + cell, times(row, size * 4)));
        f.forVectors(channels, (offset, lanes) => { f.storeLanes(add(target, offset), v128.zero, lanes); });
      });
    });
  };
  clear(0, firstRow, 0, columns);
  clear(endRow, rows, 0, columns);
  clear(firstRow, endRow, 0, firstColumn);
  clear(firstRow, endRow, endColumn, columns);
}

function zero(f: FunctionBuilder, address: I32, count: number): void {
  f.forVectors(count, (offset, lanes) => { f.storeLanes(add(address, offset), v128.zero, lanes); });
}
