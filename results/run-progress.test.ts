import { expect, test } from "vitest";
import { aRunCounts } from "./run.arbitrary.js";
import { type BestReport, evaluationsOf, formatBest, formatProgress, repeatShare } from "./run-progress.js";

const BEST: BestReport = {
  index: 512, score: 0.412, error: 0.118, seeds: 8, confirmed: true,
  overStart: { mean: 0.352, error: 0.2 }, overBar: { mean: -0.048, error: 0.14 },
};

test("how a run goes is a line on its speed and one on its best", () => {
  const progress = { counts: aRunCounts(), best: BEST, archive: { cells: 320, filled: 34, qdScore: 61 } };
  expect(formatProgress(progress, { generated: 35.2, trained: 4.26, left: 200 }).join("\n")).toMatchInlineSnapshot(`
    "2,314 generated (35/s), 795 trained (4.3/s), repeats 61 %, redundant 43 %, archive 34 of 320, 3 min left
    best: candidate 512, score +0.41 ± 0.12, over the start +0.35 ± 0.20, over the bar -0.05 ± 0.14, 8 fresh seeds"
  `);
});

test("before a best is known, and where nothing tells when it ends, nothing is said of them", () => {
  const progress = { counts: aRunCounts(), best: null, archive: { cells: 320, filled: 0, qdScore: 0 } };
  expect(formatProgress(progress, { generated: 0, trained: 0, left: null })).toMatchInlineSnapshot(`
    [
      "2,314 generated (0.0/s), 795 trained (0.0/s), repeats 61 %, redundant 43 %, archive 0 of 320",
    ]
  `);
});

test("a best is never named without the bar", () => {
  expect(formatBest(BEST)).toContain("over the bar -0.05 ± 0.14");
  expect(formatBest({ ...BEST, overStart: null, confirmed: false, seeds: 1 })).toMatchInlineSnapshot(`"starting program 512, score +0.41 ± 0.12, over the bar -0.05 ± 0.14, 1 seed, unconfirmed"`);
});

test("evaluations are all that trained, to the end or not; repeats are by structure or behaviour", () => {
  expect(evaluationsOf(aRunCounts())).toBe(402 + 380 + 7 + 5 + 1);
  expect(repeatShare(aRunCounts())).toBe((1100 + 300) / 2314);
  expect(repeatShare({ ...aRunCounts(), candidates: 0, structuralRepeats: 0, behaviouralRepeats: 0 })).toBe(0);
});
