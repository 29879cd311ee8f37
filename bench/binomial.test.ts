import { describe, expect, it } from "vitest";
import { shareInterval } from "./binomial.js";

describe("the interval of a share", () => {
  // As tables have it, to four places.
  it.each([
    [0, 10, 0, 0.3085], [1, 10, 0.0025, 0.4450], [10, 10, 0.6915, 1], [5, 100, 0.0164, 0.1128],
    [50, 100, 0.3983, 0.6017],
  ])("of %i in %i is Clopper and Pearson's", (hits, trials, low, high) => {
    const interval = shareInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
