import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Digest, digestOf } from "./digest.js";
import { entriesArbitrary, entriesLike, entryArbitrary, entryLike } from "./entry.arbitrary.js";
import type { Entry } from "./entry.js";

test("the digest of known entries stays what it is from version to version", () => {
  expect(digestOf([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(digestOf(entriesLike(0, 3))).toBe("584a547d30628323dd01d4f8c66d44a6f7edff3e09a23e2c0cb7aa22476ffaf8");
});

test("seconds do not matter", () => {
  const entries = entriesLike(0, 3);
  expect(digestOf(entries.map((entry) => ({ ...entry, seconds: 99 })))).toBe(digestOf(entries));
});

test.each<Partial<Entry>>([
  { index: 5 }, { kind: "sweep" }, { island: 1 }, { subject: null }, { subject: 0 }, { mate: 0 }, { source: null },
  { change: "" }, { program: "" }, { hash: "" }, { fingerprint: null }, { fingerprint: "" }, { measures: null },
  { repeats: 0 }, { repeatOf: "structure" }, { status: "failed" }, { reason: "" }, { fitness: null },
  { fitness: -0.3333333333333334 }, { fitness: 0 }, { fitness: -0 }, { trainings: [] }, { spared: true },
  { statements: 2 }, { redundant: 1 }, { cost: 0.30000000000000004 }, { invalid: 0 }, { steps: 451 },
])("%o matters", (change) => {
  const entry = entryLike(4);
  expect(digestOf([{ ...entry, ...change }])).not.toBe(digestOf([entry]));
});

test("zero and minus zero differ", () => {
  expect(digestOf([{ ...entryLike(0), fitness: -0 }])).not.toBe(digestOf([{ ...entryLike(0), fitness: 0 }]));
});

test("what lies on the border of two texts cannot be moved", () => {
  const entry = entryLike(0);
  expect(digestOf([{ ...entry, change: "ab", program: "c" }])).not.toBe(digestOf([{ ...entry, change: "a", program: "bc" }]));
});

test("any two runs share a digest just where they are equal", () => {
  fc.assert(fc.property(entryArbitrary(0), entryArbitrary(0), (a, b) => {
    const untimed = ({ seconds: _, ...rest }: Entry): unknown => rest;
    expect(digestOf([a]) === digestOf([b])).toBe(isDeepStrictEqual(untimed(a), untimed(b)));
    expect(digestOf([{ ...a, seconds: b.seconds }])).toBe(digestOf([a]));
  }));
});

test("entries may be added one by one, and the digest asked for in between", () => {
  fc.assert(fc.property(entriesArbitrary, (entries) => {
    const digest = new Digest();
    entries.forEach((entry, i) => {
      expect(digest.hex()).toBe(digestOf(entries.slice(0, i)));
      digest.add(entry);
    });
    expect(digest.hex()).toBe(digestOf(entries));
  }));
});

test("a run larger than what is hashed at once has the digest of all of it", () => {
  const entries = entriesLike(0, 1000);
  expect(digestOf(entries)).not.toBe(digestOf(entries.slice(0, -1)));
});
