import { badData, loadBytes, placeOf } from "./file.js";
import { type ImageFields, fromBytes } from "./idx.js";
import { dealRows, RowSource, type SplitSizes } from "./rows.js";
import type { Source } from "./source.js";

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const RECORD = 1 + 3 * PIXELS;
const CLASSES = 10;

/**
 * CIFAR-10 from its binary files: records of a label and 32 × 32 pixels of red, of green, of blue.
 *
 * @param paths - The files, such as `data_batch_1.bin`; gzip or not.
 * @param sizes - What each split gets, of all files together. @default 70 %, 10 %, 10 %, 10 %
 */
export function loadCifar10(paths: readonly string[], sizes?: SplitSizes): Source<ImageFields> {
  const files = paths.map((path) => loadRecords(path));
  const count = files.reduce((sum, file) => sum + file.length / RECORD, 0);
  const pixels = new Uint8Array(count * 3 * PIXELS);
  const label = new Int32Array(count);
  let row = 0;
  for (const file of files) {
    for (let start = 0; start < file.length; start += RECORD, row++) {
      label[row] = file[start] as number;
      const to = row * 3 * PIXELS;
      for (let c = 0; c < 3; c++) {
        const from = start + 1 + c * PIXELS;
        for (let i = 0; i < PIXELS; i++) pixels[to + 3 * i + c] = file[from + i] as number;
      }
    }
  }
  const fields: ImageFields = {
    pixels: { element: "f32", shape: [SIDE, SIDE, 3] },
    label: { element: "i32", shape: [], symbols: CLASSES },
  };
  return new RowSource(fields, { pixels: fromBytes(pixels), label }, dealRows(count, sizes), placeOf(paths));
}

function loadRecords(path: string): Buffer {
  const file = loadBytes(path, `a CIFAR-10 binary file: records of ${RECORD} bytes`);
  const rest = file.length % RECORD;
  if (rest !== 0) {
    throw badData(
      path,
      `has ${file.length} bytes, expected a multiple of ${RECORD} (a label and 3072 pixels): record ` +
        `${(file.length - rest) / RECORD + 1} has only ${rest}. Is it the binary version, and whole?`,
    );
  }
  for (let start = 0; start < file.length; start += RECORD) {
    const label = file[start] as number;
    if (label >= CLASSES) {
      throw badData(
        path,
        `record ${start / RECORD + 1} (byte ${start}) has label ${label}, expected 0 to ${CLASSES - 1}. ` +
          "CIFAR-100 files have two labels a record and are not read.",
      );
    }
  }
  return file;
}
