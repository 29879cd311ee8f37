import { describe, expect, test } from "vitest";
import { RandomStream } from "../../src/random.js";
import { type Look, judge, looksOf } from "./race.js";
import { worthOf } from "./worth.js";

const MARGIN = 0.02;

/** How a race of so many pairs ends whose differences have this mean and deviation. */
function raceOf(stream: RandomStream, mean: number, deviation: number, most: number): boolean {
  const differences = Array.from({ length: most }, () => mean + deviation * stream.normal());
  const looks = looksOf(most);
  const last = looks.at(-1) as Look;
  for (const { pairs, risk } of looks) {
    const own = differences.slice(0, pairs);
    const verdict = judge(worthOf(own, own.map(() => 0), risk), MARGIN, last);
    if (verdict !== "open") return verdict === "less";
  }
  return false;
}

function share(mean: number, deviation: number, most: number, races = 1000): number {
  const stream = new RandomStream(1, "race", most);
  let less = 0;
  for (let k = 0; k < races; k++) if (raceOf(stream, mean, deviation, most)) less++;
  return less / races;
}

describe("a race", () => {
  // Three standard errors above 5 % in 1,000 races.
  test.each([2, 8, 64])("of %i pairs finds what is worth the margin to be worth less once in twenty", (most) => {
    expect(share(MARGIN, 0.1, most)).toBeLessThan(0.071);
  });

  test("finds what is worth nothing to be worth less, where there are pairs enough", () => {
    expect(share(0, 0.05, 64, 300)).toBeGreaterThan(0.8);
    expect(share(0, 0.05, 4, 300)).toBeLessThan(0.3);
  });

  test("has looks that err one time in twenty together", () => {
    for (const most of [2, 7, 8, 31, 256, 900]) {
      const looks = looksOf(most);
      expect(looks.at(-1)?.pairs).toBe(most);
      expect(looks.reduce((sum, { risk }) => sum + risk, 0)).toBeCloseTo(0.05, 12);
    }
    expect(looksOf(256).map(({ pairs }) => pairs)).toEqual([64, 128, 256]);
    expect(looksOf(6).map(({ pairs }) => pairs)).toEqual([6]);
  });

  test("is given up early where it cannot be won", () => {
    const last: Look = { pairs: 256, risk: 0.0375 };
    const worth = { mean: 0.1, error: 0.02, bound: 0.15, pairs: 64 };
    expect(judge(worth, MARGIN, last)).toBe("not-less");
    expect(judge({ ...worth, mean: 0.02 }, MARGIN, last)).toBe("open");
    expect(judge({ ...worth, pairs: 256, mean: 0.02 }, MARGIN, last)).toBe("not-less");
  });

  test.each([0, 1, 2.5])("refuses %d pairs", (most) => {
    expect(() => looksOf(most)).toThrow("2 pairs or more");
  });
});

describe("worthOf", () => {
  test("is the mean difference of pairs, with the end of its one-sided interval", () => {
    // The quantile 0.95 of Student's t with 3 degrees of freedom is 2.3534.
    const { mean, error, bound, pairs } = worthOf([2, 4, 6, 8], [1, 2, 3, 4]);
    expect([mean, pairs]).toEqual([2.5, 4]);
    expect(bound).toBeCloseTo(2.5 + 2.3534 * error, 4);
  });

  test("is infinite where training fails without the part, whatever it is else", () => {
    expect(worthOf([1, Infinity, 1], [1, 1, 1])).toMatchObject({ mean: Infinity, bound: Infinity });
  });

  test("leaves out seeds on which the whole fails, which no part is to blame for", () => {
    expect(worthOf([2, Infinity, 4], [1, Infinity, 2])).toMatchObject({ mean: 1.5, pairs: 2 });
    expect(worthOf([2, 3], [Infinity, 1]).bound).toBe(Infinity);
  });
});
