import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceOf } from "../../reference/reference.arbitrary.js";
import { scorerOf } from "../../reference/scorer.js";
import { scoreOver } from "./score.js";

const REFERENCE = referenceOf({ name: "pretended", size: 1, horizon: 100, batch: 8 });
const { loss: FIRST } = REFERENCE.curve[0] as { readonly loss: number };
const { loss: LAST } = REFERENCE.curve.at(-1) as { readonly loss: number };

describe("the score of a rule", () => {
  it("is the mean of what a search gives each seed, and not that of the mean loss", () => {
    const { score } = scorerOf(REFERENCE);
    const loss = fc.double({ min: LAST - 1, max: FIRST + 1, noNaN: true });
    fc.assert(fc.property(fc.array(loss, { minLength: 2 }), (losses) => {
      const mean = losses.reduce((sum, own) => sum + score(own), 0) / losses.length;
      expect(scoreOver(REFERENCE, losses)?.mean).toBeCloseTo(mean, 12);
    }));
    // Far beyond on one seed, short of it on the others: the mean loss alone would be at the top.
    const losses = [LAST - 100, 1, 1, 1];
    expect(scoreOver(REFERENCE, losses)?.mean).toBeCloseTo(0.5, 12);
  });

  it("is said to be beyond where that of a seed is, and neither where that is so on both sides", () => {
    const beyondOf = (...losses: readonly number[]) => scoreOver(REFERENCE, losses)?.beyond;
    expect(beyondOf(1, 0.9, 1.1)).toBe(null);
    expect(beyondOf(1, LAST - 0.1, 1)).toBe("faster");
    expect(beyondOf(1, FIRST + 0.1, 1)).toBe("slower");
    expect(beyondOf(LAST - 0.1, FIRST + 0.1, 1)).toBe(null);
  });

  it("is beyond the steps that the reference was measured at where these end before two octaves", () => {
    const short = { ...REFERENCE, curve: REFERENCE.curve.slice(1, 3) };
    expect(scoreOver(short, [0.8, 0.8])).toEqual({ mean: 0, low: 0, high: 0, beyond: "faster" });
    expect(scoreOver(short, [1.4, 1.4])).toEqual({ mean: -1, low: -1, high: -1, beyond: "slower" });
  });

  it("has Student's interval over seeds", () => {
    // The reference's loss falls by 0.2 with each octave: scores of 0.5, −0.5, 1 and −1.
    const { mean, low, high } = scoreOver(REFERENCE, [0.9, 1.1, 0.8, 1.2]) ?? { mean: NaN, low: NaN, high: NaN };
    const { score } = scorerOf(REFERENCE);
    const scores = [0.9, 1.1, 0.8, 1.2].map(score);
    const variance = scores.reduce((sum, own) => sum + (own - mean) ** 2, 0) / 3;
    // 97.5 % of Student's t with 3 degrees of freedom lie below 3.182446.
    expect([mean - low, high - mean]).toEqual(Array(2).fill(expect.closeTo(3.182446 * Math.sqrt(variance / 4), 5)));
  });

  it("is none where a seed failed", () => {
    expect(scoreOver(REFERENCE, [1, Infinity])).toBe(null);
  });
});
