import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contentKey } from "./content-key.js";

let folder = "";
let next = 0;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "symopt-content-")); });
afterEach(() => { rmSync(folder, { recursive: true }); });

/** Writes a file of the test's own, all with the same time. */
function write(text: string | Buffer, name = `file-${next++}`): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, 1, 1);
  return path;
}

/** Makes a folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const own = `folder-${next++}`;
  mkdirSync(join(folder, own, "inner"), { recursive: true });
  for (const [name, text] of Object.entries(files)) write(text, join(own, name));
  return join(folder, own);
}

describe("the content of a task's files", () => {
  test("is nothing where it has none", () => {
    expect(contentKey({})).toBeUndefined();
  });

  test("is the same wherever the files lie, and another where a byte of equal length and time is", () => {
    const key = contentKey({ data: write("1,2,a") });
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(contentKey({ data: write("1,2,a") })).toBe(key);
    expect(contentKey({ data: write("1,2,b") })).not.toBe(key);
  });

  test("tells a module from data, and takes both in", () => {
    const [one, other] = [write("one"), write("other")];
    const keys = [
      contentKey({ module: one }), contentKey({ data: one }), contentKey({ module: one, data: other }),
      contentKey({ module: other, data: one }),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  test("is of all files of a folder, by their names", () => {
    const key = contentKey({ data: folderOf({ a: "1", b: "2", "inner/c": "3" }) });
    expect(contentKey({ data: folderOf({ "inner/c": "3", b: "2", a: "1" }) })).toBe(key);
    for (const other of [
      { a: "2", b: "1", "inner/c": "3" }, { a: "1", b: "2", "inner/c": "4" }, { a: "1", b: "2", "inner/d": "3" },
      { a: "1", b: "2" }, { a: "12", b: "", "inner/c": "3" },
    ]) expect(contentKey({ data: folderOf(other) })).not.toBe(key);
  });

  test("is of all of a file that is read in many parts", () => {
    const bytes = Buffer.alloc(3 << 20, 7);
    const key = contentKey({ data: write(bytes) });
    bytes[bytes.length - 1] = 8;
    expect(contentKey({ data: write(bytes) })).not.toBe(key);
  });

  test("is another than any where a file cannot be read", () => {
    const key = contentKey({ data: join(folder, "none.csv") });
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(contentKey({ data: write("") })).not.toBe(key);
  });

  test("stays what it was while the process runs, as the task that was read from it does", () => {
    const path = write("before");
    const key = contentKey({ data: path });
    writeFileSync(path, "after");
    expect(contentKey({ data: path })).toBe(key);
  });
});
