import { badData, loadBytes, placeOf } from "./file.js";
import { dealRows, RowSource, type SplitSizes } from "./rows.js";
import type { FloatField, IntegerField, Source } from "./source.js";

/** What one labelled image has. */
export type ImageFields = Readonly<{
  /** `[height, width, channels]`: −1 is byte 0, +1 is byte 255. */
  pixels: FloatField;
  /** `[]`: the class. */
  label: IntegerField;
}>;

/** An IDX file of bytes: its dimensions, and its bytes in order. */
export interface Idx {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The element types of the IDX format, by the third byte of the file. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [0x09, "signed bytes"], [0x0b, "16-bit integers"], [0x0c, "32-bit integers"], [0x0d, "32-bit floats"],
  [0x0e, "64-bit floats"],
]);

/**
 * Reads an IDX file of unsigned bytes, as MNIST's are; gzip or not.
 *
 * @param path - The file.
 * @param dimensions - How many it must have: 1 for labels, 3 for images.
 */
export function loadIdx(path: string, dimensions: number): Idx {
  const expected = `an IDX file of unsigned bytes with ${dimensions} dimension${dimensions === 1 ? "" : "s"}`;
  const file = loadBytes(path, expected);
  const header = 4 + 4 * dimensions;
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0 || !(file[2] === 8 || TYPES.has(file[2] as number))) {
    const found = file.subarray(0, 4).toString("hex");
    const magic = `000008${hex(dimensions)}`;
    throw badData(path, `begins with bytes ${found}, expected ${magic} (${expected}). Is it the right file?`);
  }
  if (file[2] !== 8) {
    const type = file[2] as number;
    const found = `${TYPES.get(type) as string} (byte 2 is 0x${hex(type)})`;
    throw badData(path, `holds ${found}, expected ${expected}. Convert it to bytes.`);
  }
  if (file[3] !== dimensions) {
    const hint = dimensions === 1 ? "Were images given for labels?" : "Were labels given for images?";
    throw badData(path, `has ${file[3] as number} dimension(s) (byte 3), expected ${dimensions}. ${hint}`);
  }
  if (file.length < header) {
    throw badData(path, `ends at byte ${file.length}, within its ${header}-byte header. Download it again.`);
  }
  const shape = Array.from({ length: dimensions }, (_, i) => file.readUInt32BE(4 + 4 * i));
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  if (count === 0) throw badData(path, `holds nothing: its header says ${shape.join(" × ")}.`);
  if (file.length !== header + count) {
    const fault = file.length < header + count ? "cut short" : "too long";
    throw badData(
      path,
      `is ${fault}: its header says ${shape.join(" × ")}, which makes ${header + count} bytes, but it has ` +
        `${file.length}. Download it again.`,
    );
  }
  return { shape, bytes: file.subarray(header) };
}

/**
 * Labelled images from pairs of IDX files.
 *
 * @param images - The files of images, all of one height and width.
 * @param labels - For each of them the file of its labels, one byte each.
 * @param sizes - What each split gets, of all files together. @default 70 %, 10 %, 10 %, 10 %
 */
export function loadIdxImages(
  images: readonly string[], labels: readonly string[], sizes?: SplitSizes,
): Source<ImageFields> {
  const pairs = images.map((path, k) => loadPair(path, labels[k] as string));
  const [, height = 0, width = 0] = pairs[0]?.shape ?? [];
  pairs.forEach(({ shape: [, rows, columns] }, k) => {
    if (rows === height && columns === width) return;
    const found = `has images of ${rows} × ${columns}, but ${images[0] as string} of ${height} × ${width}`;
    throw badData(images[k] as string, `${found}. Give images of one size.`);
  });
  const bytes = Buffer.concat(pairs.map((pair) => pair.bytes));
  const label = Int32Array.from(Buffer.concat(pairs.map((pair) => pair.classes)));
  const fields: ImageFields = {
    pixels: { element: "f32", shape: [height, width, 1] },
    label: { element: "i32", shape: [], symbols: label.reduce((most, c) => Math.max(most, c + 1), 0) },
  };
  return new RowSource(fields, { pixels: fromBytes(bytes), label }, dealRows(label.length, sizes), placeOf(images));
}

/** A file of images with the bytes of its labels. */
function loadPair(images: string, labels: string): Idx & { readonly classes: Uint8Array } {
  const { shape, bytes } = loadIdx(images, 3);
  const { bytes: classes } = loadIdx(labels, 1);
  if (classes.length === shape[0]) return { shape, bytes, classes };
  const found = `has ${classes.length} labels, but ${images} has ${shape[0]} images`;
  throw badData(labels, `${found}. Do the files belong together?`);
}

/** Pixels from bytes: 0 … 255 becomes −1 … 1. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
