import fc from "fast-check";
import { expect, test } from "vitest";
import { Repeats } from "./repeats.js";

test("a program is found again by its structure and by its behaviour", () => {
  const repeats = new Repeats();
  repeats.add({ index: 3, hash: "h", fingerprint: "f", repeats: null });
  expect(repeats.ofStructure("h")).toEqual({ of: 3, by: "structure" });
  expect(repeats.ofBehaviour("f")).toEqual({ of: 3, by: "behaviour" });
  expect(repeats.ofStructure("f")).toBeUndefined();
  expect(repeats.ofBehaviour("h")).toBeUndefined();
});

test("a repeat of a repeat has the outcome of the first", () => {
  const repeats = new Repeats();
  repeats.add({ index: 0, hash: "a", fingerprint: "f", repeats: null });
  repeats.add({ index: 1, hash: "b", fingerprint: "f", repeats: 0 });
  expect(repeats.ofStructure("b")).toEqual({ of: 0, by: "structure" });
});

test("entries without a program, or that the probe was not asked about, are found by nothing that they lack", () => {
  const repeats = new Repeats();
  repeats.add({ index: 0, hash: "", fingerprint: null, repeats: null });
  repeats.add({ index: 1, hash: "a", fingerprint: null, repeats: null });
  expect(repeats.ofStructure("")).toBeUndefined();
  expect(repeats.ofStructure("a")).toEqual({ of: 1, by: "structure" });
});

test("what is found is the earliest entry that is like it, however like entries lead to each other", () => {
  const kinds = fc.array(fc.tuple(fc.nat(4), fc.nat(3)), { maxLength: 40, size: "max" });
  fc.assert(
    fc.property(kinds, (log) => {
      const repeats = new Repeats();
      // The first entry of every class, by structure before behaviour, as the search asks.
      const originals: number[] = [];
      log.forEach(([structure, behaviour], index) => {
        const alike = log.findIndex(([other], k) => k < index && other === structure);
        const behaves = log.findIndex(([, other], k) => k < index && other === behaviour);
        const found = repeats.ofStructure(`${structure}`) ?? repeats.ofBehaviour(`${behaviour}`);
        const expected = alike >= 0 ? originals[alike] : behaves >= 0 ? originals[behaves] : undefined;
        expect(found?.of).toBe(expected);
        originals.push(found?.of ?? index);
        repeats.add({ index, hash: `${structure}`, fingerprint: `${behaviour}`, repeats: found?.of ?? null });
      });
      for (const original of originals) expect(originals[original]).toBe(original);
    }),
  );
});
