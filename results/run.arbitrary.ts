import type { RunCounts } from "./run-counts.js";
import type { RunReport } from "./run-report.js";

/** Counts of a run, as a test may want them. */
export function aRunCounts(): RunCounts {
  return {
    entries: 2800, candidates: 2314, invalid: 31, structuralRepeats: 1100, behaviouralRepeats: 300, refused: 119,
    trained: 402, stopped: 380, failed: { "blown-up": 7, "not-finite": 5 }, faults: 1, followUpFaults: 0,
    sweeps: 210, sweepsKept: 60, confirmations: 180, challenges: 48, spared: 20, falselyStopped: 1, statements: 14.3,
    redundancy: 0.43, steps: 187_400, confirmationSteps: 37_400, seconds: 1234,
  };
}

/** A run that found something, as a test may want it. */
export function aRunReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    folder: "runs/quick", symopt: "0.1.0", format: 1, created: "2026-05-09T12:00:00.000Z", writer: null,
    ended: "evaluations", length: 2800, entries: 2800, digest: "0123456789abcdef".repeat(4), seed: 1,
    mode: "evolution+archive", budget: { evaluations: 795, steps: null, minutes: 10 }, evaluations: 795,
    counts: { ...aRunCounts(), faults: 0 }, repeats: 0.605, falseRejections: 0.05,
    start: { programs: 10, best: "lion" }, devices: [],
    best: {
      index: 512, score: 0.412, error: 0.118, seeds: 8, confirmed: true,
      overStart: { mean: 0.352, error: 0.2 }, overBar: { mean: 0.211, error: 0.14 },
      statements: 2, state: 1, cost: 0.42, change: "insert",
      text: "def candidate(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  update = m * lr\n  return update, m\n",
      simplified: "def candidate(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  update = m * lr\n  return update, m\n",
    },
    archive: { cells: 320, filled: 34, coverage: 34 / 320, qdScore: 61.2 },
    tasks: [
      {
        task: "glyph-mlp", family: "classification", size: 1, horizon: 200, batch: 64, reference: 0.512,
        bar: { rule: "lion", loss: 0.45, score: 0.31 },
      },
      {
        task: "teacher", family: "regression", size: 1, horizon: 200, batch: 64, reference: 0.151,
        bar: { rule: "adamw", loss: 0.151, score: 0 },
      },
    ],
    ...changes,
  };
}
