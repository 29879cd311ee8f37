import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECK_SEEDS, MOST_SEEDS, SEEDS, TUNING_SEEDS, challengeSeeds, seedsOf } from "./seeds.js";

const RANGES = Object.entries(SEEDS);

describe("seeds", () => {
  it("are of one purpose each", () => {
    const inOrder = RANGES.toSorted(([, a], [, b]) => a.first - b.first);
    inOrder.forEach(([name, { first, last }], k) => {
      expect(last, name).toBeGreaterThanOrEqual(first);
      expect(first, name).toBeGreaterThan(inOrder[k - 1]?.[1].last ?? 0);
    });
  });

  it("stay what they are in the files of runs, references and ledgers", () => {
    expect(MOST_SEEDS).toBe(1000);
    expect(TUNING_SEEDS).toEqual([1001, 1002]);
    expect(CHECK_SEEDS).toEqual([1003, 1004, 1005, 1006, 1007, 1008]);
    expect(RANGES.map(([, { first }]) => first)).toEqual(
      [1, 1001, 1003, 2001, 400_001, 500_001, 900_001, 1_000_001],
    );
  });

  it.each(RANGES)("for %s end where the range ends", (_, range) => {
    const room = range.last - range.first + 1;
    expect(seedsOf(range, 1, room - 1)).toEqual([range.last]);
    expect(() => seedsOf(range, 2, room - 1)).toThrow("are not all in");
  });
});

describe("seeds of a challenge", () => {
  const counts = fc.integer({ min: 1, max: 1000 });
  const numbers = fc.integer({ min: 0, max: 99_000 });

  it("follow each other from 2001 on", () => {
    expect(challengeSeeds(0, 8)).toEqual([2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008]);
    expect(challengeSeeds(49_749, 8)?.at(-1)).toBe(400_000);
  });

  it("are those of no other challenge, nor of any other purpose", () => {
    const others = RANGES.filter(([name]) => name !== "challenges" && name !== "furtherChallenges");
    fc.assert(fc.property(counts, numbers, fc.integer({ min: 1, max: 400 }), (each, one, on) => {
      const [own = [], later = []] = [challengeSeeds(one, each), challengeSeeds(one + on, each)];
      expect(own).toHaveLength(each);
      expect(own.at(-1)).toBeLessThan(later[0] ?? Infinity);
      for (const [, { first, last }] of others) {
        expect(own.some((seed) => seed >= first && seed <= last)).toBe(false);
      }
    }));
  });

  it("are none once all are used up", () => {
    expect(challengeSeeds(398 - 1, 1000)).toHaveLength(1000);
    expect(challengeSeeds(398, 1000)?.[0]).toBe(1_000_001);
    expect(challengeSeeds(398 + 99_000 - 1, 1000)?.at(-1)).toBe(100_000_000);
    expect(challengeSeeds(398 + 99_000, 1000)).toBeUndefined();
  });
});
