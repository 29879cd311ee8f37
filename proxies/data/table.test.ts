import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { realData, TestFolder } from "./folder.arbitrary.js";
import { SPLITS, take } from "./source.js";
import { loadTable, loadTableClasses, loadTableClassesAt, loadTableNumbers } from "./table.js";

const folder = new TestFolder();

/** Rows of a number, ten times it and its last digit. */
const rows = Array.from({ length: 100 }, (_, i) => `${i},${i * 10},${i % 10}`).join("\n");

describe("a table of numbers", () => {
  it.each([
    ["commas", "1,2.5,-3e2\n4,5,.5\n"],
    ["semicolons, and quotes", "\"1\"; 2.5; -3e2\r\n4;5;\".5\"\r\n"],
    ["spaces, however many", "  1  2.5 -3e2\n4 5   .5"],
    ["tabs", "1\t2.5\t-3e2\n4\t5\t.5"],
  ])("is read with %s between its cells", (_, text) => {
    const table = loadTable(folder.file("table", text));
    expect(table).toMatchObject({ names: undefined, rows: 2, columns: 3 });
    expect([...table.cells]).toEqual([1, 2.5, -300, 4, 5, 0.5]);
  });

  it("may have comments, empty lines, a header, a byte order mark and gzip around it", () => {
    const text = "\uFEFF# by hand\n\nheight,weight\n# tall\n1,2\n\n3,4\n";
    const table = loadTable(folder.file("table.gz", gzipSync(text)));
    expect(table.names).toEqual(["height", "weight"]);
    expect([...table.cells]).toEqual([1, 2, 3, 4]);
  });

  it.each(["?", "", "NA", "NaN", "-", "null", "-inf"])("refuses a first row with \"%s\" in it, and takes it for no header", (gap) => {
    const path = folder.file("table", `# by hand\n1,${gap},3\n4,5,6\n`);
    const found = gap === "" ? "nothing" : `"${gap}"`;
    expect(() => loadTable(path)).toThrow(`line 2, column 2 has ${found}, expected a number`);
  });

  it.each(["label,0,1", ",height,2", "\"id\",?,NA"])("takes a first line with a name in it for a header: %s", (line) => {
    const table = loadTable(folder.file("table", `${line}\n4,5,6\n`));
    expect(table.rows).toBe(1);
    expect(table.names).toHaveLength(3);
  });

  it("gives 0 for a column that never changes, whatever its numbers round to", () => {
    const same = Array.from({ length: 100 }, (_, i) => `0.1,${i},${i % 10}`).join("\n");
    const { features } = take(loadTableClasses(folder.file("table", same)), "train", 1, 0, 70);
    expect([...features].filter((_, i) => i % 2 === 0)).toEqual(Array.from({ length: 70 }, () => 0));
  });

  it("gives classes, and features of mean 0 and variance 1 over the training rows", () => {
    const source = loadTableClasses(folder.file("table", rows));
    expect(source.fields.label.symbols).toBe(10);
    const { features, label } = take(source, "train", 1, 0, 70);
    const mean = features.reduce((sum, x) => sum + x, 0) / features.length;
    const square = features.reduce((sum, x) => sum + x * x, 0) / features.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(1, 5);
    expect(label).toHaveLength(70);
    const test = take(source, "test", 1, 0, 10);
    for (let i = 0; i < 10; i++) {
      expect(test.features[2 * i]).toBeCloseTo(test.features[2 * i + 1] as number, 5);
    }
  });

  it("gives features together to −1 … 1, or as they are, and any column to predict", () => {
    const path = folder.file("table", `a,b,c\n${rows}`);
    const sizes = { train: 1, validation: 0, selection: 0, test: 0 };
    const range = take(loadTableClasses(path, { scale: "range", sizes }), "train", 1, 0, 100).features;
    expect([Math.min(...range), Math.max(...range)]).toEqual([-1, 1]);
    const raw = take(loadTableNumbers(path, { target: "b", scale: "none", sizes }), "train", 1, 0, 100);
    for (let i = 0; i < 100; i++) {
      const [a = 0, c] = raw.features.subarray(2 * i, 2 * i + 2);
      expect(c).toBe(a % 10);
      expect(raw.targets[i]).toBeCloseTo((a - 49.5) / Math.sqrt((100 * 100 - 1) / 12), 5);
    }
    for (const target of [1, -2]) {
      const source = loadTableNumbers(path, { target, scale: "none", sizes });
      expect(take(source, "train", 1, 0, 100)).toEqual(raw);
    }
  });

  it("is all files of a folder, which must have some", () => {
    const path = join(folder.path, "tables");
    mkdirSync(path);
    expect(() => loadTableClassesAt(path)).toThrow(InputError);
    expect(() => loadTableClassesAt(path)).toThrow(/tables: is a folder without files; expected tables of numbers/);
    expect(() => loadTableClasses([])).toThrow(/no table to read: the list of files is empty/);
    folder.file("tables/a.csv", "1,2,0\n");
    folder.file("tables/b.csv", "1,2,1\n3,4,0\n");
    const source = loadTableClassesAt(path);
    expect(SPLITS.reduce((sum, split) => sum + source.size(split), 0)).toBe(3);
    expect(() => take(source, "test", 1, 0, 1)).toThrow(/tables: has no rows for test, with 3 in all/);
  });

  it("has no rows for a split that got none, and says so", () => {
    const source = loadTableClasses(folder.file("few", "1,2,0\n2,3,1\n"));
    expect(source.size("validation")).toBe(0);
    expect(() => take(source, "validation", 1, 0, 1)).toThrow(/few: has no rows for validation, with 2 in all\. Give it more rows/);
  });
});

describe("a faulty table", () => {
  const cases: readonly (readonly [fault: string, text: string, message: RegExp])[] = [
    ["empty", "", /t: the file is empty/],
    ["with a word for a number", "1,2\n3,x4\n", /line 2, column 2 has "x4", expected a number/],
    ["with an empty cell", "# c\n1,2\n3,\n", /line 3, column 2 has nothing, expected a number/],
    ["with a number that is none", "1,2\nNaN,1e999\n", /column 1 has "NaN".*\n.*column 2 has "1e999"/],
    ["with ragged rows", "1,2\n3\n4,5,6", /line 2 has 1 cells, expected 2 as line 1 has\n.*line 3 has 3/],
    ["of comments alone", "# nothing\n", /has no rows, only comments/],
    ["of a header alone", "a,b\n", /has no rows, only comments, empty lines or a header/],
    ["with one column", "1\n2\n", /has one column, expected features and a target/],
  ];

  it.each(cases)("%s is refused", (_, text, message) => {
    const path = folder.file("t", text);
    expect(() => loadTable(path)).toThrow(InputError);
    expect(() => loadTable(path)).toThrow(message);
  });

  it("has all its faults told at once, but no more than ten", () => {
    const path = folder.file("t", `1,2\n${"x,y\n".repeat(9)}`);
    expect(() => loadTable(path)).toThrow(/line 6, column 2 has "y", expected a number\n {2}and 8 more\n/);
  });

  it("is refused beside a table of other columns, or without the column to predict", () => {
    const two = folder.file("two", "1,2\n");
    const three = folder.file("three", "a,b,c\n1,2,0.5\n");
    expect(() => loadTable([two, three])).toThrow(/three: has 3 columns, but .*two has 2/);
    expect(() => loadTableClasses(three, { target: "d" })).toThrow(/no column "d".*its columns are a, b, c/);
    expect(() => loadTableClasses(two, { target: "d" })).toThrow(/no column "d".*the file has no header/);
    expect(() => loadTableClasses(two, { target: 2 })).toThrow(/no column 2 to predict: it has 2, the first/);
    expect(() => loadTableClasses(three)).toThrow(/row 1 has 0.5 as its class \(column 3\), expected/);
  });
});

const digits = realData("uci-optdigits");

describe.skipIf(digits === undefined)("UCI's optdigits", () => {
  it("is read from both its files: 4,796 rows of 64 pixels", () => {
    const paths = ["optdigits.tra", "optdigits.tes"].map((name) => join(digits as string, name));
    const source = loadTableClasses(paths, { scale: "range" });
    expect(SPLITS.reduce((sum, split) => sum + source.size(split), 0)).toBe(4796);
    expect(source.fields.features.shape).toEqual([64]);
    expect(source.fields.label.symbols).toBe(10);
    const { features } = take(source, "train", 1, 0, 100);
    expect([Math.min(...features), Math.max(...features)]).toEqual([-1, 1]);
  });
});
