import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { HEADER, entriesLike, entryLike } from "./entry.arbitrary.js";
import { pack } from "./packing.js";
import { salvage } from "./salvage.js";
import { RunStore } from "./store.js";

const COUNT = 1200;
const ENTRIES = entriesLike(0, COUNT);
const tests = new TestFolder();
let whole = Buffer.alloc(0);
let made = 0;

beforeAll(() => {
  const folder = join(tests.path, "whole");
  const store = RunStore.create(folder, HEADER);
  store.append(ENTRIES);
  store.note("sealed", COUNT, { family: "digits" });
  store.close();
  whole = readFileSync(join(folder, "run.db"));
});

/** A folder with a run whose file has these bytes. */
function runOf(bytes: Uint8Array): string {
  const folder = join(tests.path, `run-${made++}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "run.db"), bytes);
  return folder;
}

/** The run's file with some bytes replaced. */
function overwritten(at: number, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(whole);
  copy.set(bytes.subarray(0, copy.length - at), at);
  return copy;
}

/** How many entries a run gives before it says that it is damaged, and what it says. */
function readAll(folder: string): { readonly count: number; readonly error: InputError | undefined } {
  let count = 0;
  try {
    const store = RunStore.read(folder);
    for (const entry of store.entries()) expect(entry).toStrictEqual(ENTRIES[count++]);
    store.notes();
    store.close();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { count, error };
  }
  return { count, error: undefined };
}

/** Saves a run, and checks that what was saved is whole; gives how much. */
function save(folder: string): number {
  const into = `${folder}-saved`;
  const count = salvage(folder, into);
  const saved = readAll(into);
  expect(saved).toEqual({ count, error: undefined });
  return count;
}

test("garbage amid the entries: those before it are given and can be saved, and the message says how many", () => {
  const folder = runOf(overwritten(whole.length >> 1, Buffer.alloc(5000, 0xfe)));
  const { count, error } = readAll(folder);
  expect(count).toBeGreaterThan(COUNT / 4);
  expect(count).toBeLessThan(COUNT);
  expect(error?.code).toBe("damaged-run");
  expect(error?.message).toContain(`The first ${count} of its entries can be saved`);
  expect(save(folder)).toBe(count);
});

test.each([
  ["a text", Buffer.from("argument")],
  ["a compressed program", pack(Buffer.from(entryLike(0).program)) as Buffer],
])("%s that was changed inside a row is found too, though SQLite does not see it", (_, what) => {
  const at = whole.indexOf(what, whole.length >> 1);
  const folder = runOf(overwritten(at + 3, Buffer.from("ABC")));
  const { count, error } = readAll(folder);
  expect(error?.code).toBe("damaged-run");
  expect(save(folder)).toBe(count);
  const damaged = RunStore.read(folder);
  expect(damaged.length).toBe(COUNT);
  expect(damaged.entry(count + 1)).toStrictEqual(ENTRIES[count + 1]);
  expect(() => damaged.entry(count)).toThrow(/is damaged/);
  damaged.close();
});

test("a file that was cut short is refused by readers and writers alike, and what is left can be saved", () => {
  const folder = runOf(whole.subarray(0, Math.floor(whole.length * 0.7)));
  for (const open of [() => RunStore.read(folder), () => RunStore.open(folder)]) {
    expect(open).toThrow(InputError);
    expect(open).toThrow(/is damaged: .* The first \d+ of its entries can be saved/);
  }
  const saved = save(folder);
  expect(saved).toBeGreaterThan(COUNT / 2);
  expect(RunStore.read(`${folder}-saved`).header).toEqual({ format: 3, ...HEADER });
});

test("a saved run goes on where the damage was, and says where it comes from", () => {
  const folder = runOf(overwritten(whole.length >> 1, Buffer.alloc(5000, 0xfe)));
  const count = save(folder);
  const store = RunStore.open(`${folder}-saved`);
  store.append(entriesLike(count, 10));
  expect(store.notes().at(-1)).toEqual({ kind: "salvaged", at: count, data: {} });
  expect(store.length).toBe(count + 10);
  store.close();
});

test.each([
  ["no SQLite file at all", () => overwritten(0, Buffer.from("not a database"))],
  ["a text file", () => Buffer.from("hello\n".repeat(1000))],
  ["the first page alone", () => whole.subarray(0, 4096)],
  ["a few bytes", () => whole.subarray(0, 50)],
  ["a run whose configuration was changed", () => overwritten(whole.indexOf("digits"), Buffer.from("widget"))],
  ["zeros", () => Buffer.alloc(whole.length)],
])("of %s nothing can be saved, and this is said", (_, bytes) => {
  const folder = runOf(bytes());
  for (const open of [
    () => RunStore.read(folder), () => RunStore.open(folder), () => salvage(folder, `${folder}-saved`),
  ]) {
    expect(open).toThrow(InputError);
    expect(open).toThrow(/run\.db is damaged: .* None of its entries can be saved/);
  }
});

test("a run that has lost its header is damaged, though SQLite finds nothing wrong", () => {
  const folder = runOf(whole);
  new Connection(join(folder, "run.db"), "write").exec("DELETE FROM header");
  for (const open of [() => RunStore.read(folder), () => salvage(folder, `${folder}-saved`)]) {
    expect(open).toThrow(/is damaged: .* None of its entries can be saved/);
  }
});

test("nothing is saved over another run, and a run that is whole is saved whole", () => {
  const folder = runOf(whole);
  expect(save(folder)).toBe(COUNT);
  expect(() => salvage(folder, `${folder}-saved`)).toThrow(/there is a run here already/);
  expect(RunStore.read(`${folder}-saved`).notes()).toEqual([
    { kind: "sealed", at: COUNT, data: { family: "digits" } }, { kind: "salvaged", at: COUNT, data: {} },
  ]);
});

/** Something that happens to a file: bytes written over, from a place on, or the end cut off. */
interface Damage {
  readonly at: number;
  readonly bytes: Uint8Array | "cut";
}

function damaged({ at, bytes }: Damage): Uint8Array {
  const place = at % whole.length;
  return bytes === "cut" ? whole.subarray(0, place) : overwritten(place, bytes);
}

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: 1, maxLength });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ at: fc.nat(), bytes: bytes(3000) }),
  // The pages of tables, header and notes.
  fc.record({ at: fc.nat(16_000), bytes: bytes(100) }),
  fc.record({ at: fc.nat(), bytes: fc.constant<"cut">("cut") }),
);

test("whatever is done to the bytes: what is given was written, and what is refused is refused in words", () => {
  fc.assert(fc.property(damage, (what) => {
    const folder = runOf(damaged(what));
    const { count, error } = readAll(folder);
    if (error === undefined) {
      // The last page may say that it has fewer rows, which is what a run has that ended earlier.
      expect(count).toBeGreaterThan(COUNT - 10);
      return;
    }
    expect(["damaged-run", "no-run", "newer-run", "older-run"]).toContain(error.code);
    const savable = /The first (\d+) of/.exec(error.message)?.[1];
    if (savable === undefined) return;
    expect(Number(savable)).toBeGreaterThanOrEqual(count);
    expect(save(folder)).toBe(Number(savable));
  }), { numRuns: 50 });
});
