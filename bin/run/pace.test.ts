import { expect, test } from "vitest";
import { aRunCounts } from "../../results/run.arbitrary.js";
import { PaceMeter } from "./pace.js";

const NONE = { evaluations: null, steps: null, minutes: null };

/** Counts after so many candidates, half of them trained, 100 steps each. */
function countsAfter(candidates: number) {
  const trained = candidates / 2;
  return { ...aRunCounts(), candidates, trained, stopped: 0, failed: {}, faults: 0, steps: 100 * trained };
}

test("a pace is what was done since the search began, or goes on", () => {
  const meter = new PaceMeter(NONE, countsAfter(1000), 50);
  expect(meter.measure(countsAfter(1000), 50)).toEqual({ generated: 0, trained: 0, left: null });
  expect(meter.measure(countsAfter(1040), 60)).toEqual({ generated: 4, trained: 2, left: null });
});

test("a pace forgets what was half a minute ago", () => {
  const meter = new PaceMeter(NONE, countsAfter(0), 0);
  for (let time = 1; time <= 60; time++) meter.measure(countsAfter(10 * time), time);
  for (let time = 61; time <= 95; time++) meter.measure(countsAfter(600), time);
  expect(meter.measure(countsAfter(600), 96).generated).toBe(0);
});

test.each([
  ["evaluations", { ...NONE, evaluations: 120 }, 10],
  ["steps", { ...NONE, steps: 11_000 }, 5],
  ["minutes", { ...NONE, minutes: 0.5 }, 20],
  ["the first of them", { evaluations: 120, steps: 11_000, minutes: 0.5 }, 5],
  ["what is spent already", { ...NONE, evaluations: 1 }, 0],
])("what is left is told by %s", (_, budget, left) => {
  const meter = new PaceMeter(budget, countsAfter(160), 100);
  expect(meter.measure(countsAfter(200), 110).left).toBeCloseTo(left, 9);
});
