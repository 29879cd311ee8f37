import { expect, test } from "vitest";
import { type CandidateReport, formatCandidate } from "./candidate-report.js";
import { plainStyle } from "./style.js";

const PAGE = { style: plainStyle, width: 100 };

const SCORE = { score: 0.412, error: 0.118, seeds: 2, confirmed: true };

const REPORT: CandidateReport = {
  folder: "runs/quick", index: 57, kind: "candidate", island: 1, change: "crossover, scaled to its parent", parent: 12,
  mate: 30, source: "archive", status: "trained", reason: null, repeats: null, repeatOf: null, best: true, score: SCORE,
  statements: 2, redundant: 1, state: 0, cost: 0.42, hash: "0123456789abcdef", fingerprint: "fedcba9876543210",
  measures: {
    liveState: 0, scaleExponent: 1, averagingLength: 1, noiseResponse: 0, coupling: "coordinate", updateSize: 0.5,
  },
  text: "def candidate(w, g, lr):\n  x = w * 2\n  update = g * lr\n  return update\n",
  lineage: [
    { index: 0, change: "start sgd", mate: null, score: { ...SCORE, confirmed: false, seeds: 1 }, status: "trained", lines: [] },
    {
      index: 57, change: "crossover, scaled to its parent", mate: 30, score: SCORE, status: "trained",
      lines: [
        { kind: "changed", a: "update = g * 0.5", b: "update = g * lr" },
        { kind: "onlyB", a: null, b: "x = w * 2" },
        { kind: "onlyA", a: "y = w * 3", b: null },
      ],
    },
  ],
  trainings: [
    { entry: 57, kind: "candidate", task: "teacher", seed: 1, loss: 0.1, score: 0.3, steps: 200 },
    { entry: 57, kind: "candidate", task: "glyph-mlp", seed: 1, loss: 0.2, score: 0.5, steps: 200 },
    { entry: 80, kind: "confirmation", task: "teacher", seed: 2, loss: null, score: null, steps: 50 },
  ],
  repeatedBy: [60, 61],
};

test("a candidate is shown with its program, origin, measures, trainings and lineage", () => {
  expect(formatCandidate(REPORT, PAGE)).toMatchInlineSnapshot(`
    "candidate 57 of runs/quick, the best

    def candidate(w, g, lr):
      x = w * 2
      update = g * lr
      return update

      origin        crossover, scaled to its parent of 12, from the archive, with 30; island 1
      outcome       score +0.41 ± 0.12 over 2 seeds
      size          2 statements, 1 redundant in one step; 0 live state variables; 0.42 × AdamW's cost
      hash          0123456789abcdef
      fingerprint   fedcba9876543210
      repeated by   60, 61

      live state        0           no tensor carried from step to step
      scale exponent    1           gradients c times as large give updates c times as large, as for SGD
      averaging length  1           a gradient acts in its own step alone
      noise response    0           as large when the gradient is clear as when it is noise
      coupling          coordinate  each element of the update sees its own coordinate alone
      update size       0.5         root mean square of the update at lr = 1

    entry  trained as    seed  glyph-mlp  teacher
       57  candidate        1      +0.50    +0.30
       80  confirmation     2                none

    lineage, the first at the top
    0  start sgd  score +0.41 ± 0.12 over 1 seed, unconfirmed
    57  crossover, scaled to its parent with 30  score +0.41 ± 0.12 over 2 seeds
        - update = g * 0.5
        + update = g * lr
        + x = w * 2
        - y = w * 3
    "
  `);
});

test("a repeat is shown with what it repeats, and no measures where there are none", () => {
  const text = formatCandidate({
    ...REPORT, best: false, repeats: 12, repeatOf: "structure", fingerprint: null, measures: null, trainings: [],
    repeatedBy: Array.from({ length: 20 }, (_, k) => 100 + k),
  }, PAGE);
  expect(text).toContain("outcome       that of 12, whose structure is the same: score +0.41 ± 0.12 over 2 seeds");
  expect(text).toContain("109, 110, 111 and 8 more");
  expect(text).not.toContain("live state  ");
});

test("a candidate that was not trained to its end says how it ended", () => {
  const text = formatCandidate({ ...REPORT, score: null, status: "stopped", reason: "hurdle after 50 steps" }, PAGE);
  expect(text).toContain("outcome       stopped: hurdle after 50 steps");
});
