import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { HEADER, entriesLike } from "./entry.arbitrary.js";
import { FORMAT, MIGRATIONS, type Migration, createTables, formatOf, migrate, requireNewest } from "./schema.js";
import { RunStore } from "./store.js";

const tests = new TestFolder();
let made = 0;
let folder = "";
let connection: Connection;
beforeEach(() => {
  folder = join(tests.path, `run-${made++}`);
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 4));
  store.close();
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
  migrate(connection);
  expect(formatOf(connection)).toBe(FORMAT);
});

test("a run of an older format goes through every step, and is then as any other", () => {
  turnBack();
  const second: Migration = { from: 1, migrate: (older) => { older.exec("ALTER TABLE note ADD COLUMN host TEXT"); } };
  migrate(connection, [second, FIRST], 2);
  expect(formatOf(connection, 2)).toBe(2);
  expect(connection.prepare("SELECT count(host) FROM note").all()).toEqual([[0]]);
});

test("a migrated run keeps its entries", () => {
  turnBack();
  migrate(connection, [FIRST, ...MIGRATIONS]);
  connection.close();
  const store = RunStore.open(folder);
  store.note("interrupted", 4, null);
  store.keep([{ loss: 1 }, { loss: 2 }]);
  expect([...store.entries()]).toStrictEqual(entriesLike(0, 4));
  expect(store.kept()).toEqual([{ loss: 1 }, { loss: 2 }]);
  store.close();
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
  expect(() => { requireNewest(connection); }).toThrow(/its format is 0/);
});

test("a newer format is refused by its number", () => {
  connection.exec(`PRAGMA user_version = ${FORMAT + 6}`);
  expect(() => formatOf(connection)).toThrow(`its format is ${FORMAT + 6}, and this version knows formats up to ${FORMAT}`);
});

test("tables explain themselves to who looks with SQLite's own shell", () => {
  const empty = new Connection(join(folder, "new.db"), "create");
  createTables(empty);
  const [row] = empty.prepare("SELECT sql FROM sqlite_schema WHERE name = 'entry'").all();
  expect(row?.[0]).toContain("-- the index, from 0");
  const columns = connection.prepare("SELECT id, kind, status, subject, fitness, change, program FROM entry").all();
  expect(columns[1]).toEqual([
    1, "candidate", "trained", 0, -1 / 3, "argument 2 of statement 1: m → update",
    "def sgd(w, g, lr):\n  update = g * lr\n  return update\n",
  ]);
});
