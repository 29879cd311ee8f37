import { describe, expect, test } from "vitest";
import { type ScheduleName, learningRate } from "./schedule.js";

/** All values of a training of 200 steps, of which 10 warm up. */
function values(schedule: ScheduleName): number[] {
  return Array.from({ length: 200 }, (_, k) => learningRate(schedule, k + 1, 200));
}

describe.each(["cosine", "linear", "constant"] as const)("the schedule %s", (schedule) => {
  test("rises in a line over the first twentieth, to 1", () => {
    expect(values(schedule).slice(0, 10)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  test("never rises afterwards, and no step is in vain", () => {
    const after = values(schedule).slice(9);
    expect(after.every((value, k) => k === 0 || value <= (after[k - 1] as number))).toBe(true);
    expect(after.every((value) => value > 0)).toBe(true);
  });

  test("peaks in the only step of the shortest training", () => {
    expect(learningRate(schedule, 1, 1)).toBe(1);
  });
});

test("the cosine is 1/2 half-way down and ends near 0", () => {
  // 191 equal parts from step 10 to the 0 just after the last step.
  const [before, after] = [values("cosine")[104] as number, values("cosine")[105] as number];
  expect((before + after) / 2).toBeCloseTo(0.5, 12);
  expect(values("cosine")[199]).toBeCloseTo((Math.PI / 191) ** 2 / 4, 8);
});

test("the line falls by the same amount in every step, to one such amount", () => {
  expect(values("linear")[199]).toBeCloseTo(1 / 191, 12);
  expect(values("linear")[104]).toBeCloseTo(96 / 191, 12);
});

test("the constant stays at 1", () => {
  expect(values("constant").slice(9).every((value) => value === 1)).toBe(true);
});
