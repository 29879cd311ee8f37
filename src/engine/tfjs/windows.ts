import type { Windows } from "../graph/tensor.js";
import type { Tfjs, TfjsTensor } from "./library.js";

/** The images [batch, height, width, channels] that windows lie over, and how many there are each way. */
export interface WindowGrid {
  readonly windows: Windows;
  readonly image: readonly [batch: number, height: number, width: number, channels: number];
  readonly rows: number;
  readonly columns: number;
}

/**
 * Every window of images as a row. Made of slices, one for each place in a window, because these have
 * gradients on every backend.
 */
export function unfold(tf: Tfjs, x: TfjsTensor, { windows, image, rows, columns }: WindowGrid): TfjsTensor {
  const { height, width, stride, padding } = windows;
  const [batch, imageHeight, imageWidth, channels] = image;
  const row = height * width * channels;
  const tiles = padding === 0 && height === stride && width === stride;
  if (tiles && imageHeight === rows * stride && imageWidth === columns * stride) {
    const blocks = tf.reshape(x, [batch, rows, stride, columns, stride, channels]);
    return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [batch, rows, columns, row]);
  }
  const below = Math.max(0, height - 1 + rows * stride - imageHeight - padding);
  const behind = Math.max(0, width - 1 + columns * stride - imageWidth - padding);
  const padded = padImage(tf, x, [padding, below], [padding, behind]);
  const cells = eachCell(windows, (y, z) => {
    const cell = tf.slice(padded, [0, y, z, 0], [batch, rows * stride, columns * stride, channels]);
    return stride === 1 ? cell : firstOfEach(tf, cell, [batch, rows, columns, channels], stride);
  });
  return cells.length === 1 ? (cells[0] as TfjsTensor) : tf.concat(cells, 3);
}

/** The adjoint of {@link unfold}: rows [batch, rows, columns, …] are added up in their image. */
export function fold(tf: Tfjs, x: TfjsTensor, { windows, image, rows, columns }: WindowGrid): TfjsTensor {
  const { stride, padding } = windows;
  const [batch, height, width, channels] = image;
  const paddedHeight = Math.max(windows.height - 1 + rows * stride, height + padding);
  const paddedWidth = Math.max(windows.width - 1 + columns * stride, width + padding);
  const parts = eachCell(windows, (y, z, index) => {
    const cell = tf.slice(x, [0, 0, 0, index * channels], [batch, rows, columns, channels]);
    return padImage(
      tf,
      stride === 1 ? cell : spreadOut(tf, cell, [batch, rows, columns, channels], stride),
      [y, paddedHeight - y - rows * stride],
      [z, paddedWidth - z - columns * stride],
    );
  });
  const whole = parts.reduce((sum, part) => tf.add(sum, part));
  return tf.slice(whole, [0, padding, padding, 0], [batch, height, width, channels]);
}

/**
 * Every stride-th row and column: those that {@link spreadOut} puts. In three dimensions each, since the gradient of a
 * slice is padding, which takes up to four on webgpu.
 */
function firstOfEach(tf: Tfjs, x: TfjsTensor, shape: readonly number[], stride: number): TfjsTensor {
  const [batch = 0, rows = 0, columns = 0, channels = 0] = shape;
  const first = (rest: TfjsTensor, count: number, size: number): TfjsTensor =>
    tf.slice(tf.reshape(rest, [count, stride, size]), [0, 0, 0], [count, 1, size]);
  const ofRows = first(x, batch * rows, columns * stride * channels);
  return tf.reshape(first(ofRows, batch * rows * columns, channels), [batch, rows, columns, channels]);
}

/** Puts zeros behind each row and each column, so that the originals lie a stride apart. */
function spreadOut(tf: Tfjs, x: TfjsTensor, shape: readonly number[], stride: number): TfjsTensor {
  const [batch = 0, rows = 0, columns = 0, channels = 0] = shape;
  const spread = (rest: TfjsTensor, count: number, size: number): TfjsTensor =>
    tf.pad(tf.reshape(rest, [count, 1, size]), [[0, 0], [0, stride - 1], [0, 0]]);
  const wide = spread(x, batch * rows * columns, channels);
  const all = spread(wide, batch * rows, columns * stride * channels);
  return tf.reshape(all, [batch, rows * stride, columns * stride, channels]);
}

function padImage(
  tf: Tfjs,
  x: TfjsTensor,
  vertical: [number, number],
  horizontal: [number, number],
): TfjsTensor {
  if ([...vertical, ...horizontal].every((count) => count === 0)) return x;
  return tf.pad(x, [[0, 0], vertical, horizontal, [0, 0]]);
}

/** For each place in a window, row by row, what a function makes of it. */
function eachCell<R>({ height, width }: Windows, make: (y: number, x: number, index: number) => R): R[] {
  const places = Array.from({ length: height * width }, (_, index) => index);
  return places.map((index) => make(Math.floor(index / width), index % width, index));
}
