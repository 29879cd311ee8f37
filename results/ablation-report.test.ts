import { expect, test } from "vitest";
import { type AblationReport, formatAblation, worthText } from "./ablation-report.js";
import { plainStyle } from "./style.js";

const WORTH = { mean: 0.004, error: 0.005, bound: 0.0125, pairs: 16 };

const REPORT: AblationReport = {
  name: "paper-raw",
  level: "ablate",
  statements: { before: 9, after: 7 },
  state: { before: 1, after: 1 },
  margin: 0.02,
  tasks: [
    {
      name: "tabular", size: 10, horizon: 450, batch: 64, flat: true, scale: { before: 18, after: 21 },
      decay: { before: 0, after: 0 },
    },
    {
      name: "glyph-transformer", size: 10, horizon: 3200, batch: 32, flat: false, scale: { before: 16, after: 15 },
      decay: { before: 1e-5, after: 1e-5 },
    },
  ],
  parts: [
    { part: "g_clipped = clip(g, lr)", instead: "g", worth: WORTH, verdict: "dropped" },
    { part: "update = sign(update)", instead: "update", worth: { ...WORTH, mean: 7, bound: 9, pairs: 8 }, verdict: "kept" },
    {
      part: "g = exp(g)", instead: "g", worth: { mean: Infinity, error: Infinity, bound: Infinity, pairs: 8 },
      verdict: "kept",
    },
  ],
  removals: [
    { parts: ["a → b", "c → d"], worth: { ...WORTH, mean: -0.01, bound: 0.011, pairs: 64 }, dropped: true },
    { parts: ["e → f"], worth: { ...WORTH, mean: 0.03, bound: 0.05, pairs: 256 }, dropped: false },
  ],
  untried: [],
  trainings: 4321,
  steps: 2_000_000,
  exact: "def train(w, g):\n  return g\n",
  text: "def train(w, g):\n  return g\n",
};

test("what each part is worth is said in comments, and what was dropped together", () => {
  expect(formatAblation(REPORT, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "# paper-raw: 9 → 7 statements, 1 → 1 state variable after exact rewriting, by 4,321 trainings
    #
    # without                  instead   worth  at most  seeds
    # g_clipped = clip(g, lr)  g        +0.004   +0.013     16  dropped
    # update = sign(update)    update     > +2     > +2      8  kept
    # g = exp(g)               g         fails    fails      8  kept
    #
    # dropped, worth -0.010, at most +0.011 on 64 seeds: a → b; c → d
    # not dropped, worth +0.030, at most +0.050 on 256 seeds: e → f
    #
    # Worth: log2 speed-up lost without the part, mean over seeds and tabular ×10 at 450 steps,
    # glyph-transformer ×10 at 3,200 steps (its loss still falls); its scale tuned anew. Dropped where
    # all that goes together is worth less than 0.02, the upper end of a one-sided 95 % interval on
    # other seeds. Scale and decay are tuned and stay.
    "
  `);
});

test("a program that had nothing to try has no table, and one whose budget ended says what stays", () => {
  const report = { ...REPORT, parts: [], removals: [], untried: ["a → b"] };
  expect(formatAblation(report, { style: plainStyle, width: 60 })).toMatchInlineSnapshot(`
    "# paper-raw: 9 → 7 statements, 1 → 1 state variable after
    # exact rewriting, by 4,321 trainings
    #
    # The budget left no steps to decide on 1 part: a → b.
    #
    # Worth: log2 speed-up lost without the part, mean over
    # seeds and tabular ×10 at 450 steps, glyph-transformer ×10
    # at 3,200 steps (its loss still falls); its scale tuned
    # anew. Dropped where all that goes together is worth less
    # than 0.02, the upper end of a one-sided 95 % interval on
    # other seeds. Scale and decay are tuned and stay.
    "
  `);
});

test.each([[0.0204, "+0.020"], [-0.3, "-0.300"], [0, "0.000"], [2.5, "> +2"], [null, "fails"], [Infinity, "fails"], [NaN, "fails"]])(
  "%s octaves are %j", (value, text) => { expect(worthText(value)).toBe(text); },
);
