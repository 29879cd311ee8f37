import { expect, test } from "vitest";
import { plainStyle } from "./style.js";
import { type TopCandidate, formatTop } from "./top-report.js";

const PAGE = { style: plainStyle, width: 100 };

const FIRST: TopCandidate = {
  rank: 1, index: 512, best: true, score: 0.412, error: 0.118, seeds: 8, confirmed: true, statements: 17, state: 1,
  cost: 0.42, change: "insert, scaled to its parent", text: "def candidate(w, g):\n  return g\n",
};

test("the top is a table, with marks for the best and for what is unconfirmed", () => {
  const second = { ...FIRST, rank: 2, index: 7, best: false, score: -0.1, seeds: 1, confirmed: false, change: "update × 2" };
  expect(formatTop({ folder: "run", trained: 402, bar: 0.155, candidates: [FIRST, second] }, PAGE)).toMatchInlineSnapshot(`
    "  id  score         seeds     statements  state  cost  change
    512*  +0.41 ± 0.12      8             17      1  0.42  insert, scaled to its parent
       7  -0.10 ± 0.12      1  ?          17      1  0.42  update × 2

    Score: log2 speed-up over tuned AdamW, mean with 95 % interval; the bar is at 0.155. 402 candidates
    were trained to their end.
    * the best: it won on fresh seeds, or nothing surely better was found.
    ? unconfirmed: the score is of the seed that it was chosen by, so expect less on others.
    "
  `);
});

test("marks that nobody has are not explained", () => {
  const text = formatTop({ folder: "run", trained: 1, bar: 0.155, candidates: [{ ...FIRST, best: false }] }, PAGE);
  expect(text).not.toContain("*");
  expect(text).not.toContain("unconfirmed");
});

test("a run without a trained program has no top", () => {
  expect(formatTop({ folder: "run", trained: 0, bar: 0, candidates: [] }, PAGE)).toBe(
    "No program was trained to its end yet.\n",
  );
});
