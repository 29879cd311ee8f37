import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { Connection } from "./connection.js";
import { HEADER, entriesLike, entryLike } from "./entry.arbitrary.js";
import { Child, refuseStaleBuild, runChild } from "./process.arbitrary.js";
import { RunStore } from "./store.js";

const KILLS = 24;

beforeAll(refuseStaleBuild);

const tests = new TestFolder();

test("a process that commits is killed again and again: all that it said it had committed is there", async () => {
  const folder = join(tests.path, "killed");
  RunStore.create(folder, HEADER).close();
  let length = 0;
  for (let round = 0; round < KILLS; round++) {
    const child = new Child("append", folder);
    await child.spoken();
    await sleep(round * 1.5);
    const committed = Number((await child.kill()).at(-1));
    const reader = RunStore.read(folder);
    expect(reader.length).toBeGreaterThanOrEqual(committed);
    expect(committed).toBeGreaterThan(length);
    length = reader.length;
    reader.close();
  }
  const connection = new Connection(join(folder, "run.db"), "read");
  expect(connection.prepare("PRAGMA integrity_check").all()).toEqual([["ok"]]);
  connection.close();
  const store = RunStore.open(folder);
  // Without a gap, and each as it was made.
  const { program } = entryLike(0);
  expect([...store.entries()].every((entry, i) => entry.index === i && entry.program === program)).toBe(true);
  store.append([entryLike(length)]);
  expect(store.length).toBe(length + 1);
  store.close();
});

test("a transaction that was torn in the middle is not there at all", () => {
  const folder = join(tests.path, "torn");
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 20));
  store.append(entriesLike(20, 20));
  const torn = join(tests.path, "torn-copy");
  mkdirSync(torn);
  for (const file of ["run.db", "run.db-wal"]) copyFileSync(join(folder, file), join(torn, file));
  store.close();
  // The last byte of the log belongs to the last transaction.
  spawnSync("truncate", ["-s", "-1", join(torn, "run.db-wal")]);
  const left = RunStore.open(torn);
  expect([...left.entries()]).toStrictEqual(entriesLike(0, 20));
  left.append(entriesLike(20, 1));
  left.close();
});

/** Whether this process may mount a disk of its own, as in most containers. */
const mounts = ((): boolean => {
  const folder = join(tests.path, "probe");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status !== 0) return false;
  return spawnSync("umount", [folder]).status === 0;
})();

describe.skipIf(!mounts)("on a disk of its own", () => {
  const disk = join(tests.path, "disk");
  afterEach(() => {
    // What was opened here may still be open.
    spawnSync("umount", ["--lazy", disk]);
  });

  function mount(size: string): void {
    mkdirSync(disk, { recursive: true });
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]).status).toBe(0);
  }

  function makeReadOnly(): void {
    expect(spawnSync("mount", ["-o", "remount,ro", disk]).status).toBe(0);
  }

  test("that is full: the commit is refused, nothing is lost, and the run goes on once there is room", () => {
    mount("1m");
    const folder = join(disk, "run");
    const store = RunStore.create(folder, HEADER);
    let length = 0;
    expect(() => {
      for (; ; length = store.length) store.append(entriesLike(length, 50));
    }).toThrow(/the disk is full\. Everything that was committed is kept\. Free some space/);
    expect(store.length).toBe(length);
    expect(() => { store.append(entriesLike(length, 50)); }).toThrow(/the disk is full/);
    expect([...store.entries()]).toStrictEqual(entriesLike(0, length));
    expect(spawnSync("mount", ["-o", "remount,size=8m", disk]).status).toBe(0);
    store.append(entriesLike(length, 500));
    store.close();
    const reader = RunStore.read(folder);
    expect([...reader.entries()]).toStrictEqual(entriesLike(0, length + 500));
    reader.close();
  });

  test("that has no room at all: a run is refused", () => {
    mount("16k");
    writeFileSync(join(disk, "fill"), Buffer.alloc(8192));
    expect(() => RunStore.create(join(disk, "run"), HEADER)).toThrow(/the disk is full/);
  });

  test("that is read-only: a run at rest can be read, and neither opened nor made", () => {
    mount("1m");
    const folder = join(disk, "run");
    expect(runChild("make", folder)).toBe("");
    makeReadOnly();
    expect(runChild("read", folder)).toBe("10");
    expect(runChild("open", folder)).toMatch(/^InputError cannot-write: .*this place cannot be written to/);
    expect(() => RunStore.create(join(disk, "other"), HEADER)).toThrow(/this place cannot be written to/);
  });

  test("that is read-only: of an interrupted run nothing that was committed is passed over", () => {
    mount("1m");
    const folder = join(disk, "run");
    runChild("leave", folder);
    rmSync(join(folder, "run.db-shm"));
    makeReadOnly();
    expect(runChild("read", folder)).toMatch(/^InputError cannot-read: .*run\.db-wal.*must be writable/);
  });

  test("that is read-only: a run that was left in write-ahead mode, all in its file, can be read", () => {
    mount("1m");
    const folder = join(disk, "run");
    expect(runChild("make", folder)).toBe("");
    runChild("rewind", folder);
    makeReadOnly();
    expect(runChild("read", folder)).toBe("10");
  });
});
