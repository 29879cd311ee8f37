import { describe, expect, test } from "vitest";
import { type Sampled, hierarchicalBootstrap } from "./bootstrap.js";
import { ContractError } from "./errors.js";
import { RandomStream } from "./random.js";
import { mean } from "./statistics.js";

/** The mean of some numbers, as a quantity to resample. */
function meanOf(values: readonly number[]): Sampled {
  return {
    count: values.length,
    estimate: (drawn) => {
      const value = mean(drawn.map((k) => values[k] as number));
      return { low: value, high: value };
    },
  };
}

const stream = (index = 0): RandomStream => new RandomStream(5, "bootstrap test", index);

/** How often the interval has the true mean, 0, in it. */
function coverage(
  families: number, quantities: number, between: number, within: number, trials = 300,
): number {
  const normal = new RandomStream(11, `coverage ${families} ${quantities} ${between} ${within}`);
  let covered = 0;
  for (let k = 0; k < trials; k++) {
    const groups = Array.from({ length: families }, () => {
      const centre = between * normal.normal();
      return Array.from({ length: quantities }, () =>
        meanOf(Array.from({ length: 10 }, () => centre + within * normal.normal())));
    });
    const { low, high } = hierarchicalBootstrap(groups, { resamples: 300, stream: stream(k) });
    if (low <= 0 && high >= 0) covered++;
  }
  return covered / trials;
}

describe("a hierarchical bootstrap", () => {
  test.each([[6, 1, 1, 1], [10, 2, 1, 0.5], [12, 1, 0, 1]])(
    "of %d groups of %d quantities, deviations %d and %d, has the true mean in at least 95 of 100 intervals",
    (...design) => {
      // Two standard errors of 300 trials below.
      expect(coverage(...design)).toBeGreaterThan(0.925);
    },
  );

  test("of one group counts its observations, and is not much wider than they vary", () => {
    // Of ten observations percentiles miss a little more than one time in twenty, expanded or not.
    const found = coverage(1, 1, 0, 1, 1200);
    expect(found).toBeGreaterThan(0.92);
    expect(found).toBeLessThan(0.97);
  });

  test("is as wide as the groups differ, however sure each of them is", () => {
    const sure = (centre: number) => [meanOf(Array.from({ length: 10 }, () => centre))];
    const apart = [-2, -1, 0, 0, 0, 1, 2].map(sure);
    const { low, high } = hierarchicalBootstrap(apart, { resamples: 4000, stream: stream() });
    expect(low).toBeLessThan(-0.9);
    expect(high).toBeGreaterThan(0.9);
    const alike = hierarchicalBootstrap([3, 3, 3].map(sure), { resamples: 100, stream: stream() });
    expect(alike).toEqual({ low: 3, high: 3 });
  });

  test("counts groups alike, however many quantities they have", () => {
    const one = [meanOf([1, 1])];
    const many = Array.from({ length: 9 }, () => meanOf([0, 0]));
    const { low, high } = hierarchicalBootstrap([one, many], { resamples: 4000, stream: stream() });
    expect([low, high]).toEqual([0, 1]);
  });

  test("of quantities known within bounds reaches from the least to the most", () => {
    const group = [{ count: 2, estimate: () => ({ low: -3, high: 5 }) }];
    expect(hierarchicalBootstrap([group, group], { resamples: 10, stream: stream() })).toEqual({ low: -3, high: 5 });
  });

  test("is wider where several intervals are to hold together, and no wider than what was resampled", () => {
    const groups = [-2, -1, 0, 0, 0, 1, 2, 3].map((centre) => [meanOf([centre - 1, centre, centre + 1])]);
    const of = (intervals: number) => hierarchicalBootstrap(groups, { resamples: 4000, stream: stream(), intervals });
    const [alone, two, many] = [of(1), of(2), of(1e6)];
    expect(hierarchicalBootstrap(groups, { resamples: 4000, stream: stream() })).toEqual(alone);
    expect(two.low).toBeLessThan(alone.low);
    expect(two.high).toBeGreaterThan(alone.high);
    expect(many.low).toBeLessThanOrEqual(two.low);
    expect(many.low).toBeGreaterThanOrEqual(-3);
  });

  test("is the same every time, and another with another stream", () => {
    const groups = [[1, 2, 4], [0, 3, 9], [2, 2, 7]].map((values) => [meanOf(values)]);
    const once = (index: number) => hierarchicalBootstrap(groups, { resamples: 50, stream: stream(index) });
    expect(once(0)).toEqual(once(0));
    expect(once(1)).not.toEqual(once(0));
  });

  test.each([
    ["no groups", []], ["an empty group", [[]]], ["a quantity of one observation", [[meanOf([1])]]],
  ])("of %s is refused", (_, groups) => {
    expect(() => hierarchicalBootstrap(groups, { resamples: 10, stream: stream() })).toThrow(ContractError);
  });
});
