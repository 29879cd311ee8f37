import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { realData, TestFolder } from "./folder.arbitrary.js";
import { loadImages } from "./images.js";
import { idxFile } from "./idx.arbitrary.js";
import { SPLITS, take } from "./source.js";

const folder = new TestFolder();

/** So many images of 2 × 2 pixels, all of one class, and their labels. */
function pair(count: number, label: number): readonly [images: Buffer, labels: Buffer] {
  const bytes = (length: number): readonly number[] => new Array<number>(length).fill(label);
  return [idxFile([count, 2, 2], bytes(4 * count)), idxFile([count], bytes(count))];
}

/** A folder of its own with these files. */
function folderOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  mkdirSync(join(folder.path, name));
  for (const [file, content] of Object.entries(files)) folder.file(join(name, file), content);
  return join(folder.path, name);
}

describe("images at a path", () => {
  const [few, fewLabels] = pair(10, 3);
  const [more, moreLabels] = pair(20, 5);

  it("are all IDX files of a folder, packed or not, each once", () => {
    const path = folderOf("mnist", {
      "train-images-idx3-ubyte": more, "train-labels-idx1-ubyte.gz": gzipSync(moreLabels),
      "t10k-images-idx3-ubyte": few, "t10k-labels-idx1-ubyte": fewLabels,
      "t10k-images-idx3-ubyte.gz": gzipSync(few), "t10k-labels-idx1-ubyte.gz": gzipSync(fewLabels),
      ".hidden-images-idx3-ubyte": few, "README": few,
    });
    const source = loadImages(path);
    expect(SPLITS.map((split) => source.size(split))).toEqual([21, 3, 3, 3]);
    const labels = SPLITS.flatMap((split) => [...take(source, split, 1, 0, source.size(split)).label]);
    expect(labels.filter((label) => label === 3)).toHaveLength(10);
    expect(labels.filter((label) => label === 5)).toHaveLength(20);
  });

  it("are those of one IDX file, whose labels lie beside it", () => {
    const path = folderOf("one", {
      "train-images.idx3-ubyte": more, "train-labels.idx1-ubyte": moreLabels,
      "t10k-images.idx3-ubyte": few, "t10k-labels.idx1-ubyte": fewLabels,
    });
    const source = loadImages(join(path, "t10k-images.idx3-ubyte"));
    expect(SPLITS.reduce((sum, split) => sum + source.size(split), 0)).toBe(10);
  });

  it("are CIFAR-10's where there are no IDX files", () => {
    const record = Buffer.alloc(3073, 1);
    const path = folderOf("cifar", {
      "data_batch_1.bin": Buffer.concat([record, record]),
      "test_batch.bin": Buffer.concat(new Array<Buffer>(8).fill(record)),
      "batches.meta.txt": Buffer.from("airplane"),
    });
    expect(loadImages(path).fields.pixels.shape).toEqual([32, 32, 3]);
    expect(SPLITS.map((split) => loadImages(path).size(split))).toEqual([7, 1, 1, 1]);
    expect(loadImages(join(path, "data_batch_1.bin")).size("train")).toBe(2);
  });

  it("are refused where those of two kinds lie together", () => {
    const path = folderOf("both", {
      "t10k-images-idx3-ubyte": few, "t10k-labels-idx1-ubyte": fewLabels, "test_batch.bin": Buffer.alloc(3073, 1),
    });
    expect(() => loadImages(path)).toThrow(InputError);
    expect(() => loadImages(path)).toThrow(/both: has IDX images \(t10k-images-idx3-ubyte\) and CIFAR-10's .* \(test_batch\.bin\)/);
    expect(loadImages(join(path, "test_batch.bin")).size("train")).toBe(1);
  });

  it("say where they are where a split has none of them", () => {
    const three = folderOf("three", { "a.bin": Buffer.alloc(3073, 1), "b.bin": Buffer.alloc(2 * 3073, 1) });
    const drawn = (path: string) => (): unknown => take(loadImages(path), "validation", 1, 0, 1);
    expect(drawn(three)).toThrow(/three: has no rows for validation, with 3 in all\. Give it more rows/);
    expect(drawn(join(three, "b.bin"))).toThrow(/three\/b\.bin: has no rows for validation, with 2 in all\./);
    const [images, labels] = pair(4, 1);
    const four = folderOf("four", { "x-images-idx3-ubyte": images, "x-labels-idx1-ubyte": labels });
    expect(drawn(four)).toThrow(InputError);
    expect(drawn(four)).toThrow(/x-images-idx3-ubyte: has no rows for validation, with 4 in all/);
  });

  it("are refused where there are none, or no labels for them", () => {
    const text = folder.file("text.txt", "no image");
    expect(() => loadImages(text)).toThrow(InputError);
    expect(() => loadImages(text)).toThrow(/text\.txt: is not, and has not, IDX images/);
    expect(() => loadImages(folderOf("empty", {}))).toThrow(/empty: is not, and has not, IDX images .* or CIFAR-10's/);
    expect(() => loadImages(join(folder.path, "none"))).toThrow(/none: there is no such file or folder/);
    const alone = folderOf("alone", { "t10k-images-idx3-ubyte.gz": gzipSync(few) });
    expect(() => loadImages(alone)).toThrow(/t10k-labels-idx1-ubyte\.gz: there is no such file/);
  });
});

const mnist = realData("mnist");

describe.skipIf(mnist === undefined)("MNIST", () => {
  it("is split 7,000 / 1,000 / 1,000 / 1,000, all classes in each", () => {
    const source = loadImages(mnist as string);
    expect(SPLITS.map((split) => source.size(split))).toEqual([7000, 1000, 1000, 1000]);
    expect(source.fields.pixels.shape).toEqual([28, 28, 1]);
    for (const split of SPLITS) {
      const { label } = take(source, split, 1, 0, source.size(split));
      for (let c = 0; c < 10; c++) {
        expect(Math.abs(label.filter((x) => x === c).length / label.length - 0.1)).toBeLessThan(0.035);
      }
    }
    const labels = take(source, "test", 1, 0, 12).label;
    expect([...labels].join(" ")).toMatchInlineSnapshot(`"5 2 7 2 4 1 9 2 1 9 2 1"`);
  });
});
