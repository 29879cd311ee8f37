import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError } from "../../src/errors.js";
import { HEADER } from "./entry.arbitrary.js";
import { RunLock } from "./lock.js";
import { Child, refuseStaleBuild, runChild } from "./process.arbitrary.js";
import { RunStore } from "./store.js";

beforeAll(refuseStaleBuild);

const tests = new TestFolder();
let made = 0;
let folder = "";
beforeEach(() => {
  folder = join(tests.path, `run-${made++}`);
});

test("a second process is refused with the id of the first, and let in once that has ended", () => {
  const store = RunStore.create(folder, HEADER);
  const said = runChild("open", folder);
  expect(said).toMatch(/^InputError run-in-use: /);
  expect(said).toContain(`in use by process ${process.pid}.`);
  // Having been asked who holds it must not have given it away.
  expect(runChild("open", folder)).toMatch(/^InputError run-in-use: /);
  store.close();
  expect(runChild("open", folder)).toBe("0");
});

test("a process that was killed holds nothing", async () => {
  RunStore.create(folder, HEADER).close();
  const child = new Child("hold", folder);
  await child.spoken();
  expect(() => RunStore.open(folder)).toThrow(`in use by process ${child.pid}.`);
  expect(RunStore.read(folder).length).toBe(0);
  await child.kill();
  const store = RunStore.open(folder);
  expect(runChild("open", folder)).toContain(`in use by process ${process.pid}.`);
  store.close();
});

test("within one process a run is opened for writing once", () => {
  const store = RunStore.create(folder, HEADER);
  expect(() => RunStore.open(folder)).toThrow(/run is in use by process/);
  expect(() => RunStore.create(folder, HEADER)).toThrow(/run is in use by process/);
  expect(runChild("open", folder)).toMatch(/^InputError run-in-use: /);
  store.close();
  RunStore.open(folder).close();
});

test("what cannot be opened is not held either", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "run.db"), "garbage that is no database, longer than a header of one hundred bytes".repeat(3));
  expect(() => RunStore.open(folder)).toThrow(/is damaged/);
  RunLock.take(folder).release();
});

test("who holds a lock and has not said its name is another process", () => {
  mkdirSync(folder);
  const lock = RunLock.take(folder);
  expect(readFileSync(join(folder, "run.pid"), "utf8")).toBe(`${process.pid}\n`);
  writeFileSync(join(folder, "run.pid"), "");
  expect(() => RunLock.take(folder)).toThrow(/in use by another process/);
  lock.release();
});

test("a file that stands where the lock should be is refused by its name, and not held", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "run.lock"), "x".repeat(2000));
  expect(() => RunLock.take(folder)).toThrow(InputError);
  expect(() => RunLock.take(folder)).toThrow(/run\.lock: this file is not empty/);
});
