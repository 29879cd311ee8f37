import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameWidth, shortNames } from "./short-name.js";

describe("short names", () => {
  test("keep what tells candidates of a run apart", () => {
    expect(shortNames(["../runs/evening:2584", "../runs/evening:15863", "lion"], 12))
      .toEqual(["…vening:2584", "…ening:15863", "lion"]);
  });

  test("keep the beginning too where ends are alike", () => {
    expect(shortNames(["night/candidate:3", "evening/candidate:3"], 12)).toEqual(["n…andidate:3", "e…andidate:3"]);
  });

  test("are as long as it takes where names differ in the middle alone", () => {
    const names = ["runs/of-monday/one:3", "runs/of-sunday/one:3"];
    expect(new Set(shortNames(names, nameWidth(names))).size).toBe(2);
  });

  const name = fc.string({ unit: fc.constantFrom("a", "b", ":", "/"), maxLength: 30 });

  test("differ where names do, are no wider than asked, and leave alone what is not", () => {
    fc.assert(fc.property(fc.array(name), fc.nat(20), (names, more) => {
      const width = nameWidth(names) + more;
      const short = shortNames(names, width);
      expect(new Set(short).size).toBe(new Set(names).size);
      for (const [k, text] of short.entries()) {
        expect([...text].length).toBeLessThanOrEqual(width);
        if ((names[k] as string).length <= width) expect(text).toBe(names[k]);
      }
    }));
  });
});
