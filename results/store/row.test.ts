import fc from "fast-check";
import { expect, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { entriesArbitrary, entriesLike, entryArbitrary, entryLike } from "./entry.arbitrary.js";
import { checksumOf } from "./checksum.js";
import type { Entry } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { rowOfFormat2 } from "./format-2.arbitrary.js";
import { pack } from "./packing.js";
import { fromRows, toRow } from "./row.js";

/** The bytes of rows, as the query of rows puts them together. */
function bytesOf(entries: readonly Entry[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => {
    const [, , , , , change, program, detail, packed] = toRow(entry);
    return [detail, change, program, packed ?? Buffer.alloc(0)] as readonly Uint8Array[];
  }));
}

/** The only entry of a row. */
function entryOf(bytes: Buffer, index: number): Entry {
  return fromRows([bytes], index).entries[0] as Entry;
}

test("any entries come back from their rows, to the bit", () => {
  fc.assert(fc.property(entriesArbitrary, (entries) => {
    expect(fromRows([bytesOf(entries)], 0)).toStrictEqual({ entries });
  }));
});

test("an entry without anything that may be absent comes back", () => {
  const entry: Entry = {
    ...entryLike(7), subject: null, mate: null, source: null, program: "", hash: "", fingerprint: null, measures: null,
    fitness: null, status: "fault", reason: "the worker died", trainings: [],
  };
  expect(fromRows([bytesOf([entry])], 7).entries).toStrictEqual([entry]);
});

test("keys come back in the order in which they are declared", () => {
  expect(Object.keys(fromRows([bytesOf([entryLike(0)])], 0).entries[0] ?? {})).toEqual(Object.keys(entryLike(0)));
});

test("a program that is read is a property like any other, before and after its first use", () => {
  const uses: readonly ((entry: Entry) => unknown)[] = [
    (entry) => ({ ...entry }), structuredClone, (entry) => JSON.parse(JSON.stringify(entry)) as unknown,
    (entry) => Object.fromEntries(Object.entries(entry)), (entry) => entry,
  ];
  for (const use of uses) {
    const entry = entryOf(bytesOf([entryLike(3)]), 3);
    expect(use(entry)).toStrictEqual(entryLike(3));
    expect(use(entry)).toStrictEqual(entryLike(3));
    expect(entry.program).toBe(entryLike(3).program);
  }
});

test("a program takes one of two columns: compressed where that is shorter, as text where it is not", () => {
  const [, , , , , , text, , packed] = toRow(entryLike(0));
  expect(text).toHaveLength(0);
  expect((packed as Uint8Array).length).toBeLessThan(entryLike(0).program.length / 2);
  expect(toRow({ ...entryLike(0), program: "" }).slice(6)).toEqual([Buffer.alloc(0), expect.anything(), null]);
  expect(toRow({ ...entryLike(0), program: "§1" }).slice(6)).toEqual([Buffer.from("§1"), expect.anything(), null]);
});

test("a row of format 2 is read as it was", () => {
  const { change, program, detail } = rowOfFormat2(1);
  expect(entryOf(Buffer.concat([detail, Buffer.from(change), Buffer.from(program)]), 1)).toStrictEqual(entryLike(1));
});

test("a row of format 3 is read from version to version", () => {
  const { change, detail } = rowOfFormat2(1);
  // Its detail differs in its head, in what it has and in the size of the program.
  const head = Buffer.from("5aXaMxkBAABAFk4X", "base64");
  const packed = Buffer.from("AxWtxekp0EI1pwhcssFNSYeZi6KVCwA=", "base64");
  const bytes = Buffer.concat([head, detail.subarray(head.length), Buffer.from(change), packed]);
  expect(entryOf(bytes, 1)).toStrictEqual(entryLike(1));
});

test("a program that does not inflate, though its checksum is right, is damage once it is asked for", () => {
  const [, , , , , change, , detail, packed] = toRow(entryLike(2)) as Buffer[];
  // A block of a kind that there is not, and a text that ends in its middle.
  const { length } = packed as Buffer;
  const longer = pack(Buffer.from("Neither of these words is one of the dictionary.")) as Buffer;
  expect(longer.length).toBeGreaterThan(length);
  for (const bad of [Buffer.alloc(length, 0xff), longer.subarray(0, length)]) {
    const bytes = Buffer.concat([detail as Buffer, change as Buffer, bad]);
    bytes.writeUInt32LE(checksumOf(bytes, 4, 2));
    const entry = entryOf(bytes, 2);
    expect(entry.hash).toBe(entryLike(2).hash);
    for (let times = 0; times < 2; times++) {
      expect(() => entry.program).toThrow(DamagedFile);
      expect(() => entry.program).toThrow("the program of entry 2 is not what was written");
    }
    const refused = new Error("with advice");
    const [other] = fromRows([bytes], 2, () => refused).entries;
    expect(() => JSON.stringify(other)).toThrow(refused);
  }
});

test("text of a thousand kilobytes comes back", () => {
  const entry = { ...entryLike(0), program: "x".repeat(1e6), change: "é".repeat(1e5) };
  expect(fromRows([bytesOf([entry])], 0).entries).toStrictEqual([entry]);
});

test("no rows are no entries", () => {
  expect(fromRows([null], 3)).toEqual({ entries: [] });
  expect(fromRows(undefined, 3)).toEqual({ entries: [] });
});

test("a byte that was changed anywhere is found, and what comes before it is kept", () => {
  const entries = entriesLike(0, 3);
  const ends = entries.map((_, i) => bytesOf(entries.slice(0, i + 1)).length);
  fc.assert(fc.property(fc.nat(ends[2] as number - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
    const bytes = bytesOf(entries);
    bytes[at] = (bytes[at] as number) ^ flip;
    const whole = ends.filter((end) => end <= at).length;
    const decoded = fromRows([bytes], 0);
    expect(decoded.entries).toStrictEqual(entries.slice(0, whole));
    expect(decoded.damage?.message).toContain(`entry ${whole} `);
  }));
});

test("rows that are cut short, missing or in another order are found", () => {
  const entries = entriesLike(0, 3);
  const [a, b, c] = entries.map((entry) => bytesOf([entry])) as [Buffer, Buffer, Buffer];
  const kept = (...parts: readonly Uint8Array[]): number | undefined => {
    const { entries: { length }, damage } = fromRows([Buffer.concat(parts)], 0);
    return damage === undefined ? undefined : length;
  };
  expect(kept(a, b, c.subarray(0, -1))).toBe(2);
  expect(kept(a, b, c.subarray(0, 3))).toBe(2);
  expect(kept(a, c)).toBe(1);
  expect(kept(b, a, c)).toBe(0);
  expect(kept(a, b, c)).toBe(undefined);
});

test.each<[string, Partial<Entry>]>([
  ["a fitness that is NaN", { fitness: NaN }],
  ["a loss that is infinite", { trainings: [{ problem: 0, seed: 1, loss: Infinity, score: null, steps: 1, hurdles: [] }] }],
  ["a negative index of a parent", { subject: -2 }],
  ["half a step", { steps: 0.5 }],
])("%s is refused, and the next entry is written as if nothing had been", (_, change) => {
  expect(() => toRow({ ...entryLike(4), ...change })).toThrow(ContractError);
  expect(() => toRow({ ...entryLike(4), ...change })).toThrow(/^entry 4: /);
  expect(fromRows([bytesOf([entryLike(5)])], 5).entries).toStrictEqual([entryLike(5)]);
});

test("an entry of usual size takes less than a quarter of a kilobyte beside its texts", () => {
  const [, , , , , , , detail] = toRow(entryLike(123_456));
  expect((detail as Uint8Array).length).toBeLessThan(256);
});

test("each entry is checked against its own index", () => {
  fc.assert(fc.property(entryArbitrary(5), fc.nat(100), (entry, index) => {
    fc.pre(index !== 5);
    expect(fromRows([bytesOf([entry])], index).entries).toEqual([]);
  }));
});
