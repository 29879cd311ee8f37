import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluationsOf } from "../results/run-progress.js";
import { type BenchRow, toBenchRow } from "../results/bench-report.js";
import { loadConfiguration } from "../search/configuration/load.js";
import { withRun } from "../search/run/read.js";
import { startRun } from "../search/run/run.js";
import type { Effort, Measured, Section } from "./section.js";
import { threadClock } from "./thread-time.js";

/** Trainings' share of all that a search computes, at least. */
const BAR = 0.98;

/** A search that is measured. */
interface Case {
  readonly name: string;
  readonly what: string;
  /** Whether candidates train with four times the steps and an eighth of the batch as well, as by default. */
  readonly peers: boolean;
  /** Training steps: enough that starting up, which is done once, hardly counts. */
  readonly steps: number;
  readonly bar: number | null;
}

/** Of the steps, for a search that only shows that it runs. */
const QUICK = 1 / 20;

const CASES: readonly Case[] = [
  { name: "search/share", what: "training, of all that a search computes", peers: true, steps: 2_400_000, bar: BAR },
  { name: "search/share-quick", what: "the same of one without peers, as quick.yaml's", peers: false, steps: 400_000, bar: null },
];

/** What a search does beside training: proposing, checking, hashing, probing, committing. */
export const searchShare: Section = {
  name: "search",
  title: "trainings' share of what a search computes",
  isOptional: true,
  measure: measureShare,
};

async function measureShare({ quick, signal }: Effort): Promise<Measured> {
  const rows: BenchRow[] = [];
  for (const searched of CASES) rows.push(await shareOf(searched, quick ? QUICK : 1, signal));
  return { rows };
}

/**
 * Searches with one worker: the processor time of the main thread, which does all but train, of that of the whole
 * process. Neither counts waiting, so that other work on the machine lengthens both alike.
 */
async function shareOf({ name, what, peers, steps, bar }: Case, part: number, signal: AbortSignal): Promise<BenchRow> {
  const parent = mkdtempSync(join(tmpdir(), "symopt-bench-"));
  const folder = join(parent, "run");
  try {
    const configuration = await loadConfiguration({ overrides: [`budget.steps=${part * steps}`, `tasks.peers=${peers}`] });
    let clock = threadClock();
    let before = process.cpuUsage();
    await startRun(configuration, {
      folder, workers: 1, version: "bench", signal,
      // What comes before is done once a run: its references and its file.
      onEvent: ({ kind }) => { if (kind === "begun") [clock, before] = [threadClock(), process.cpuUsage()]; },
    });
    const own = clock();
    const { user, system } = process.cpuUsage(before);
    const all = (user + system) / 1e6;
    const counts = withRun(folder, (run) => run.counts);
    const trained = evaluationsOf(counts);
    const milliseconds = (seconds: number): string => `${(1000 * seconds / trained).toPrecision(3)} ms`;
    return toBenchRow({
      name, what, unit: "share", bar,
      measured: 1 - own / all,
      detail: `${trained} trained candidates, each ${milliseconds(all)} of processor time, ${milliseconds(own)} of it ` +
        `the main thread's, which made ${counts.candidates} programs`,
    });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
