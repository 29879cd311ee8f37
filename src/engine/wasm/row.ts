import type { Windows } from "../graph/tensor.js";
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
  const [batch = 0, height = 0, width = 0, channels = 0] = kernel.image.shape;
  const [, rows = 0, columns = 0, size = 0] = kernel.rows.shape;
  const image = address(kernel.image.buffer) + kernel.image.offset * 4;
  const unfolded = address(kernel.rows.buffer) + kernel.rows.offset * 4;
  const places = { rows, columns, size, height, width, channels, image, unfolded, windows: kernel.windows };
  if (kernel.kind === "fold") zero(f, image, batch * height * width * channels);
  // Windows' rows and columns are written out: which of them leave the image is known but at its edges.
  f.forRange(0, batch, 1, (b) => {
    for (let y = 0; y < kernel.windows.height; y++) {
      if (kernel.kind === "unfold") unfoldRow(f, b, y, places);
      else for (let x = 0; x < kernel.windows.width; x++) foldCell(f, b, y, x, places);
    }
  });
}

interface Places {
  readonly rows: number;
  readonly columns: number;
  /** Elements of a window. */
  readonly size: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly image: number;
  readonly unfolded: number;
  readonly windows: Windows;
}

/** Copies row y of every window of an image. What of it lies inside the image is adjacent there too. */
function unfoldRow(f: FunctionBuilder, b: I32, y: number, places: Places): void {
  const { rows, columns, height, width, channels, windows } = places;
  const { stride, padding } = windows;
  const [firstRow, endRow] = inside(rows, y - padding, stride, height);
  const blank = (from: number, to: number): void => {
    f.forRange(from, to, 1, (i) => {
      f.forRange(0, columns, 1, (j) => { zero(f, windowAt(f, b, i, j, y, 0, places), windows.width * channels); });
    });
  };
  blank(0, firstRow);
  blank(endRow, rows);
  f.forRange(firstRow, endRow, 1, (i) => {
    for (let from = 0, to = 0; from < columns; from = to) {
      const [first, end] = cells(from, width, windows);
      while (to < columns && isSame(cells(to, width, windows), [first, end])) to++;
      f.forRange(from, to, 1, (j) => {
        const target = windowAt(f, b, i, j, y, 0, places);
        zero(f, target, first * channels);
        const source = pixelAt(f, b, i, j, y, first, places);
        f.forVectors((end - first) * channels, (offset, lanes) => {
          f.storeLanes(add(target, offset), v128.load(add(source, offset)), lanes, first * channels * 4);
        });
        zero(f, add(target, end * channels * 4), (windows.width - end) * channels);
      });
    }
  });
}

/** Adds cell (y, x) of every window to its pixel. */
function foldCell(f: FunctionBuilder, b: I32, y: number, x: number, places: Places): void {
  const { rows, columns, height, width, channels, windows: { stride, padding } } = places;
  const [firstRow, endRow] = inside(rows, y - padding, stride, height);
  const [firstColumn, endColumn] = inside(columns, x - padding, stride, width);
  f.forRange(firstRow, endRow, 1, (i) => {
    f.forRange(firstColumn, endColumn, 1, (j) => {
      const cell = windowAt(f, b, i, j, y, x, places);
      const pixel = pixelAt(f, b, i, j, y, x, places);
      f.forVectors(channels, (offset, lanes) => {
        const sum = f32x4.add(v128.load(add(pixel, offset)), v128.load(add(cell, offset)));
        f.storeLanes(add(pixel, offset), sum, lanes);
      });
    });
  });
}

/** The address of cell (y, x) of window (i, j). */
function windowAt(f: FunctionBuilder, b: I32, i: I32, j: I32, y: number, x: number, places: Places): I32 {
  const { rows, columns, size, channels, unfolded, windows } = places;
  const row = add(times(b, rows * columns), add(times(i, columns), j));
  return f.let(add(unfolded + (y * windows.width + x) * channels * 4, times(row, size * 4)));
}

/** The address of the pixel under cell (y, x) of window (i, j). */
function pixelAt(f: FunctionBuilder, b: I32, i: I32, j: I32, y: number, x: number, places: Places): I32 {
  const { height, width, channels, image, windows: { stride, padding } } = places;
  const row = add(times(i, stride), y - padding);
  const column = add(times(j, stride), x - padding);
  return f.let(add(image, times(add(times(add(times(b, height), row), width), column), channels * 4)));
}

/** The windows, from and to, at which a cell of the window lies inside the image. */
function inside(count: number, shift: number, stride: number, length: number): readonly [number, number] {
  let first = 0;
  while (first < count && first * stride + shift < 0) first++;
  let end = count;
  while (end > first && (end - 1) * stride + shift >= length) end--;
  return [first, end];
}

/** The cells of a row of window j, from and to, that lie inside the image; none: from and to are equal. */
function cells(j: number, length: number, { width, stride, padding }: Windows): readonly [number, number] {
  const start = j * stride - padding;
  const first = Math.min(Math.max(0, -start), width);
  return [first, Math.max(first, Math.min(width, length - start))];
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.every((x, k) => x === other[k]);
}

function zero(f: FunctionBuilder, address: I32, count: number): void {
  f.forVectors(count, (offset, lanes) => { f.storeLanes(add(address, offset), v128.zero, lanes); });
}
