import { describe, expect, test } from "vitest";
import {
  type ComparedRule, type ComparisonReport, type ProgramOnTask, type Reached, type RuleOnTask, type ScoreOverSeeds,
  type Verdict, formatComparison,
} from "./comparison-report.js";
import { plainStyle } from "./style.js";

const PAGE = { style: plainStyle, width: 110 };

function reached(ratio: number, beyond: Reached["beyond"] = null): Reached {
  return { octaves: Math.log2(ratio), beyond };
}

const MATCH: ProgramOnTask = {
  bar: "muon",
  difference: { mean: 0.02, low: 0.012, high: 0.028 },
  p: 0.0004,
  adjustedP: 0.0008,
  speedUp: { value: reached(1.5), low: reached(1.31), high: reached(1.72) },
  detectable: reached(1.08),
  stepTime: 0.5,
  horizons: [{ horizon: 200, losses: [0.3] }],
  verdict: "beats",
};
const LOST: ProgramOnTask = {
  ...MATCH, adjustedP: 0.0123, verdict: "worse",
  speedUp: { value: reached(0.8, "slower"), low: reached(0.8, "slower"), high: reached(0.9) },
};
const FAILED: ProgramOnTask = {
  ...MATCH, difference: null, p: 1, adjustedP: 1, detectable: null, verdict: "failed",
  speedUp: { value: reached(0.8, "slower"), low: reached(0.8, "slower"), high: reached(0.8, "slower") },
};

function ruleOn(name: string, mean: number, match: ProgramOnTask | null): RuleOnTask {
  return {
    name, role: match === null ? "bar" : "program",
    setting: { scale: 4, decay: 0, hyperparameters: {}, referenceSize: 1 },
    tuning: { loss: 0.3, failed: 0, edges: name === "adamw" ? ["scale"] : [] },
    loss: match?.verdict === "failed" ? null : { mean, error: 0.0043 },
    ...(match?.verdict === "failed" ? { lossReason: "blown-up" } : {}),
    losses: [mean], millisecondsPerStep: 0.1234, match,
  };
}

function facts(name: string, role: ComparedRule["role"], evolvedOn: readonly string[] | null = null): ComparedRule {
  const reads = name === "adamw" ? ["t" as const] : [];
  return {
    name, role, barRule: role === "bar" ? name : null, stateBytes: 8, cost: 1.25, reads,
    horizonDependent: reads.length > 0, evolvedOn,
  };
}

function report(first: ProgramOnTask, second: ProgramOnTask, evolvedOn: readonly string[] | null): ComparisonReport {
  const task = { module: null, title: "", size: 1, parameters: 8970, horizon: 200, batch: 64, data: null };
  const bar = [ruleOn("adamw", 0.35, null), ruleOn("muon", 0.32, null)];
  return {
    rules: [facts("mine", "program", evolvedOn), facts("adamw", "bar"), facts("muon", "bar")],
    bar: ["adamw", "nadamw", "lion", "nesterov", "muon"],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], tuning: { trials: 16, seeds: [1001, 1002], checks: [1003] }, split: "validation", level: 0.05,
    tasks: [
      {
        name: "glyph-mlp", family: "classification", ...task, rules: [ruleOn("mine", 0.3, first), ...bar],
        known: { rule: "muon", trials: 64, loss: { mean: 0.31, error: 0.004 }, losses: {} },
      },
      { name: "teacher", family: "regression", ...task, rules: [ruleOn("mine", 0.4, second), ...bar], known: null },
    ],
    resamples: 10_000,
    overall: [{
      name: "mine", families: 2, tasks: 2, octaves: 0.13, low: -0.5, high: 0.4, notReached: 1, beyondHorizons: 0,
      verdict: "few-families",
    }],
    studies: [],
  };
}

/** The sentences at the end. */
function verdict(first: ProgramOnTask, second: ProgramOnTask, evolvedOn: readonly string[] | null = null): string {
  const text = formatComparison(report(first, second, evolvedOn), PAGE);
  return text.slice(text.lastIndexOf("\n\n")).trim().replaceAll("\n", " ");
}

describe("a comparison", () => {
  test.each([
    ["validation", ["a.csv", null], "fresh seeds. The bar"],
    ["test", [null, null], "fresh seeds, judged on test data. The bar"],
    ["unseen", [null, null], "fresh seeds. The bar"],
    ["unseen", ["a.csv", "b.csv"], "fresh seeds, judged on test data. The bar"],
    ["unseen", ["a.csv", null], "fresh seeds, judged on test data of the tasks that read files. The bar"],
  ] as const)("that is judged on %s data, of files %j, says so", (split, files, words) => {
    const own = report(MATCH, LOST, null);
    const tasks = own.tasks.map((task, k) => ({ ...task, data: files[k] ?? null }));
    expect(formatComparison({ ...own, split, tasks }, PAGE).replaceAll("\n", " ")).toContain(words);
  });

  test("is a table for each task, what rules cost, the mean over families, and the claim in words", () => {
    expect(formatComparison(report(MATCH, LOST, ["classification", "language"]), PAGE)).toMatchInlineSnapshot(`
      "Every rule tuned by 16 trials on each task, then trained on 10 fresh seeds. The bar: the best on the task of
      AdamW, NAdamW, Lion, Nesterov SGD and Muon, each tuned alike or, where that is better, under its known
      setting.

      glyph-mlp ×1 (classification): 200 steps of 64 examples, 8,970 parameters

      rule                       loss  over                speed-up        p  in time  ms/step  detectable
      mine            0.3000 ± 0.0043  muon  1.50× (1.31× to 1.72×)  < 0.001    3.00×    0.123       1.08×
        muon          0.3200 ± 0.0043                                                    0.123
        adamw  0.3500 ± 0.0043 (edge)                                                    0.123

      Under the settings that are known, of 64 trials, the best rule of the bar (muon) comes to 0.3100 ± 0.0040 on
      these seeds.

      teacher ×1 (regression): 200 steps of 64 examples, 8,970 parameters

      rule                       loss  over                    speed-up      p  in time  ms/step  detectable
      mine            0.4000 ± 0.0043  muon  < 0.80× (< 0.80× to 0.90×)  0.012             0.123       1.08×
        muon          0.3200 ± 0.0043                                                      0.123
        adamw  0.3500 ± 0.0043 (edge)                                                      0.123

      rule     state, bytes per parameter  cost of a step, × AdamW's  horizon             evolved on
      mine                              8                       1.25  independent         classification, language
        adamw                           8                       1.25  dependent: reads t
        muon                            8                       1.25  independent

      Geometric mean of speed-ups over 2 tasks of 2 families, families counting alike, 95 % interval by a bootstrap
      of families, then seeds (10,000 resamples)

      program       speed-up        interval  bar not reached on
      mine     at most 1.09×  0.71× to 1.32×              1 of 2

      Speed-up: T over the steps that a rule takes to the bar's loss at T, with its 95 % interval over seeds; < and
      > where it lies beyond the horizons trained, ⅓ T to 1¼ T. p: of a paired t-test, corrected by Holm for all
      programs and tasks. In time: the same in wall-clock on this machine, where the bar is reached. Detectable: the
      least true speed-up that so many seeds tell from none 4 times in 5.
      (edge): the best trial lies at the edge of all trials; more of them might find better.

      mine beats the bar on 1 of 2 tasks (glyph-mlp), over 10 seeds at 5 %. mine is worse than the bar on 1 of 2
      tasks (teacher). Of other families of tasks 2 families say nothing. It was evolved on classification: what it
      does there says little of other tasks.
      "
    `);
  });

  test("gives what does not reach the bar no speed-up in time, however little a step of it takes", () => {
    expect(formatComparison(report(LOST, FAILED, null), PAGE)).toMatch(/^mine +0\.3.* +0\.012 +0\.123 +1\.08×$/m);
    const faster = { ...MATCH, speedUp: { ...MATCH.speedUp, value: reached(3, "faster") } };
    expect(formatComparison(report(faster, FAILED, null), PAGE)).toMatch(/^mine .* > 6\.00× /m);
  });

  test("tells candidates of a run apart in every table, however narrow the page", () => {
    const own = report(MATCH, LOST, null);
    const ids = [2584, 15863];
    const twice = <Row extends { readonly name: string }>(rows: readonly Row[]): readonly Row[] => rows.flatMap((row) =>
      row.name === "mine" ? ids.map((id) => ({ ...row, name: `../runs/of-this-evening:${id}` })) : [row]);
    const text = formatComparison({
      ...own, rules: twice(own.rules), overall: twice(own.overall),
      tasks: own.tasks.map((task) => ({ ...task, rules: twice(task.rules) })),
    }, { ...PAGE, width: 80 });
    for (const id of ids) expect(text.match(new RegExp(`^…\\S*:${id} `, "gm"))).toHaveLength(3);
    expect(text).toMatch(/^…\S*:2584 +8 +1\.25 +independent/m);
  });

  test("gives what failed no number", () => {
    const text = formatComparison(report(FAILED, FAILED, null), PAGE);
    expect(text).toMatch(/^mine +failed {2}muon +< 0\.80× +1\.000 +0\.123$/m);
    expect(text).toContain("mine fails: blown-up");
    expect(text).not.toMatch(/NaN|Infinity|null|undefined/);
  });
});

describe("the claim", () => {
  const verdictOf = (of: Verdict): ProgramOnTask => ({ ...MATCH, verdict: of });

  test("is always against the bar, with its unit, and on which tasks", () => {
    expect(verdict(MATCH, MATCH, [])).toContain("mine beats the bar on 2 of 2 tasks (glyph-mlp, teacher), over 10 seeds");
    expect(verdict(LOST, MATCH, [])).toContain("mine beats the bar on 1 of 2 tasks (teacher), over 10 seeds at 5 %.");
    expect(verdict(LOST, MATCH, [])).toContain("mine is worse than the bar on 1 of 2 tasks (glyph-mlp).");
  });

  test("has its speed-up and interval where there is one task, since no sentence over families has", () => {
    const alone = (own: ProgramOnTask, others = 0): string => {
      const { tasks: [task], rules, ...rest } = report(own, own, []);
      const programs = Array.from({ length: others }, (_, k) => facts(`other ${k}`, "program"));
      const text = formatComparison(
        { ...rest, rules: [...rules, ...programs], tasks: [task as NonNullable<typeof task>], overall: [] }, PAGE,
      );
      return text.slice(text.lastIndexOf("\n\n")).trim().replaceAll("\n", " ");
    };
    expect(alone(MATCH)).toContain("mine beats the bar (speed-up 1.50×, 95 % interval 1.31× to 1.72×), over 10 seeds at 5 %.");
    expect(alone(LOST)).toContain("mine is worse than the bar (speed-up < 0.80×, 95 % interval < 0.80× to 0.90×), over 10 seeds");
    expect(alone(verdictOf("undecided"))).toContain("from the bar by 10 seeds (speed-up 1.50×, 95 % interval 1.31× to 1.72×).");
    expect(alone(MATCH, 1)).toContain("(speed-up 1.50×, its own 95 % interval 1.31× to 1.72×)");
    expect(alone(FAILED)).toBe("mine fails.");
    expect(alone({ ...LOST, speedUp: FAILED.speedUp })).toContain("mine is worse than the bar (speed-up < 0.80×), over");
  });

  test("over families says for how many programs together its interval is, where there are several", () => {
    const { overall: [own], ...rest } = report(MATCH, MATCH, []);
    const of = (judged: number): string => formatComparison(
      { ...rest, overall: [{ ...own as NonNullable<typeof own>, verdict: "beats", judged }] }, PAGE,
    ).replaceAll("\n", " ");
    expect(of(1)).not.toContain("together");
    expect(of(2)).toContain("(10,000 resamples), for all 2 programs together");
    expect(of(2)).toContain("beats the bar (1.09×, 0.71× to 1.32×, for all 2 programs together)");
  });

  test("tells whether the families were evolved on", () => {
    expect(verdict(MATCH, MATCH, ["regression"])).toContain("It was evolved on regression:");
    expect(verdict(MATCH, LOST, ["regression"])).toContain("It was evolved on none of their families.");
    expect(verdict(MATCH, LOST)).toContain("Which families it was evolved on is not known.");
  });

  test("is a case of its own where an older version kept that the bar as it is known is not surpassed", () => {
    const words = verdict(verdictOf("below-known"), verdictOf("undecided"));
    expect(words).toContain("mine is better than the bar tuned alike on 1 of 2 tasks (glyph-mlp), but not than the bar under its known settings");
    expect(words).not.toMatch(/not told apart|beats/);
  });

  test("is none where nothing is sure", () => {
    const none = verdict(verdictOf("undecided"), verdictOf("undecided"));
    expect(none).toContain("mine is not told apart from the bar by 10 seeds.");
    for (const text of [none, verdict(FAILED, LOST)]) expect(text).not.toContain("beats");
  });

  test("speaks of families where there are enough", () => {
    const { overall: [own], ...rest } = report(MATCH, MATCH, []);
    for (const [of, words] of [["beats", "beats the bar ("], ["worse", "slower"], ["undecided", "not told"]] as const) {
      const overall = [{ ...own as NonNullable<typeof own>, families: 7, verdict: of }];
      expect(formatComparison({ ...rest, overall }, PAGE).replaceAll("\n", " ")).toContain(`Over 7 families it ${of === "beats" ? "" : "is "}${words}`);
    }
  });
});

describe("studies", () => {
  const studied = (study: ComparisonReport["studies"][number]): string =>
    formatComparison({ ...report(MATCH, LOST, null), studies: [study] }, PAGE);

  test("against something show a line for each point and program", () => {
    const point = {
      size: 1, horizon: 200, batch: 64, trials: 16,
      programs: [{ name: "mine", bar: "muon", loss: null, barLoss: null, speedUp: LOST.speedUp }],
    };
    const text = studied({ kind: "horizons", task: "teacher", split: "validation", points: [{ ...point, at: 1 }, { ...point, at: 16 }] });
    expect(text).toContain("teacher, speed-up against the horizon");
    expect(text).toMatch(/^16 T +mine +failed +muon +< 0\.80× \(< 0\.80× to 0\.90×\)$/m);
    expect(text).not.toContain("score");
  });

  test.each([
    ["test", "No scores: references are of losses on validation data, and these are of test data."],
    ["selection", "these are of selection data."], ["validation", ""],
  ] as const)("against the horizon say why losses on %s data have no score", (split, words) => {
    const text = studied({ kind: "horizons", task: "teacher", split, points: [] }).replaceAll("\n", " ");
    expect(text).toContain(words);
    expect(text.includes("No scores")).toBe(words !== "");
  });

  test("against something show scores beside, as far as the reference reaches, and which settings were known", () => {
    const program = { name: "mine", bar: "muon", known: true, loss: null, barLoss: null, speedUp: LOST.speedUp };
    const at = (of: number, score: ScoreOverSeeds | null) =>
      ({ at: of, size: 1, horizon: 200 * of, batch: 64, trials: 16, programs: [{ ...program, score }] });
    const text = studied({
      kind: "horizons", task: "teacher", split: "validation", points: [
        at(1, { mean: 0.41, low: 0.32, high: 0.5, beyond: null }),
        at(4, { mean: -1, low: -1, high: -1, beyond: "faster" }), at(16, null),
      ],
    });
    expect(text).toMatch(/^T +mine +failed +muon, known .* \+0\.41 \(\+0\.32 to \+0\.50\)$/m);
    expect(text).toMatch(/^4 T .* > -1\.00$/m);
    expect(text).toMatch(/^16 T .*0\.90×\) *$/m);
    expect(text).toContain("Score: log2");
  });

  test("against the size show the steps and the batch of each", () => {
    const programs = [{ name: "mine", bar: "muon", loss: null, barLoss: null, speedUp: LOST.speedUp }];
    const text = studied({
      kind: "sizes", task: "teacher", split: "validation", points: [
        { at: 1, size: 1, horizon: 400, batch: 32, trials: 16, programs },
        { at: 100, size: 100, horizon: 1200, batch: 64, trials: 16, programs },
      ],
    });
    expect(text).toMatch(/^at +steps +batch +program/m);
    expect(text).toMatch(/^×1 +400 +32 +mine/m);
    expect(text).toMatch(/^×100 +1,200 +64 +mine/m);
  });

  test.each([["horizons", true], ["trials", true], ["batch", true], ["sizes", false]] as const)(
    "against %s say whether the bar is tuned alike at each point: %s", (kind, isAlike) => {
      const text = studied({ kind, task: "teacher", split: "validation", points: [] });
      expect(text.includes("the bar is tuned alike at each")).toBe(isAlike);
    });

  test("of the window show its width, open where it is, and losses as bars", () => {
    const rules = [
      { name: "mine", octaves: 1, open: true, losses: [null, 1.2, 1, 1] },
      { name: "muon", octaves: null, open: false, losses: [-1, -1, -1, -1] },
    ];
    const text = studied({ kind: "window", task: "teacher", seeds: [1, 2], factors: [0.5, 1, 2, 4], rules });
    expect(text).toMatch(/^mine +> 2\.00× {3}[▁▂▃▄▅▆▇█]{3}$/m);
    expect(text).toMatch(/^muon +none +▁▁▁▁$/m);
  });

  test("of profiles show the better first", () => {
    const rule = (name: string, fraction: number) => {
      const profile = { fractions: [fraction, fraction, fraction], score: fraction };
      return { name, stepsToTarget: [100], steps: profile, secondsToTarget: [1], seconds: profile };
    };
    const text = studied({ kind: "profile", taus: [1, 2, 4], rules: [rule("mine", 0.25), rule("muon", 0.75)] });
    expect(text).toMatch(/muon +0\.75.*\nmine +0\.25/);
  });
});
