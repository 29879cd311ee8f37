import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean } from "../../src/statistics.js";
import { type Trained, Estimates } from "./estimate.js";

function trained(bySeed: readonly number[], deviation = 0.2): Trained {
  return { bySeed, scores: [0.25, 0.75], deviation, island: 1, measures: null, statements: 8 };
}

const scores = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 8 });

describe("an estimate", () => {
  it("is the mean over seeds, and half the width of its 95 % interval", () => {
    const estimates = new Estimates();
    expect(estimates.begin(4, trained([0.5]))).toMatchObject({ fitness: 0.5, error: 1.96 * 0.2 });
    estimates.extend(4, [1, 0, 0.5]);
    const estimate = estimates.get(4);
    expect(estimate).toMatchObject({ fitness: 0.5, bySeed: [0.5, 1, 0, 0.5], island: 1, statements: 8 });
    expect(estimate?.error).toBeCloseTo(1.96 * 0.1, 15);
  });

  it("is the same however its seeds came in, and the surer the more there are", () => {
    fc.assert(
      fc.property(scores, scores, scores, (first, second, third) => {
        const estimates = new Estimates();
        estimates.begin(0, trained(first));
        const before = estimates.get(0)?.error ?? NaN;
        estimates.extend(0, second);
        expect(estimates.get(0)?.error).toBeLessThan(before);
        estimates.extend(0, third);
        expect(estimates.get(0)).toEqual(new Estimates().begin(0, trained([...first, ...second, ...third])));
        expect(estimates.get(0)?.fitness).toBe(mean([...first, ...second, ...third]));
      }),
    );
  });

  it("of one candidate does not touch another", () => {
    const estimates = new Estimates();
    estimates.begin(0, trained([1]));
    estimates.begin(1, trained([-1]));
    estimates.extend(0, [2]);
    estimates.fail(0);
    expect(estimates.get(1)).toMatchObject({ fitness: -1, bySeed: [-1] });
  });

  it("is worth nothing once the candidate has failed on a seed, whatever comes after", () => {
    const estimates = new Estimates();
    estimates.begin(0, trained([1]));
    estimates.fail(0);
    expect(estimates.get(0)).toMatchObject({ fitness: -Infinity, error: 0 });
    estimates.extend(0, [2, 2]);
    expect(estimates.get(0)).toMatchObject({ fitness: -Infinity, error: 0, bySeed: [1] });
  });

  it("is none of a candidate that did not come to its end", () => {
    const estimates = new Estimates();
    estimates.extend(7, [1]);
    estimates.fail(7);
    expect(estimates.get(7)).toBeUndefined();
  });
});
