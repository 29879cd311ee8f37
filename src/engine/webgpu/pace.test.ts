import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pace } from "./pace.js";

describe("the pace of submissions", () => {
  test("begins with one step, which is no measure, and some more", () => {
    const pace = new Pace(64);
    expect(pace.steps(8)).toBe(1);
    pace.took(20, 1, 8);
    expect(pace.steps(8)).toBe(4);
  });

  test("comes to a tenth of a second, whatever a step takes, as far as steps are whole and no more than the most", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), fc.integer({ min: 1, max: 256 }), (step, lanes) => {
        const pace = new Pace(64);
        for (let k = 0; k < 4; k++) pace.took(step * pace.steps(lanes), pace.steps(lanes), lanes);
        const seconds = step * pace.steps(lanes);
        expect(seconds <= 0.1 + 1e-9 || pace.steps(lanes) === 1).toBe(true);
        expect(seconds >= 0.05 || pace.steps(lanes) === 64).toBe(true);
      }),
    );
  });

  test("is slower with more lanes, and not faster with fewer", () => {
    const pace = new Pace(64);
    pace.took(1, 1, 8);
    pace.took(0.04, 4, 8);
    expect([pace.steps(8), pace.steps(80), pace.steps(1)]).toEqual([10, 1, 10]);
  });
});
