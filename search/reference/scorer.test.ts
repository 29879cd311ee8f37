import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import { MOST_SCORE } from "../../results/score.js";
import { ContractError } from "../../src/errors.js";
import type { Reference, TunedLoss } from "./reference.js";
import { LEAST_FALL, scorerOf } from "./scorer.js";

const HORIZON = 200;
const FIVE = [1 / 4, 1 / 2, 1, 2, 4];

/** A reference with these losses at these multiples of its horizon. */
function referenceOf(losses: readonly number[], deviation = 0.01, multiples: readonly number[] = FIVE): Reference {
  const setting = { scale: 1, decay: 0, hyperparameters: {} };
  const at = (multiple: number, loss: number): TunedLoss => ({
    horizon: multiple * HORIZON, setting, loss, deviation, edges: [],
  });
  return {
    task: "made", size: 1, horizon: HORIZON, batch: 8, fingerprint: "f",
    effort: { trials: 1, tuningSeeds: 1, seeds: 8, horizons: multiples },
    curve: multiples.map((multiple, k) => at(multiple, losses[k] as number)),
    bar: Object.fromEntries(BAR_RULES.map((rule) => [rule, at(1, 1)])) as Record<BarRule, TunedLoss>,
  };
}

/** Losses of a typical reference. */
const LOSSES = [2, 1.5, 1.2, 1, 0.9];

describe("a score", () => {
  it("of the reference's own losses is the octave of their horizon, to the bit", () => {
    const { score } = scorerOf(referenceOf(LOSSES));
    expect(LOSSES.map(score)).toEqual([-2, -1, 0, 1, 2]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }), (falls) => {
        let loss = 10;
        const losses = falls.map((fall) => (loss -= fall));
        expect(losses.map(scorerOf(referenceOf(losses)).score)).toEqual([-2, -1, 0, 1, 2]);
      }),
    );
  });

  it("is higher the lower the loss, and no more than two octaves either way", () => {
    const { score } = scorerOf(referenceOf(LOSSES));
    const loss = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: 0.8, max: 2.1, noNaN: true }));
    fc.assert(
      fc.property(loss, loss, (one, other) => {
        expect(score(Math.min(one, other))).toBeGreaterThanOrEqual(score(Math.max(one, other)));
        expect(Math.abs(score(one))).toBeLessThanOrEqual(MOST_SCORE);
      }),
    );
    expect([-1e9, 0.9, 2, 1e9].map(score)).toEqual([2, 2, -2, -2]);
    expect(score(1.1)).toBeGreaterThan(0);
    expect(score(1.1)).toBeLessThan(1);
  });

  it("of a reference measured further out is clipped all the same", () => {
    const { score } = scorerOf(referenceOf([3, 2, 1, 0.5], 0.01, [1 / 8, 1, 4, 8]));
    expect([3, 2, 1, 0.5].map(score)).toEqual([-2, 0, 2, 2]);
  });

  it("reaches no further than the reference was measured", () => {
    const { score } = scorerOf(referenceOf([1.5, 1.2, 1], 0.01, [1 / 2, 1, 2]));
    expect([9, 1.2, 0].map(score)).toEqual([-1, 0, 1]);
  });

  it("leaps over a bump of the reference, without a score inside it", () => {
    // T/2 and T are pooled at 1.25.
    const { score } = scorerOf(referenceOf([2, 1.2, 1.3, 1, 0.9]));
    expect(score(1.25)).toBe(-1);
    expect(score(1.251)).toBeLessThan(-1);
    expect(score(1.249)).toBeGreaterThan(0);
    expect([2, 1, 0.9].map(score)).toEqual([-2, 1, 2]);
  });
});

describe("the deviation of a score", () => {
  it("is that of the losses over the slope of the curve, in octaves", () => {
    // One octave is 0.5 of loss everywhere.
    const { deviation } = scorerOf(referenceOf([3, 2.5, 2, 1.5, 1], 0.05));
    for (const score of [-2, -0.3, 0, 1.9]) expect(deviation(score)).toBeCloseTo(0.1, 12);
  });

  it("takes the losses' deviation between two horizons in proportion", () => {
    const reference = referenceOf([3, 2.5, 2, 1.5, 1]);
    const deviations = [0, 0.1, 0.1, 0.2, 0.3];
    const curve = reference.curve.map((point, k) => ({ ...point, deviation: deviations[k] as number }));
    const { deviation } = scorerOf({ ...reference, curve });
    expect(deviation(0)).toBeCloseTo(2 * 0.1, 12);
    expect(deviation(0.5)).toBeCloseTo(2 * 0.15, 12);
    expect(deviation(2)).toBeCloseTo(2 * 0.3, 12);
  });

  it("is larger where the curve is flatter, and 2 where it is flat", () => {
    const { deviation } = scorerOf(referenceOf(LOSSES));
    expect(deviation(1.5)).toBeGreaterThan(deviation(-1.5));
    const { deviation: pooled } = scorerOf(referenceOf([2, 1.2, 1.3, 1, 0.9]));
    expect(pooled(-0.5)).toBe(MOST_SCORE);
  });

  it("is 0 where nothing varies", () => {
    expect(scorerOf(referenceOf(LOSSES, 0)).deviation(0.5)).toBe(0);
  });
});

describe("the signal of a problem", () => {
  it("is the fall of the loss from half to twice the horizon, in deviations", () => {
    const { signal } = scorerOf(referenceOf(LOSSES, 0.1));
    expect(signal.fall).toBeCloseTo(5, 12);
    expect(signal.suffices).toBe(true);
  });

  it("just suffices at three deviations", () => {
    expect(LEAST_FALL).toBe(3);
    const at = (fall: number) => scorerOf(referenceOf([9, 4 + fall, 4.5, 4, 3], 1)).signal;
    expect(at(3)).toEqual({ fall: 3, suffices: true });
    expect(at(2.99).suffices).toBe(false);
  });

  it.each([
    ["flat with seeds that vary", [1, 1, 1, 1, 1], 0.01, 0],
    ["flat with seeds that do not vary", [1, 1, 1, 1, 1], 0, 0],
    ["all 0", [0, 0, 0, 0, 0], 0, 0],
    ["rising", [1, 1.1, 1.2, 1.3, 1.4], 0.1, -2],
    ["falling before and after only", [5, 1, 1, 1, 0], 0.01, 0],
  ])("does not suffice of a reference that is %s", (_, losses, deviation, fall) => {
    const { signal } = scorerOf(referenceOf(losses, deviation));
    expect(signal.fall).toBeCloseTo(fall, 9);
    expect(signal.suffices).toBe(false);
  });

  it("is without limit where the loss falls and nothing varies", () => {
    expect(scorerOf(referenceOf(LOSSES, 0)).signal).toEqual({ fall: Infinity, suffices: true });
  });

  it("is what there is of it where fewer horizons were measured, and in proportion between others", () => {
    expect(scorerOf(referenceOf([1.5, 1], 0.1, [1 / 2, 1])).signal.fall).toBeCloseTo(5, 12);
    expect(scorerOf(referenceOf([3, 1], 0.1, [1 / 4, 4])).signal.fall).toBeCloseTo(10, 12);
  });
});

it("needs two horizons", () => {
  expect(() => scorerOf(referenceOf([1], 0.1, [1]))).toThrow(ContractError);
});
