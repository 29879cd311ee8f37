import { describe, expect, test } from "vitest";
import {
  type EvaluationReport, type ProgramEvaluation, formatEvaluation, rankEvaluations,
} from "./evaluation-report.js";
import { plainStyle } from "./style.js";

const PAGE = { style: plainStyle, width: 100 };

const ADAMW: ProgramEvaluation = {
  name: "adamw",
  setting: { scale: 4.756, decay: 0.00123, hyperparameters: {}, referenceSize: 0.19 },
  tuning: { loss: 0.4, failed: 0, edges: [] },
  loss: { mean: 0.412345, error: 0.00123 },
  score: { mean: 0.2345, error: 0.0312 },
  metrics: { accuracy: { mean: 0.87654, error: 0.0021 } },
  millisecondsPerStep: 0.2345,
  trainings: [{ seed: 1, kind: "trained", loss: 0.41, steps: 8 }, { seed: 2, kind: "trained", loss: 0.42, steps: 8 }],
  curve: [2.4, 1.9, 1.5, 1.2, 0.9, 0.6, 0.5, 0.4],
  updateToWeight: [0.0123456, 0.008, 0.0042, 0.000051].map((ratio, k) => ({ step: 2 * k + 1, ratio })),
};
const LION: ProgramEvaluation = {
  ...ADAMW,
  name: "lion",
  setting: { scale: 16, decay: 0.25, hyperparameters: {}, referenceSize: 0.03 },
  tuning: { loss: 0.41, failed: 1, edges: ["scale", "decay"] },
  loss: { mean: 0.5, error: 0.02 },
  score: { mean: -0.5, error: 0.1 },
  metrics: { accuracy: { mean: 0.8, error: 0.01 } },
  curve: [2.4, 3, 2.2, 2, 1.5, 1.2, 0.8, 0.55],
  updateToWeight: [0.1, Infinity, 0.02, 0.001].map((ratio, k) => ({ step: 2 * k + 1, ratio })),
};
const WILD: ProgramEvaluation = {
  name: "a/path/to/wild.rule",
  setting: { scale: 1, decay: 0, hyperparameters: {}, referenceSize: 1 },
  tuning: null,
  loss: null,
  lossReason: "its loss rose a hundredfold on 1 of 2 seeds, after 3 steps",
  score: null,
  metrics: null,
  millisecondsPerStep: null,
  trainings: [
    { seed: 1, kind: "trained", loss: 0.1, steps: 8 },
    { seed: 2, kind: "failed", loss: null, reason: "blown-up", steps: 3 },
  ],
  curve: null,
  updateToWeight: null,
};

function report(programs: readonly ProgramEvaluation[], tuning: EvaluationReport["tuning"] = null): EvaluationReport {
  const task: EvaluationReport["task"] = {
    name: "glyph-mlp", module: null, family: "classification", title: "Glyphs", size: 1, parameters: 8970,
    horizon: 8, batch: 64, data: null, split: "validation",
  };
  return { task, schedule: "cosine", seeds: [1, 2], tuning, programs };
}

function untuned(program: ProgramEvaluation): ProgramEvaluation {
  const setting = { scale: 1, decay: 0, hyperparameters: {}, referenceSize: 1 };
  return { ...program, tuning: null, score: null, setting };
}

describe("an evaluation", () => {
  test("says which real data and which split it is of", () => {
    const { task, ...rest } = report([untuned(ADAMW)]);
    const real = { ...rest, task: { ...task, data: "a/folder", split: "test" as const } };
    expect(formatEvaluation(real, PAGE).split("\n").slice(0, 3)).toEqual([
      "glyph-mlp ×1: 8 steps of 64 examples, 8,970 parameters, 2 seeds, scored on test data", "real data: a/folder", "",
    ]);
  });

  test("says which schedule it is under, and why there is no score then", () => {
    const lines = formatEvaluation({ ...report([untuned(ADAMW)]), schedule: "linear" }, PAGE).split("\n");
    expect(lines[0]).toMatch(/, 2 seeds, schedule linear$/);
    expect(lines).toContain("No scores: the references are trained under the schedule cosine.");
    expect(formatEvaluation(report([untuned(ADAMW)]), PAGE)).not.toMatch(/schedule|No scores/);
  });

  test("is a table, with settings where programs were tuned, their edges marked", () => {
    expect(formatEvaluation(report([ADAMW, LION], { trials: 16, seeds: [1001], checks: [1003] }), PAGE)).toMatchInlineSnapshot(`
      "glyph-mlp ×1: 8 steps of 64 examples, 8,970 parameters, 2 seeds, tuned by 16 trials each

      program             loss         score  accuracy  ms/step      scale        decay
      adamw    0.4123 ± 0.0012  +0.23 ± 0.03    0.8765    0.234       4.76      0.00123
      lion       0.500 ± 0.020  -0.50 ± 0.10     0.800    0.234  16 (edge)  0.25 (edge)

      (edge): the best trial lies at the edge of all trials; more of them might find better.
      "
    `);
  });

  test("shows learning curves on one scale, and how large updates are, where asked", () => {
    expect(formatEvaluation(report([untuned(ADAMW), untuned(LION)]), PAGE, { curves: true })).toMatchInlineSnapshot(`
      "glyph-mlp ×1: 8 steps of 64 examples, 8,970 parameters, 2 seeds

      program             loss  accuracy  ms/step
      adamw    0.4123 ± 0.0012    0.8765    0.234
      lion       0.500 ± 0.020     0.800    0.234

      training loss, logarithmic
        adamw  █▇▆▅▄▃▂▁  2.4 → 0.4
        lion   ███▇▆▅▄▂  2.4 → 0.55

      update-to-weight ratio, steps 1, 3, 5, 7
        adamw  0.0123, 0.008, 0.0042, 5.1e-5
        lion   0.1, ∞, 0.02, 0.001

      Not tuned: --tune N chooses scale and decay of each program by the same number of trials.
      "
    `);
  });

  test("tells candidates of a run apart in the table, and before curves and ratios", () => {
    const programs = [2584, 15863].map((id) => untuned({ ...ADAMW, name: `../runs/of-this-very-evening:${id}` }));
    const text = formatEvaluation(report(programs), { ...PAGE, width: 50 }, { curves: true });
    for (const id of [2584, 15863]) expect(text.match(new RegExp(`^ *…\\S*:${id} `, "gm"))).toHaveLength(3);
  });

  test("gives a program that failed on any seed no number, but the reason", () => {
    expect(formatEvaluation(report([untuned(ADAMW), WILD]), PAGE)).toMatchInlineSnapshot(`
      "glyph-mlp ×1: 8 steps of 64 examples, 8,970 parameters, 2 seeds

      program                         loss  accuracy  ms/step
      adamw                0.4123 ± 0.0012    0.8765    0.234
      a/path/to/wild.rule           failed

      a/path/to/wild.rule: its loss rose a hundredfold on 1 of 2 seeds, after 3 steps

      Not tuned: --tune N chooses scale and decay of each program by the same number of trials.
      "
    `);
  });

  test("where all failed shows neither curves nor metrics", () => {
    expect(formatEvaluation(report([WILD]), PAGE, { curves: true })).toMatchInlineSnapshot(`
      "glyph-mlp ×1: 8 steps of 64 examples, 8,970 parameters, 2 seeds

      program                loss  ms/step
      a/path/to/wild.rule  failed

      a/path/to/wild.rule: its loss rose a hundredfold on 1 of 2 seeds, after 3 steps
      "
    `);
  });

  test.each([
    [{ mean: 2.345678, error: null }, "2.346"],
    [{ mean: 123.4567, error: 0.5 }, "123.46 ± 0.50"],
    [{ mean: 1234.5, error: 250 }, "1235 ± 250"],
    [{ mean: 0.5, error: 0 }, "0.5000 ± 0.0000"],
    [{ mean: 0, error: 0 }, "0.0 ± 0.0"],
    [{ mean: 1.23e-7, error: 2e-9 }, "0.000000123 ± 0.000000002"],
  ])("prints a loss of %j as %s", (loss, text) => {
    expect(formatEvaluation(report([{ ...untuned(ADAMW), loss }]), PAGE)).toContain(`adamw    ${text}  `);
  });
});

test("programs are ranked by their loss, those that failed last in the order asked for", () => {
  const other = { ...WILD, name: "other" };
  const names = rankEvaluations([WILD, LION, other, ADAMW]).map(({ name }) => name);
  expect(names).toEqual(["adamw", "lion", WILD.name, "other"]);
});
