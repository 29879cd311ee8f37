import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { TestFolder } from "./folder.arbitrary.js";
import { idxFile as idx } from "./idx.arbitrary.js";
import { loadIdx, loadIdxImages } from "./idx.js";
import { SPLITS, take } from "./source.js";

const folder = new TestFolder();

/** Twenty images of 2 × 2 pixels whose first pixel is their number, whose label is its last digit. */
const images = idx([20, 2, 2], Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? i / 4 : 255)));
const labels = idx([20], Array.from({ length: 20 }, (_, i) => i % 10));

describe("an IDX file", () => {
  it("is read whether it is gzipped or not", () => {
    const plain = loadIdx(folder.file("plain", images), 3);
    const packed = loadIdx(folder.file("packed", gzipSync(images)), 3);
    expect(plain.shape).toEqual([20, 2, 2]);
    expect([...packed.bytes]).toEqual([...plain.bytes]);
  });

  it("gives images with their labels, each in one split", () => {
    const source = loadIdxImages([folder.file("images", images)], [folder.file("labels", labels)]);
    expect(SPLITS.map((split) => source.size(split))).toEqual([14, 2, 2, 2]);
    const seen: number[] = [];
    for (const split of SPLITS) {
      const { pixels, label } = take(source, split, 1, 0, source.size(split));
      label.forEach((c, i) => {
        const number = Math.round(((pixels[i * 4] as number) + 1) * 127.5);
        expect(number % 10).toBe(c);
        expect(pixels[i * 4 + 1]).toBe(1);
        seen.push(number);
      });
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it("goes through its training images in another order each epoch and seed, each once an epoch", () => {
    const source = loadIdxImages([folder.file("images", images)], [folder.file("labels", labels)]);
    const epoch = (seed: number, e: number): number[] => {
      const { pixels } = take(source, "train", seed, e * 14, 14);
      return Array.from({ length: 14 }, (_, i) => pixels[i * 4] as number);
    };
    const orders = [epoch(1, 0), epoch(1, 1), epoch(2, 0)];
    expect(new Set(orders.map(String)).size).toBe(3);
    expect(new Set(orders.map((order) => String(order.sort((a, b) => a - b)))).size).toBe(1);
    expect(take(source, "test", 1, 0, 2)).toEqual(take(source, "test", 5, 2, 2));
  });
});

describe("a faulty IDX file", () => {
  const cases: readonly (readonly [fault: string, content: Uint8Array, message: RegExp])[] = [
    ["empty", Buffer.alloc(0), /f: the file is empty; expected an IDX file.*Download it again/],
    ["of another kind", Buffer.from("P5 28 28 255"), /begins with bytes 50352032, expected 00000803/],
    ["of a few bytes", Buffer.from([0, 0]), /begins with bytes 0000, expected 00000803/],
    ["of other numbers", idx([1, 1, 1], [0, 0, 0, 0], 13), /holds 32-bit floats \(byte 2 is 0x0d\)/],
    ["of labels", labels, /has 1 dimension\(s\) \(byte 3\), expected 3\. Were labels given for images\?/],
    ["cut in its header", images.subarray(0, 10), /ends at byte 10, within its 16-byte header/],
    ["cut short", images.subarray(0, 90), /cut short.*20 × 2 × 2, which makes 96 bytes, but it has 90/],
    ["too long", Buffer.concat([images, images]), /too long.*makes 96 bytes, but it has 192/],
    ["without images", idx([0, 2, 2], []), /holds nothing: its header says 0 × 2 × 2/],
    ["of damaged gzip", gzipSync(images).subarray(0, 25), /gzip file is damaged or cut short/],
    ["of gzip of nothing", gzipSync(Buffer.alloc(0)), /gzip file holds nothing/],
  ];

  it.each(cases)("%s is refused", (_, content, message) => {
    const path = folder.file("f", content);
    expect(() => loadIdx(path, 3)).toThrow(InputError);
    expect(() => loadIdx(path, 3)).toThrow(message);
  });

  it("that is not there, or a folder, is refused", () => {
    expect(() => loadIdx(`${folder.path}/none`, 3)).toThrow(/none: there is no such file; expected an IDX/);
    expect(() => loadIdx(`${folder.path}/images/x`, 3)).toThrow(/there is no such file/);
    expect(() => loadIdx(folder.path, 3)).toThrow(/this is a folder.*Name the file itself/);
  });

  it("with labels for other images is refused", () => {
    const few = folder.file("few", idx([3], [0, 1, 2]));
    const path = folder.file("images", images);
    expect(() => loadIdxImages([path], [few])).toThrow(/few: has 3 labels, but .*images has 20 images/);
  });

  it("with fewer images than the splits ask for is refused", () => {
    const sizes = { train: 30, validation: 1, selection: 1, test: 1 };
    const paths = [[folder.file("images", images)], [folder.file("labels", labels)]] as const;
    expect(() => loadIdxImages(...paths, sizes)).toThrow(/ask for 33 rows, but the data has 20/);
  });

  it("with images of another size beside them is refused", () => {
    const paths = [folder.file("images", images), folder.file("wide", idx([1, 2, 3], [0, 1, 2, 3, 4, 5]))];
    const both = [folder.file("labels", labels), folder.file("one", idx([1], [0]))];
    expect(() => loadIdxImages(paths, both)).toThrow(/wide: has images of 2 × 3, but .*images of 2 × 2/);
  });
});
