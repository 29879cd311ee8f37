import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { evaluationsOf } from "../results/run-progress.js";
import { toBenchRow } from "../results/bench-report.js";
import { loadConfiguration } from "../search/configuration/load.js";
import { withRun } from "../search/run/read.js";
import { startRun } from "../search/run/run.js";
import type { Effort, Measured, Section } from "./section.js";

/** Trainings' share of all that a search computes, at least. */
const BAR = 0.98;

/** Training steps of a search, and of one that only shows that it runs. */
const STEPS = { full: 150_000, quick: 10_000 } as const;

/** What a search does beside training: proposing, checking, hashing, probing, committing. */
export const searchShare: Section = {
  name: "search",
  title: "trainings' share of what a search computes",
  measure: measureShare,
};

/**
 * Searches as by default, with one worker: the time that the main thread was at work, which does all but train, beside
 * that of the worker's trainings.
 */
async function measureShare({ quick, signal }: Effort): Promise<Measured> {
  const parent = mkdtempSync(join(tmpdir(), "symopt-bench-"));
  const folder = join(parent, "run");
  const steps = quick ? STEPS.quick : STEPS.full;
  try {
    const configuration = await loadConfiguration({ overrides: [`budget.steps=${steps}`, "tasks.peers=false"] });
    let before = performance.eventLoopUtilization();
    await startRun(configuration, {
      folder, workers: 1, version: "bench", signal,
      // What comes before is done once a run: its references and its file.
      onEvent: ({ kind }) => { if (kind === "begun") before = performance.eventLoopUtilization(); },
    });
    const own = performance.eventLoopUtilization(before).active / 1000;
    const counts = withRun(folder, (run) => run.counts);
    const trained = evaluationsOf(counts);
    const milliseconds = (seconds: number): string => `${(1000 * seconds / trained).toPrecision(3)} ms`;
    return {
      rows: [toBenchRow({
        name: "search/share",
        what: "training, of all that a search computes",
        unit: "share",
        measured: counts.seconds / (counts.seconds + own),
        bar: BAR,
        detail: `${trained} trained candidates, each ${milliseconds(counts.seconds)} of trainings and ${milliseconds(own)} ` +
          `of the main thread, which made ${counts.candidates} programs`,
      })],
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
