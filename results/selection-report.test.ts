import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { aSelection } from "./html/story.arbitrary.js";
import { type HoldoutUse, LEAST_GAIN, formatSelection, holdoutText, standingOf } from "./selection-report.js";
import { plainStyle } from "./style.js";

/** All of it in one line, one blank between words. */
function words(text: string): string {
  return text.replace(/\s+/g, " ");
}

describe("a selection for people", () => {
  const text = words(formatSelection(aSelection(true), { style: plainStyle, width: 110 }));

  test("says by what rules the holdout answers, its budget and what is left of it", () => {
    expect(text).toContain("threshold 0.04, noise scale 0.01, smallest gain 0.1, budget 100 queries for all selections of the run; " +
      "65 of 100 queries left, 15 spent by earlier selections.");
  });

  test("warns where the search has fitted itself to its own tasks, and calls what failed so", () => {
    expect(text).toContain("+0.50 ± 0.05 (the best at entry 300), failed (the best at entry 500), +0.30 ± 0.10");
    expect(text).toContain("Since entry 300 they have become worse there: the search has fitted itself to its own tasks.");
  });
});

describe("a program", () => {
  const standing = (low: number, high: number, failed = 0): string =>
    standingOf({ overBar: { mean: (low + high) / 2, low, high, byTask: [] }, failed });

  test("is above or below the bar where the whole interval is by more than rounding may tell apart", () => {
    expect([standing(0.006, 0.2), standing(0.004, 0.2), standing(-0.2, 0.2)]).toEqual(["above", "undecided", "undecided"]);
    expect([standing(-0.2, -0.006), standing(-0.2, -0.004)]).toEqual(["below", "undecided"]);
    expect(standing(0.1, 0.2, 1)).toBe("failed");
  });

  test("has to gain what the README says", () => {
    const readme = words(readFileSync(new URL("../README.md", import.meta.url), "utf8"));
    expect(readme).toContain(`where the interval of its gain lies above ${LEAST_GAIN} octaves`);
  });
});

test("a holdout that no earlier selection has asked, or that an older version noted, has none to tell of", () => {
  const older: HoldoutUse = { threshold: 0.1, noise: 0.02, queries: 200, gain: 0.05, left: 174 };
  expect(holdoutText(older)).toMatch(/; 174 of 200 queries left\.$/);
  expect(holdoutText({ ...older, earlier: 0 })).toBe(holdoutText(older));
});
