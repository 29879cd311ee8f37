import type { Measures } from "../../dsl/probe/probe.js";
import type { ComparisonReport, RuleOnTask } from "../comparison-report.js";
import type { RivalGain } from "../gain.js";
import { aRunReport } from "../run.arbitrary.js";
import type { SelectionReport } from "../selection-report.js";
import type { CurvesReport, FinalProgram, KeptAblation, RunStory } from "./story.js";

const TEXT = "def candidate(w, g, m, lr, beta=0.9):\n  m = interp(g, m, beta)\n  update = m * lr\n  return update, m\n";
const LEFT = "def candidate(w, g, lr):\n  update = g * lr\n  return update\n";
const OTHER = "def candidate(w, g, lr):\n  update = sign(g)\n  update = update * lr\n  return update\n";
const MEASURED: Measures = {
  liveState: 1, scaleExponent: 1, averagingLength: 10, noiseResponse: 0.5, coupling: "coordinate", updateSize: 0.01,
};
const SCORE = { score: 0.41, error: 0.12, seeds: 8, confirmed: true };
const GAIN: RivalGain = {
  mean: 0.21, low: 0.1, high: 0.32, byTask: [{ task: "tabular", rival: "muon", known: true, mean: 0.21, low: 0.1, high: 0.32 }],
};
const TABULAR = [{ name: "tabular", family: "tabular", size: 10 }];

/** A run before anything but a starting program was trained, with nothing after it. */
export function aYoungStory(): RunStory {
  return {
    name: "quick", run: aRunReport({ best: null }), endsWithTraining: true, configuration: "seed: 1\n", final: null,
    course: { end: { trained: 0, steps: 0 }, champions: [], tried: [], bar: 0.2, start: null },
    archive: { axes: [], cells: 320, filled: 0, coverage: 0, qdScore: 0, best: null, elites: [] },
    selection: null, comparison: null, discovery: null, ablations: [], curves: null, openings: [], remarks: [],
  };
}

/** A run that has ended, with nothing after it. */
export function aStory(changes: Partial<RunStory> = {}): RunStory {
  return {
    ...aYoungStory(),
    run: aRunReport(),
    final: {
      index: 512, role: "best", raw: TEXT, exact: TEXT, text: TEXT, ablated: false, setting: null, modules: [],
      statements: 2, state: 1, cost: 0.42, measures: MEASURED,
      lineage: [
        { index: 0, change: "start sgd", mate: null, score: { ...SCORE, confirmed: false }, status: "trained", lines: [], text: OTHER },
        {
          index: 512, change: "insert", mate: 30, score: null, status: "trained", text: TEXT,
          lines: [{ kind: "changed", a: "update = sign(g)", b: "m = interp(g, m, beta)" }, { kind: "onlyB", a: null, b: "x = g < 2" }],
        },
      ],
    },
    course: {
      end: { trained: 795, steps: 187_400 },
      champions: [
        { index: 0, trained: 1, steps: 200, change: "start sgd", score: { ...SCORE, score: 0.06, error: Infinity, seeds: 1, confirmed: false } },
        { index: 99, trained: 80, steps: 20_000, change: "failed later", score: null },
        { index: 512, trained: 400, steps: 90_000, change: "insert", score: SCORE },
      ],
      tried: [{ index: 0, trained: 1, steps: 200, score: 0.06 }, { index: 3, trained: 4, steps: 800, score: -2 }],
      bar: 0.2, start: { name: "sgd", score: { ...SCORE, score: 0.06 } },
    },
    archive: {
      axes: [
        { name: "liveState", labels: ["0", "1", "≥ 2"] }, { name: "scaleExponent", labels: ["< 0.5", "≥ 0.5"] },
        { name: "averagingLength", labels: ["< 4", "≥ 4"] },
      ],
      cells: 12, filled: 2, coverage: 2 / 12, qdScore: 4.4, best: 512,
      elites: [
        { cell: ["0", "< 0.5", "< 4"], index: 3, fitness: -2, error: Infinity, statements: 2, measures: MEASURED, text: OTHER },
        { cell: ["1", "≥ 0.5", "≥ 4"], index: 512, fitness: 0.4, error: 0.12, statements: 2, measures: MEASURED, text: TEXT },
      ],
    },
    ...changes,
  };
}

/** A selection, and whether a finalist is above the bar. */
export function aSelection(isAbove: boolean): SelectionReport {
  const overBar = isAbove ? GAIN : { ...GAIN, mean: -0.1, low: -0.3, high: 0.1 };
  return {
    folder: "runs/quick", entries: 2800,
    stages: [{
      size: 10, tasks: ["tabular"], seeds: 2, trials: 1, holdout: { threshold: 0.04, noise: 0.01, queries: 100, gain: 0.1, earlier: 15, left: 65 },
      correlation: { value: 0.2, low: -0.1, high: 0.5, candidates: 20, informative: false },
      candidates: [{ index: 512, by: "fitness", fitness: 0.4, score: 0.3, error: 0.1, lower: 0.2, failed: 0, byTask: [0.3], kept: true }],
    }],
    overfitting: {
      points: [
        { index: 3, at: 4, fitness: null, score: 0.02, error: 0.1 },
        { index: 99, at: 300, fitness: 0.3, score: 0.5, error: 0.05, failed: 0 },
        { index: 210, at: 500, fitness: 0.36, score: -2, error: 0, failed: 1 },
        { index: 512, at: 800, fitness: 0.4, score: 0.3, error: 0.1, failed: 0 },
      ],
      since: 300,
    },
    verdict: {
      tasks: TABULAR, trials: 16, seeds: 16, judged: 1, winner: isAbove ? 512 : null,
      finalists: [{ index: 512, overBar, overAdamw: overBar, failed: 0, text: TEXT }],
    },
    steps: 123_456,
  };
}

/** All that a run can have had: what ablation left of its program was not gone on with. */
export function aWholeStory(): RunStory {
  return aStory({
    selection: aSelection(true),
    comparison: COMPARISON,
    discovery: {
      folder: "runs/quick", entries: 2800, verdict: "above", program: { index: 512, text: TEXT, ablated: false, setting: null, statements: 2, state: 1, cost: 0.42 },
      selection: { tasks: TABULAR, seeds: 16, judged: 1, overBar: GAIN, overAdamw: GAIN, failed: 0 },
      sealed: {
        tasks: [{ name: "images", family: "diffusion", size: 10 }], seeds: 16, judged: 1, overBar: { ...GAIN, low: -0.1 },
        overAdamw: GAIN, failed: 0, reused: true,
      },
      trials: 16, steps: 1_000_000, modules: [], page: null,
      work: {
        search: 150_000, confirmation: 37_400, selection: 300_000, ablation: 200_000, comparison: 250_000,
        sealed: 62_600,
      },
    },
    ablations: [{ ...ABLATION, text: LEFT }, ABLATION],
    curves: CURVES,
    openings: [{ candidate: 512, tasks: ["images"] }],
    remarks: [{ kind: "budget", at: 100, data: { evaluations: 795 } }, { kind: "ended", at: 2800, data: { end: "evaluations" } }],
  });
}

/** A run whose program is what ablation left of a candidate, which a discovery judged and wrote. */
export function anAblatedStory(): RunStory {
  const whole = aWholeStory();
  const discovery = whole.discovery as NonNullable<RunStory["discovery"]>;
  const setting = { scale: 3, decay: 0.25, hyperparameters: {} };
  const program = { index: 512, text: LEFT, ablated: true, setting, statements: 1, state: 0, cost: 0.2 };
  const modules = ["runs/quick/discovered/candidate_512.rule", "runs/quick/discovered/json/candidate_512.json"];
  return {
    ...whole,
    final: {
      ...(whole.final as FinalProgram), text: LEFT, ablated: true, setting, modules, statements: 1, state: 0, cost: 0.2,
    },
    discovery: {
      ...discovery, program, modules,
      selection: {
        tasks: TABULAR, seeds: 16, judged: 2, overBar: { ...GAIN, mean: 0.17, low: 0.06, high: 0.28 },
        overAdamw: GAIN, failed: 0,
      },
    },
    ablations: [{ ...ABLATION, text: LEFT }],
  };
}

const ABLATION: KeptAblation = {
  name: "candidate 512", level: "ablate", index: 512, statements: { before: 3, after: 2 }, state: { before: 1, after: 1 }, margin: 0.05,
  tasks: [{
    name: "tabular", size: 1, horizon: 200, batch: 64, flat: true, scale: { before: 1, after: 2 }, decay: { before: 0, after: 0 },
  }],
  parts: [
    { part: "x = g < 2", instead: "nothing", worth: { mean: 0.001, error: 0.01, bound: 0.02, pairs: 8 }, verdict: "dropped" },
    { part: "m = interp(g, m, beta)", instead: "g", worth: { mean: Infinity, error: 0, bound: Infinity, pairs: 2 }, verdict: "kept" },
  ],
  removals: [{ parts: ["x = g < 2"], worth: { mean: 0.001, error: 0.01, bound: 0.02, pairs: 8 }, dropped: true }],
  untried: ["beta"], trainings: 88, steps: 17_600, exact: TEXT, text: TEXT,
};

const CURVES: CurvesReport = {
  index: 512, seeds: [1, 2],
  tasks: [{
    task: "glyph-mlp", family: "classification", size: 1, horizon: 200, batch: 64, steps: [50, 100, 200],
    rules: [
      { name: "candidate 512", role: "program", losses: [[2, 1, 0.5], [2.2, 1.1, 0.4]] },
      { name: "adamw", role: "bar", losses: [[2, 1.2, 0.6], [2.1, 1.3, 0.7]] },
      { name: "lion", role: "bar", losses: [[3, null, null], [2.1, 1.3, 0.7]] },
      { name: "muon", role: "bar", losses: [[null, null, null], [null, null, null]] },
    ],
  }],
};

const SETTING = { scale: 4, decay: 0, hyperparameters: {}, referenceSize: 1 };
const TUNING = { loss: 0.3, failed: 0, edges: [] };
const BAR: RuleOnTask = {
  name: "muon", role: "bar", setting: SETTING, tuning: TUNING, loss: { mean: 0.33, error: 0.01 }, losses: [0.33],
  millisecondsPerStep: 0.2, match: null,
};

const COMPARISON: ComparisonReport = {
  rules: [
    { name: "candidate 512", role: "program", barRule: null, stateBytes: 4, cost: 0.42, reads: [], horizonDependent: false, evolvedOn: ["regression"] },
    { name: "muon", role: "bar", barRule: "muon", stateBytes: 4, cost: 25, reads: ["t"], horizonDependent: true, evolvedOn: null },
  ],
  bar: ["adamw", "nadamw", "lion", "nesterov", "muon"], seeds: [1, 2, 3], tuning: { trials: 16, seeds: [1001], checks: [1003] }, split: "validation",
  level: 0.05,
  tasks: [{
    name: "tabular", module: null, title: "", family: "tabular", size: 10, parameters: 8970, horizon: 200, batch: 64, data: null, known: null,
    rules: [
      {
        ...BAR, name: "candidate 512", role: "program", lossReason: "a reason", match: {
          bar: "muon", difference: { mean: 0.02, low: 0.01, high: 0.03 }, p: 0.001, adjustedP: 0.002, detectable: null, stepTime: 0.5,
          speedUp: {
            value: { octaves: 0.3, beyond: null }, low: { octaves: -0.3, beyond: "slower" }, high: { octaves: 0.5, beyond: null },
          },
          horizons: [{ horizon: 200, losses: [0.3] }], verdict: "beats",
        },
      },
      BAR,
    ],
  }],
  resamples: 1000,
  overall: [{
    name: "candidate 512", families: 1, tasks: 1, octaves: 0.3, low: -0.3, high: 0.5, notReached: 0, beyondHorizons: 0, verdict: "few-families",
  }],
  studies: [],
};
