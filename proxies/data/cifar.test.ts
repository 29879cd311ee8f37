import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadCifar10 } from "./cifar.js";
import { TestFolder } from "./folder.arbitrary.js";
import { SPLITS, take } from "./source.js";

const folder = new TestFolder();

/** Records whose red is ten times their number, green 1, blue the place of the pixel. */
function records(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, n) => {
    const record = Buffer.alloc(3073, 10 * n);
    record[0] = n % 10;
    record.fill(1, 1025, 2049);
    for (let i = 0; i < 1024; i++) record[2049 + i] = i % 256;
    return record;
  }));
}

describe("CIFAR-10's binary files", () => {
  it("are read as rows of pixels with three channels each, several files together", () => {
    const paths = [folder.file("a", records(10)), folder.file("b", gzipSync(records(10)))];
    const source = loadCifar10(paths);
    expect(source.fields.pixels.shape).toEqual([32, 32, 3]);
    expect(SPLITS.map((split) => source.size(split))).toEqual([14, 2, 2, 2]);
    const { pixels, label } = take(source, "validation", 1, 0, 1);
    const bytes = Array.from(pixels.subarray(0, 9), (pixel) => Math.round((pixel + 1) * 127.5));
    const red = 10 * (label[0] as number);
    expect(bytes).toEqual([red, 1, 0, red, 1, 1, red, 1, 2]);
  });

  it("are refused when cut short, empty, missing or with a label that there is not", () => {
    const cut = folder.file("cut", records(2).subarray(0, 4000));
    expect(() => loadCifar10([cut])).toThrow(
      /4000 bytes, expected a multiple of 3073.*record 2 has only 927/,
    );
    expect(() => loadCifar10([folder.file("empty", "")])).toThrow(/the file is empty/);
    expect(() => loadCifar10([`${folder.path}/none`])).toThrow(/there is no such file/);
    const wrong = records(3);
    wrong[3073] = 77;
    expect(() => loadCifar10([folder.file("wrong", wrong)])).toThrow(
      /record 2 \(byte 3073\) has label 77, expected 0 to 9/,
    );
  });
});
