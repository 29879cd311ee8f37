import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { type HoldoutBudget, Thresholdout } from "./thresholdout.js";

const OPTIONS = { threshold: 0.1, noise: 0.002, queries: 20, gain: 0.05, seed: 1 };

describe("a reusable holdout", () => {
  it("gives back what everyone sees where the holdout agrees, and spends nothing", () => {
    const holdout = new Thresholdout(OPTIONS);
    for (let k = 0; k < 100; k++) expect(holdout.answer(0.5, 0.5)).toBe(0.5);
    expect(holdout.left).toBe(20);
  });

  it("tells the holdout's mean with noise where they differ, as often as its budget says", () => {
    const holdout = new Thresholdout(OPTIONS);
    for (let k = 0; k < 20; k++) {
      const answer = holdout.answer(1, 0);
      expect(answer).not.toBe(0);
      expect(Math.abs(answer)).toBeLessThan(0.2);
    }
    expect(() => holdout.answer(1, 0)).toThrow(/has answered the 20 queries of its budget/);
  });

  it("is the same for the same seed, and another for another", () => {
    const answers = (seed: number): readonly number[] => {
      const holdout = new Thresholdout({ ...OPTIONS, seed });
      return Array.from({ length: 5 }, (_, k) => holdout.answer(1, k / 10));
    };
    expect(answers(1)).toEqual(answers(1));
    expect(answers(1)).not.toEqual(answers(2));
  });

  it("does not let who asks fit itself to it: the best of many random answers looks no better than it is", () => {
    const holdout = new Thresholdout({ ...OPTIONS, queries: 500 });
    const stream = new RandomStream(1, "test");
    // All are worth 0; the holdout's mean varies by less than the threshold.
    const answers = Array.from({ length: 300 }, () => holdout.answer(0, 0.02 * stream.normal()));
    expect(Math.max(...answers.map(Math.abs))).toBe(0);
  });

  it("shares its budget with the others that ask the same data, and draws noise of its own", () => {
    const budget = { left: 20, earlier: 0, selections: 0 };
    const [one, other] = [new Thresholdout({ ...OPTIONS, budget }), new Thresholdout({ ...OPTIONS, budget, stage: 1 })];
    for (let k = 0; k < 10; k++) expect(one.answer(1, 0)).not.toBe(other.answer(1, 0));
    expect([one.left, other.left]).toEqual([0, 0]);
    expect(() => other.answer(1, 0)).toThrow(/has answered the 20 queries of its budget/);
  });

  it("goes on with what earlier selections of a run have left, with noise that they have not drawn", () => {
    const after = (selections: number): HoldoutBudget => ({ left: 2, earlier: selections === 0 ? 0 : 18, selections });
    const [first, second, third] = [0, 1, 2].map((count) => new Thresholdout({ ...OPTIONS, budget: after(count) }));
    const answers = [first, second, third].map((holdout) => [holdout?.answer(1, 0), holdout?.answer(1, 0)]);
    expect(new Set(answers.flat()).size).toBe(6);
    expect(() => third?.answer(1, 0)).toThrow(/the 20 queries of its budget, 18 of them in earlier selections of the run: .* data/);
  });

  it("is refused where its noise is no less than the gain that is looked for", () => {
    expect(() => new Thresholdout({ ...OPTIONS, noise: 0.05 })).toThrow(InputError);
  });
});
