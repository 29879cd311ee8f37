import { describe, expect, test } from "vitest";
import { aRunReport } from "./run.arbitrary.js";
import { type RunBestReport, type RunReport, formatOutcome, formatStatus, formatVerdict } from "./run-report.js";
import { plainStyle } from "./style.js";

const PAGE = { style: plainStyle, width: 100 };

const BEST = aRunReport().best as RunBestReport;

test("the status of a run says where it stands, what it took and what it found", () => {
  expect(formatStatus(aRunReport(), PAGE)).toMatchInlineSnapshot(`
    "runs/quick

      state           ended: its evaluations are spent
      entries         2,800
      budget          795 of 795 evaluations (100 %), at most 10 minutes at a time
      search          evolution+archive, seed 1, begun 2026-05-09T12:00:00.000Z by symopt 0.1.0
      digest          0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

      generated       2,314 programs of 14.3 statements on average, 43 % of them redundant; 31 invalid
                      children thrown away
      repeats         61 %: 1,100 by structure, 300 by behaviour
      trained         795: 402 to the end, 380 stopped at a hurdle, 12 failed (7 blown-up, 5
                      not-finite); 119 refused untrained
      false stops     5.0 %: of 20 spared candidates 1 ended in the top quarter
      follow-ups      210 scaled (60 better by it), 180 confirmed on more seeds, 48 challenges
      steps           187,400 training steps, 21 min of workers
      archive         34 of 320 cells (11 %), QD score 61.2

    task       family          size  steps  batch  reference  bar     loss  score
    glyph-mlp  classification    ×1    200     64      0.512  lion    0.45  +0.31
    teacher    regression        ×1    200     64      0.151  adamw  0.151   0.00

    Candidate 512 is the best that was found, simplified:

    def candidate(w, g, m, lr):
      m = interp(g, m, 0.9)
      update = m * lr
      return update, m

      size            2 statements, 1 state variable, 0.42 × AdamW's cost
      score           +0.41 ± 0.12: log2 speed-up over the reference; mean of 8 fresh seeds on each of 2
                      tasks, 95 % interval
      over the start  +0.35 ± 0.20 over lion, the best starting program
      over the bar    +0.21 ± 0.14 over the best on each task of AdamW, NAdamW, Lion, Nesterov SGD and
                      Muon, each tuned; the candidate is not

    It is above the bar by +0.21 ± 0.14 over 8 seeds of the tasks that it was evolved on
    (classification, regression). That says nothing of other families of tasks: it has seen none.
    "
  `);
});

test("the outcome of a search says what was found, and how to go on", () => {
  expect(formatOutcome(aRunReport(), PAGE)).toMatchInlineSnapshot(`
    "Candidate 512 is the best that was found, simplified:

    def candidate(w, g, m, lr):
      m = interp(g, m, 0.9)
      update = m * lr
      return update, m

      size            2 statements, 1 state variable, 0.42 × AdamW's cost
      score           +0.41 ± 0.12: log2 speed-up over the reference; mean of 8 fresh seeds on each of 2
                      tasks, 95 % interval
      over the start  +0.35 ± 0.20 over lion, the best starting program
      over the bar    +0.21 ± 0.14 over the best on each task of AdamW, NAdamW, Lion, Nesterov SGD and
                      Muon, each tuned; the candidate is not

    It is above the bar by +0.21 ± 0.14 over 8 seeds of the tasks that it was evolved on
    (classification, regression). That says nothing of other families of tasks: it has seen none.

      generated       2,314 programs of 14.3 statements on average, 43 % of them redundant; 31 invalid
                      children thrown away
      repeats         61 %: 1,100 by structure, 300 by behaviour
      trained         795: 402 to the end, 380 stopped at a hurdle, 12 failed (7 blown-up, 5
                      not-finite); 119 refused untrained
      false stops     5.0 %: of 20 spared candidates 1 ended in the top quarter
      follow-ups      210 scaled (60 better by it), 180 confirmed on more seeds, 48 challenges
      steps           187,400 training steps, 21 min of workers
      archive         34 of 320 cells (11 %), QD score 61.2

      run             runs/quick, ended: its evaluations are spent
      to go on        symopt resume runs/quick --evaluations N
      the best        symopt top runs/quick
      one of them     symopt show runs/quick ID
    "
  `);
});

describe("the way on", () => {
  test.each<[string, Partial<RunReport>, string]>([
    ["its evaluations", { ended: "evaluations" }, "symopt resume runs/quick --evaluations N"],
    ["its steps", {
      ended: "steps", budget: { evaluations: null, steps: 187_000, minutes: null },
    }, "symopt resume runs/quick --steps N"],
    ["both", {
      ended: "steps", budget: { evaluations: 795, steps: 187_000, minutes: null },
    }, "symopt resume runs/quick --evaluations N --steps N"],
    ["its time, which it gets again", {
      ended: "minutes", budget: { evaluations: 1000, steps: null, minutes: 10 },
    }, "symopt resume runs/quick"],
    ["what is within reach", {
      ended: "exhausted", budget: { evaluations: 1000, steps: null, minutes: 10 },
    }, "symopt search --from runs/quick, with another configuration or seed"],
    ["nothing, as it was interrupted", {
      ended: "interrupted", budget: { evaluations: 1000, steps: 200_000, minutes: null },
    }, "symopt resume runs/quick"],
  ])("is one that does not end again at once, where a run has spent %s", (_, changes, way) => {
    expect(formatOutcome(aRunReport(changes), PAGE)).toContain(`\n  to go on        ${way}\n`);
  });
});

describe("the verdict", () => {
  test("is above the bar only where the interval is, on the tasks that it was evolved on", () => {
    const text = formatVerdict(aRunReport(), PAGE);
    expect(text).toContain("It is above the bar by +0.21 ± 0.14 over 8 seeds");
    expect(text).toContain("evolved on\n(classification, regression)");
    expect(text).toContain("says nothing of other families");
  });

  test.each([
    ["its interval reaches the bar", { overBar: { mean: 0.1, error: 0.1 } }],
    ["it is below the bar", { overBar: { mean: -0.5, error: 0.1 } }],
    ["it is unconfirmed", { confirmed: false }],
    ["nothing is known of its difference", { overBar: { mean: NaN, error: NaN } }],
  ])("is that nothing is above the bar where %s", (_, changes) => {
    const text = formatVerdict(aRunReport({ best: { ...BEST, ...changes } }), PAGE);
    expect(text).toContain("Nothing that was found is above the bar for sure.");
    expect(text).not.toContain("is above the bar by");
  });

  test("is that nothing was found where a starting program is the best", () => {
    const best = { ...BEST, overStart: null, confirmed: false };
    expect(formatVerdict(aRunReport({ best }), PAGE)).toMatch(
      /^Nothing was found that is surely better than the best starting program, lion:\n/,
    );
  });

  test("is that there is none before a program was trained", () => {
    expect(formatVerdict(aRunReport({ best: null }), PAGE)).toBe(
      "No program was trained to its end yet: there is no best.\n",
    );
  });

  test("says where scores end", () => {
    expect(formatVerdict(aRunReport({ best: { ...BEST, score: 2 } }), PAGE)).toContain("scores end at ±2");
  });

  test("never says that AdamW is beaten", () => {
    expect(formatStatus(aRunReport(), PAGE)).not.toMatch(/beats? (tuned )?AdamW/i);
  });
});

describe("a run", () => {
  test("with faults says that it may not repeat", () => {
    const counts = { ...aRunReport().counts, faults: 2 };
    for (const format of [formatStatus, formatOutcome]) {
      expect(format(aRunReport({ counts }), PAGE)).toContain("2 trainings were given up, with a worker or for want of room (faults): this run may not repeat.");
      expect(format(aRunReport({ counts }), PAGE)).toContain("this run may not repeat");
      expect(format(aRunReport(), PAGE)).not.toContain("may not repeat");
    }
  });

  test("names devices, and says that several of one executor may not repeat", () => {
    const [one, other, tfjs] = [
      { executor: "webgpu", device: "one GPU" }, { executor: "webgpu", device: "other" },
      { executor: "tfjs:cpu", device: "the processor" },
    ] as const;
    const status = (...devices: RunReport["devices"]): string => formatStatus(aRunReport({ devices }), PAGE);
    expect(status()).not.toContain("trained on");
    expect(status(one, tfjs, one)).toMatch(/^ *trained on +one GPU \(webgpu\); the processor \(tfjs:cpu\)$/m);
    expect(status(one, other)).toMatch(/one GPU \(webgpu\); other \(webgpu\): several devices, so\s+this run may not repeat/);
  });

  test.each<[string, Parameters<typeof aRunReport>[0], string]>([
    ["is being written", { writer: 42 }, "process 42 writes to it"],
    ["was killed", { ended: null }, "at rest, and not ended"],
    ["was interrupted", { ended: "interrupted" }, "interrupted"],
  ])("that %s says so", (_, changes, words) => {
    expect(formatStatus(aRunReport(changes), PAGE)).toContain(`state           ${words}\n`);
  });

  test("that has evaluations left is resumed as it is", () => {
    expect(formatOutcome(aRunReport({ evaluations: 500 }), PAGE)).toMatch(/symopt resume runs\/quick\n/);
    expect(formatOutcome(aRunReport(), PAGE)).toMatch(/symopt resume runs\/quick --evaluations N\n/);
  });

  test("whose path a shell would split is quoted", () => {
    expect(formatOutcome(aRunReport({ folder: "my run's" }), PAGE)).toContain("symopt top 'my run'\\''s'");
  });

  test("as it was before says so", () => {
    expect(formatStatus(aRunReport({ entries: 500 }), PAGE)).toContain("2,800; all below is about the first 500");
  });
});
