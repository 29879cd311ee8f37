import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError } from "../../src/errors.js";
import { makeFolder, takeAway } from "./place.js";

const tests = new TestFolder();
let folder = "";
let count = 0;
beforeEach(() => {
  folder = join(tests.path, `place-${count++}`);
  mkdirSync(folder);
});

/** Why a folder cannot be made. */
function refusal(path: string): unknown {
  try {
    makeFolder(path);
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a folder is made with those above it, and what was made is told", () => {
  const deep = join(folder, "a", "b");
  expect(makeFolder(deep)).toEqual([join(folder, "a"), deep]);
  expect(existsSync(deep)).toBe(true);
  expect(makeFolder(deep)).toEqual([]);
});

test("what was made is taken away, and nothing else", () => {
  takeAway(makeFolder(join(folder, "a", "b")));
  expect(readdirSync(folder)).toEqual([]);
  mkdirSync(join(folder, "mine"));
  takeAway(makeFolder(join(folder, "mine")));
  expect(readdirSync(folder)).toEqual(["mine"]);
  takeAway(makeFolder(join(folder, "mine", "a")));
  expect(readdirSync(folder)).toEqual(["mine"]);
});

test("a folder that something was put into meanwhile stays, with those above it", () => {
  const made = makeFolder(join(folder, "a", "b"));
  writeFileSync(join(folder, "a", "file"), "");
  takeAway(made);
  expect(readdirSync(join(folder, "a"))).toEqual(["file"]);
});

test("neither at a file nor below one is a folder made", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "a", "b")]) {
    expect(refusal(path)).toMatchObject({ code: "cannot-open", message: expect.stringContaining(file) as unknown });
  }
});

test("where a folder cannot be made those above it are not left behind", () => {
  const tooLong = join(folder, "a", "b".repeat(5000));
  expect(refusal(join(folder, "a", "b".repeat(300)))).toBeInstanceOf(InputError);
  expect(refusal(tooLong)).toBeInstanceOf(InputError);
  expect(readdirSync(folder)).toEqual([]);
});

// The system says there that there is no such folder, at which Node tries for ever to make the folders above it.
test.skipIf(!existsSync("/proc/self"))("below a folder that takes none it ends, and says so", () => {
  for (const path of ["/proc/symopt", "/proc/symopt/a/b"]) {
    const fault = refusal(path);
    expect(fault).toBeInstanceOf(InputError);
    expect(fault).toMatchObject({ code: "cannot-write", message: expect.stringContaining("/proc") as unknown });
  }
});
