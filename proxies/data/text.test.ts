import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { realData, TestFolder } from "./folder.arbitrary.js";
import { SPLITS, take } from "./source.js";
import { loadText } from "./text.js";

const folder = new TestFolder();

/** 2,000 characters, no 5 of them twice in a row alike: numbers from 1000 on, spelled out. */
const numbers = Array.from({ length: 400 }, (_, i) => `${1000 + i} `).join("");

describe("plain text", () => {
  it("has a symbol for each character that occurs, sorted, and targets one place later", () => {
    const source = loadText(folder.file("text", "åbc😀".repeat(100)), 4);
    expect(source.characters).toEqual(["b", "c", "å", "😀"]);
    const { inputs, targets } = take(source, "validation", 1, 0, 1);
    expect(source.render(inputs)).toBe("åbc😀");
    expect(source.render(targets)).toBe("bc😀å");
  });

  it("may be the only file of a folder", () => {
    const alone = join(folder.path, "alone");
    mkdirSync(alone);
    folder.file("alone/text", "abcd".repeat(100));
    expect(loadText(alone, 4).characters).toEqual(["a", "b", "c", "d"]);
    folder.file("alone/other", "abcd");
    expect(() => loadText(alone, 4)).toThrow(/alone: this is a folder; expected a plain text file.*Name the file itself/);
  });

  it("gives each split a part of the text that no other has", () => {
    const source = loadText(folder.file("text", numbers), 9);
    const found = SPLITS.map((split) => {
      const { inputs } = take(source, split, 1, 0, source.size(split));
      const count = inputs.length / 9;
      const windows = Array.from({ length: count }, (_, i) => inputs.subarray(i * 9, (i + 1) * 9));
      return new Set(windows.flatMap((window) => source.render(window).match(/1\d{3}(?= )/g) ?? []));
    });
    const all = found.flatMap((set) => [...set]);
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...Array.from(found[0] as Set<string>, Number))).toBeLessThan(1360);
  });

  it("trains on windows that do not overlap, elsewhere and in another order each epoch", () => {
    const source = loadText(folder.file("text", numbers), 9);
    const windows = source.size("train");
    expect(windows).toBe(Math.floor((1800 - 1 - 8) / 9));
    const epochs = [0, 1].map((e) => {
      const { inputs } = take(source, "train", 1, e * windows, windows);
      return Array.from({ length: windows }, (_, i) => source.render(inputs.subarray(i * 9, (i + 1) * 9)));
    });
    for (const epoch of epochs) {
      const starts = epoch.map((window) => numbers.indexOf(window)).sort((a, b) => a - b);
      starts.forEach((start, i) => {
        expect(start).toBe((starts[0] as number) + 9 * i);
      });
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it("is refused when empty, too short, missing, a folder or no text", () => {
    expect(() => loadText(folder.file("empty", ""), 8)).toThrow(/empty: the file is empty; expected a plain/);
    expect(() => loadText(folder.file("short", "some words"), 8)).toThrow(
      /short: has 10 characters, so 9 for train: too few for windows of 8/,
    );
    expect(() => loadText(`${folder.path}/none`, 8)).toThrow(/there is no such file/);
    expect(() => loadText(folder.path, 8)).toThrow(/this is a folder/);
    const latin = folder.file("latin", Buffer.from([0x61, 0xe9, 0x62]));
    expect(() => loadText(latin, 8)).toThrow(InputError);
    expect(() => loadText(latin, 8)).toThrow(/is not UTF-8 text/);
  });
});

const shakespeare = realData(join("tinyshakespeare", "input.txt"));

describe.skipIf(shakespeare === undefined)("tinyshakespeare", () => {
  it("has 65 characters and a million places", () => {
    const source = loadText(shakespeare as string, 64);
    expect(source.characters).toHaveLength(65);
    expect(source.size("train")).toBe(15_684);
    const { inputs } = take(source, "validation", 1, 0, 1);
    expect(source.render(inputs)).toMatchInlineSnapshot(`
      "?

      GREMIO:
      Good morrow, neighbour Baptista.

      BAPTISTA:
      Good morr"
    `);
  });
});
