import fc from "fast-check";
import { expect, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { entriesArbitrary, entriesLike, entryArbitrary, entryLike } from "./entry.arbitrary.js";
import type { Entry } from "./entry.js";
import { fromRows, toRow } from "./row.js";

/** The bytes of rows, as the query of rows puts them together. */
function bytesOf(entries: readonly Entry[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => {
    const [, , , , , change, program, detail] = toRow(entry);
    return [detail, change, program] as readonly Uint8Array[];
  }));
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
