import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { DICTIONARY } from "./dictionary.js";
import { digestOf } from "./digest.js";
import { HEADER, entriesLike, entryLike } from "./entry.arbitrary.js";
import { makeFormat2 } from "./format-2.arbitrary.js";
import { salvage } from "./salvage.js";
import { FORMAT, MIGRATIONS, type Migration, createTables, formatOf, migrate, readableFormatOf } from "./schema.js";
import { RunStore } from "./store.js";

const tests = new TestFolder();
let made = 0;
let folder = "";
let connection: Connection;
beforeEach(() => {
  folder = join(tests.path, `run-${made++}`);
  makeFormat2(folder);
  connection = new Connection(join(folder, "run.db"), "write");
});

/** Makes the run one of format 0, as it might have been: its notes had another name. */
function turnBack(): void {
  connection.exec("ALTER TABLE note RENAME TO remark; DROP TABLE training; PRAGMA user_version = 0");
}

const FIRST: Migration = {
  from: 0,
  migrate: (older) => { older.exec("ALTER TABLE remark RENAME TO note"); },
};

test("a run of this version is of the newest format and stays as it is", () => {
  RunStore.create(join(folder, "new"), HEADER).close();
  const newest = new Connection(join(folder, "new", "run.db"), "write");
  migrate(newest);
  expect(formatOf(newest)).toBe(FORMAT);
  newest.close();
});

test("a run of an older format goes through every step, and is then as any other", () => {
  turnBack();
  const second: Migration = { from: 1, migrate: (older) => { older.exec("ALTER TABLE note ADD COLUMN host TEXT"); } };
  migrate(connection, [second, FIRST], 2);
  expect(formatOf(connection, 2)).toBe(2);
  expect(connection.prepare("SELECT count(host) FROM note").all()).toEqual([[0]]);
});

test("a migrated run keeps its entries, and new ones with compressed programs follow them", () => {
  turnBack();
  migrate(connection, [FIRST, ...MIGRATIONS]);
  connection.close();
  const store = RunStore.open(folder);
  store.append(entriesLike(2, 100));
  store.note("interrupted", 4, null);
  store.keep([{ loss: 1 }, { loss: 2 }]);
  expect([...store.entries()]).toStrictEqual(entriesLike(0, 102));
  expect(digestOf(store.entries())).toBe(digestOf(entriesLike(0, 102)));
  expect(store.kept()).toEqual([{ loss: 1 }, { loss: 2 }]);
  store.close();
  const { program } = entryLike(0);
  const columns = new Connection(join(folder, "run.db"), "read")
    .prepare("SELECT program, packed IS NULL FROM entry WHERE id IN (1, 2)").all();
  expect(columns).toEqual([[program, 1], ["", 0]]);
});

test("a run of format 2 is read as it is, also while another process brings it up to date and goes on", () => {
  connection.close();
  const before = readFileSync(join(folder, "run.db"));
  const reader = RunStore.read(folder);
  expect(reader.header).toEqual({ ...HEADER, format: 2 });
  expect([...reader.entries()]).toStrictEqual(entriesLike(0, 2));
  expect(readFileSync(join(folder, "run.db")).equals(before)).toBe(true);
  const writer = RunStore.open(folder);
  expect(writer.header.format).toBe(FORMAT);
  writer.append(entriesLike(2, 3));
  expect([...reader.entries()]).toStrictEqual(entriesLike(0, 5));
  expect(reader.entry(4)).toStrictEqual(entryLike(4));
  writer.close();
  reader.close();
});

test("what is saved of a run of format 2 is of the newest", () => {
  connection.close();
  expect(salvage(folder, `${folder}-saved`)).toBe(2);
  const saved = RunStore.read(`${folder}-saved`);
  expect(saved.header.format).toBe(FORMAT);
  expect([...saved.entries()]).toStrictEqual(entriesLike(0, 2));
  saved.close();
});

test("a step that fails leaves the run as it was", () => {
  turnBack();
  const broken: Migration = {
    from: 1,
    migrate: () => { throw new Error("as if the disk were full"); },
  };
  expect(() => { migrate(connection, [FIRST, broken], 2); }).toThrow("as if the disk were full");
  expect(formatOf(connection)).toBe(0);
  expect(connection.prepare("SELECT count(*) FROM remark").all()).toEqual([[0]]);
});

test("a format from which no step leads on is refused with what to do", () => {
  turnBack();
  expect(() => { migrate(connection); }).toThrow(InputError);
  expect(() => { migrate(connection); }).toThrow(/its format is 0, .* Use the version that wrote it/);
  expect(() => { readableFormatOf(connection); }).toThrow(/its format is 0/);
});

test("a format that is not read as it is is refused with what brings it up to date", () => {
  connection.exec("DROP TABLE training; PRAGMA user_version = 1");
  expect(() => { readableFormatOf(connection); }).toThrow(/its format is 1, .* from 2 on. Resume the run once/);
});

test("a newer format is refused by its number", () => {
  connection.exec(`PRAGMA user_version = ${FORMAT + 6}`);
  expect(() => formatOf(connection)).toThrow(`its format is ${FORMAT + 6}, and this version knows formats up to ${FORMAT}`);
});

test("tables explain themselves to who looks with SQLite's own shell, of new runs and of those brought up to date", () => {
  const empty = new Connection(join(folder, "new.db"), "create");
  createTables(empty);
  migrate(connection);
  for (const run of [empty, connection]) {
    const [row] = run.prepare("SELECT sql FROM sqlite_schema WHERE name = 'entry'").all();
    expect(row?.[0]).toContain("-- the index, from 0");
    expect(row?.[0]).toMatch(/raw deflate, .* preset dictionary.*`symopt show RUN ID`/s);
  }
  const columns = connection.prepare("SELECT id, kind, status, subject, fitness, change, program FROM entry").all();
  expect(columns[1]).toEqual([
    1, "candidate", "trained", 0, -1 / 3, "argument 2 of statement 1: m → update",
    "def sgd(w, g, lr):\n  update = g * lr\n  return update\n",
  ]);
});

test("a compressed program can be had by any zlib with the dictionary", () => {
  migrate(connection);
  connection.close();
  const store = RunStore.open(folder);
  store.append([entryLike(2)]);
  store.close();
  const [row] = new Connection(join(folder, "run.db"), "read").prepare("SELECT packed FROM entry WHERE id = 2").all();
  expect(inflateRawSync(row?.[0] as Buffer, { windowBits: 13, dictionary: DICTIONARY }).toString())
    .toBe(entryLike(2).program);
});
