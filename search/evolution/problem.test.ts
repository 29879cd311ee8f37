import { describe, expect, it } from "vitest";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { Reference, TunedLoss } from "../reference/reference.js";
import { meanDeviation, scoredProblem } from "./problem.js";

const PROBLEM = { name: "made", size: 1, horizon: 100, batch: 4 } as const;

/** A reference whose loss falls by `fall` an octave from 2 at T, with a bar of these losses. */
function referenceOf(bar: Readonly<Partial<Record<BarRule, number>>> = {}, fall = 0.5, deviation = 0.1): Reference {
  const setting = { scale: 1, decay: 0, hyperparameters: {} };
  const at = (octave: number, loss: number): TunedLoss => ({
    horizon: 100 * 2 ** octave, setting, loss, deviation, edges: [],
  });
  return {
    task: "made", size: 1, horizon: 100, batch: 4, fingerprint: "",
    effort: { trials: 1, tuningSeeds: 1, seeds: 8, horizons: [1 / 4, 1 / 2, 1, 2, 4] },
    curve: [-2, -1, 0, 1, 2].map((octave) => at(octave, 2 - fall * octave)),
    bar: Object.fromEntries(BAR_RULES.map((rule) => [rule, at(0, bar[rule] ?? 2)])) as Record<BarRule, TunedLoss>,
  };
}

describe("a scored problem", () => {
  it("has the score of the best rule of its bar", () => {
    expect(scoredProblem(PROBLEM, referenceOf({ lion: 1.5, muon: 1.75, nesterov: 9 })).bar).toBe(1);
  });

  it("has a bar of 0 where the reference rule itself is the best", () => {
    expect(scoredProblem(PROBLEM, referenceOf({ lion: 2.5 })).bar).toBe(0);
  });

  it("keeps the problem, and scores by its reference", () => {
    const { problem, scorer } = scoredProblem(PROBLEM, referenceOf());
    expect(problem).toBe(PROBLEM);
    expect(scorer.score(2.5)).toBe(-1);
  });
});

describe("the deviation of a mean score", () => {
  const steep = scoredProblem(PROBLEM, referenceOf({}, 0.5, 0.15));
  const flat = scoredProblem(PROBLEM, referenceOf({}, 0.25, 0.1));

  it("of one problem is the deviation there", () => {
    expect(meanDeviation([steep], [0.3])).toBeCloseTo(0.3, 12);
  });

  it("of several is that of a mean of independent scores", () => {
    expect(meanDeviation([steep, flat], [0.3, -0.3])).toBeCloseTo(Math.hypot(0.3, 0.4) / 2, 12);
    expect(meanDeviation([steep, steep, steep, steep], [0, 0, 0, 0])).toBeCloseTo(0.15, 12);
  });

  it("takes a score that is missing for that of the reference", () => {
    expect(meanDeviation([steep, flat], [])).toBe(meanDeviation([steep, flat], [0, 0]));
  });
});
