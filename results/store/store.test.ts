import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { ContractError, InputError } from "../../src/errors.js";
import { checksumOf } from "./checksum.js";
import { Connection } from "./connection.js";
import { digestOf } from "./digest.js";
import { HEADER, entriesArbitrary, entriesLike, entryLike } from "./entry.arbitrary.js";
import { toRow } from "./row.js";
import { salvage } from "./salvage.js";
import { RunStore } from "./store.js";

const tests = new TestFolder();
let folder = "";
let made = 0;
beforeEach(() => {
  folder = join(tests.path, `run-${made++}`);
});

/** What a run says that cannot be opened. */
function refusal(open: () => unknown): InputError {
  try {
    open();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

test("a new run has its header and no entries, and its folder is made", () => {
  folder = join(folder, "deep", "down");
  const store = RunStore.create(folder, HEADER);
  expect(store.header).toEqual({ format: 3, ...HEADER });
  expect(store.writable).toBe(true);
  expect(store.length).toBe(0);
  expect([...store.entries()]).toEqual([]);
  expect(store.entry(0)).toBe(undefined);
  store.close();
  expect(RunStore.read(folder).header).toEqual({ format: 3, ...HEADER });
});

test("an engine that was not named stays away from the header", () => {
  const { engine: _, ...header } = HEADER;
  RunStore.create(folder, header).close();
  expect(RunStore.read(folder).header).toStrictEqual({ ...header, format: 3 });
});

test("any entries come back equal to the bit, through any sequence of transactions", () => {
  fc.assert(fc.property(entriesArbitrary, fc.array(fc.nat(12)), (entries, cuts) => {
    const place = join(tests.path, `any-${made++}`);
    const store = RunStore.create(place, HEADER);
    const ends = [...cuts.filter((cut) => cut < entries.length), entries.length].sort((a, b) => a - b);
    for (const end of ends) store.append(entries.slice(store.length, end));
    expect([...store.entries()]).toStrictEqual(entries);
    store.close();
    const again = RunStore.open(place);
    expect(again.length).toBe(entries.length);
    expect([...again.entries()]).toStrictEqual(entries);
    again.close();
  }), { numRuns: 30 });
});

test("entries are had from any index on, and singly, over pages", () => {
  const entries = entriesLike(0, 300);
  const store = RunStore.create(folder, HEADER);
  store.append(entries);
  for (const from of [0, 1, 63, 64, 65, 128, 299, 300, 1000]) {
    expect([...store.entries(from)]).toStrictEqual(entries.slice(from));
    expect(store.entry(from)).toStrictEqual(entries[from]);
  }
  store.close();
});

test("two readings and a look at one entry do not disturb each other", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 150));
  const seen: number[] = [];
  const other = store.entries(75);
  for (const { index } of store.entries()) {
    seen.push(index);
    expect(store.entry(149 - index)?.index).toBe(149 - index);
    expect(other.next().value?.index).toBe(index < 75 ? 75 + index : undefined);
  }
  expect(seen).toEqual(entriesLike(0, 150).map(({ index }) => index));
  store.close();
});

test("who stops reading in the middle holds up neither commits nor the end", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 200));
  for (const { index } of store.entries()) if (index === 3) break;
  store.append(entriesLike(200, 1));
  expect(store.length).toBe(201);
  store.close();
  expect(existsSync(join(folder, "run.db-wal"))).toBe(false);
});

test("indices that leave a gap or come twice are refused, and nothing of the transaction stays", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 2));
  for (const wrong of [[3], [1], [2, 4], [2, 2], [0]]) {
    expect(() => { store.append(wrong.map(entryLike)); }).toThrow(ContractError);
  }
  expect(() => { store.append([entryLike(2), { ...entryLike(3), fitness: NaN }]); }).toThrow(/entry 3: .*NaN/);
  expect([...store.entries()]).toHaveLength(2);
  store.append([entryLike(2)]);
  expect(store.length).toBe(3);
  store.close();
});

test("a reader sees what is committed by then, before, during and after the writer is there", () => {
  RunStore.create(folder, HEADER).close();
  const reader = RunStore.read(folder);
  expect(reader.writable).toBe(false);
  expect(reader.length).toBe(0);
  const writer = RunStore.open(folder);
  writer.append(entriesLike(0, 3));
  expect(reader.length).toBe(3);
  expect(reader.entry(2)).toStrictEqual(entryLike(2));
  const reading = reader.entries();
  reading.next();
  writer.append(entriesLike(3, 100));
  expect([...reading].at(-1)?.index).toBe(102);
  writer.note("interrupted", 103, null);
  expect(reader.notes()).toHaveLength(1);
  writer.close();
  expect(reader.length).toBe(103);
  reader.close();
});

test("notes come back in order, with anything that JSON holds, and new ones follow them", () => {
  const store = RunStore.create(folder, HEADER);
  store.note("interrupted", 0, { signal: "SIGINT" });
  store.note("sealed", 12, ["text", { "ключ": null }]);
  store.close();
  const again = RunStore.open(folder);
  again.note("fault", 13, "worker 2");
  expect(again.notes()).toEqual([
    { kind: "interrupted", at: 0, data: { signal: "SIGINT" } },
    { kind: "sealed", at: 12, data: ["text", { "ключ": null }] },
    { kind: "fault", at: 13, data: "worker 2" },
  ]);
  again.close();
});

test("after notes that could not be kept, entries are not forced to the disk one by one", () => {
  const store = RunStore.create(folder, HEADER);
  const exec = vi.spyOn(Connection.prototype, "exec");
  try {
    expect(() => { store.noteAll([{ kind: "large", at: 0, data: 1n }]); }).toThrow(TypeError);
    expect(exec.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes("synchronous"))).toEqual([
      "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL",
    ]);
  } finally {
    exec.mockRestore();
  }
  expect(store.notes()).toEqual([]);
  store.close();
});

test("more notes than a page come back in order", () => {
  const store = RunStore.create(folder, HEADER);
  const notes = Array.from({ length: 200 }, (_, k) => ({ kind: "remark", at: k, data: { k } }));
  store.noteAll(notes.slice(0, 130));
  store.noteAll(notes.slice(130));
  expect(store.notes()).toEqual(notes);
  store.close();
});

test("a run at rest is its file and an empty lock", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 10));
  store.close();
  store.close();
  expect(readdirSync(folder).sort()).toEqual(["run.db", "run.lock"]);
  expect(readFileSync(join(folder, "run.lock"))).toHaveLength(0);
});

test("what is closed, or open for reading only, cannot be written to", () => {
  const store = RunStore.create(folder, HEADER);
  store[Symbol.dispose]();
  expect(() => { store.append([]); }).toThrow(ContractError);
  expect(() => store.length).toThrow(/is closed/);
  expect(() => store.entries().next()).toThrow(/is closed/);
  const reader = RunStore.read(folder);
  expect(() => { reader.append([]); }).toThrow(/for reading only/);
  expect(() => { reader.note("fault", 0, null); }).toThrow(ContractError);
  reader.close();
});

test("a run is not made where one is", () => {
  const store = RunStore.create(folder, HEADER);
  store.append([entryLike(0)]);
  store.close();
  expect(refusal(() => RunStore.create(folder, HEADER)).code).toBe("run-exists");
  expect(RunStore.read(folder).length).toBe(1);
});

test("a file run.db that is none of ours is left alone", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "run.db"), "my notes, by chance under this name");
  expect(refusal(() => RunStore.create(folder, HEADER)).code).toBe("run-exists");
  expect(readFileSync(join(folder, "run.db"), "utf8")).toBe("my notes, by chance under this name");
});

test("a database of another program is no run", () => {
  mkdirSync(folder);
  new Connection(join(folder, "run.db"), "create").exec("CREATE TABLE t (x)");
  for (const open of [() => RunStore.read(folder), () => RunStore.open(folder)]) {
    expect(refusal(open)).toMatchObject({ code: "no-run", message: expect.stringContaining("another program") as unknown });
  }
});

test("a folder without a run, a file and a path that is not there are refused by their names", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "file"), "");
  for (const path of [folder, join(folder, "file"), join(folder, "nowhere")]) {
    for (const open of [() => RunStore.read(path), () => RunStore.open(path)]) {
      expect(refusal(open)).toMatchObject({ code: "no-run", message: expect.stringContaining(path) as unknown });
    }
  }
  expect(refusal(() => RunStore.create(join(folder, "file"), HEADER)).code).toBe("cannot-open");
});

test("a run that was interrupted before it began is no run, and one can be made there", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "run.db"), "");
  expect(refusal(() => RunStore.read(folder)).code).toBe("no-run");
  expect(refusal(() => RunStore.open(folder)).code).toBe("no-run");
  RunStore.create(folder, HEADER).close();
  expect(RunStore.read(folder).length).toBe(0);
});

test("a run of a newer version is refused, and is not changed", () => {
  RunStore.create(folder, HEADER).close();
  new Connection(join(folder, "run.db"), "write").exec("PRAGMA user_version = 99");
  const before = readFileSync(join(folder, "run.db"));
  for (const open of [() => RunStore.read(folder), () => RunStore.open(folder)]) {
    expect(refusal(open)).toMatchObject({ code: "newer-run", message: expect.stringContaining("Update symopt") as unknown });
  }
  expect(readFileSync(join(folder, "run.db")).equals(before)).toBe(true);
});

test("a program that does not inflate, though its row is whole, is damage in words, and what is before it is saved", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 5));
  store.close();
  const [change, detail, packed] = [5, 7, 8].map((column) => Buffer.from(toRow(entryLike(3))[column] as Buffer)) as
    [Buffer, Buffer, Buffer];
  packed.fill(0xff, 0, 1);
  detail.writeUInt32LE(checksumOf(Buffer.concat([detail, change, packed]), 4, 3));
  const connection = new Connection(join(folder, "run.db"), "write");
  connection.prepare("UPDATE entry SET detail = ?, packed = ? WHERE id = 3").run(detail, packed);
  connection.close();
  const reader = RunStore.read(folder);
  const said = { code: "damaged-run", message: expect.stringContaining("The first 3 of its entries") as unknown };
  expect([...reader.entries()].map(({ hash }) => hash)).toHaveLength(5);
  expect(refusal(() => digestOf(reader.entries()))).toMatchObject(said);
  expect(refusal(() => reader.entry(3))).toMatchObject(said);
  expect(reader.entry(4)).toStrictEqual(entryLike(4));
  reader.close();
  expect(salvage(folder, `${folder}-saved`)).toBe(3);
});

test("a run whose path has spaces, signs of addresses and other scripts is found", () => {
  folder = join(folder, "a b?mode=memory#c%20%/пробег");
  const store = RunStore.create(folder, HEADER);
  store.append([entryLike(0)]);
  store.close();
  expect(RunStore.read(folder).length).toBe(1);
  expect(existsSync(join(folder, "run.db"))).toBe(true);
});

test("the file of a run at rest can be copied as any other", () => {
  const store = RunStore.create(folder, HEADER);
  store.append(entriesLike(0, 5));
  store.close();
  const copy = `${folder}-copy`;
  mkdirSync(copy);
  copyFileSync(join(folder, "run.db"), join(copy, "run.db"));
  const again = RunStore.open(copy);
  again.append([entryLike(5)]);
  expect(again.length).toBe(6);
  again.close();
});
