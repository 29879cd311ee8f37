import { join } from "node:path";
import { parseArgs } from "node:util";
import { WorkerPool } from "../proxies/pool/pool.js";
import { scoreText } from "../results/estimate.js";
import { evaluationsOf } from "../results/run-progress.js";
import { readRun } from "../search/run/read.js";
import { mean } from "../src/statistics.js";
import { intervalOf, pairedInterval, scoresOf } from "./fresh-seeds.js";
import { searchInto } from "./search-run.js";

// Whether evolution finds more than its baselines do: five ways to search, each with the same five seeds, all bests
// judged on fresh seeds.
//
//   npm run baselines -- [--config FILE] [--steps N] [--out DIR] [--judge N]
//
// The baselines, constants and random programs, get four times the training steps; constants are tuned of untuned
// AdamW, NAdamW and Lion, and of all that evolution starts from. Runs that are in the folder already are gone on with,
// so that the whole may be interrupted.

/** The seeds of the searches, named before any of them was run. */
const SEEDS = [1, 2, 3, 4, 5] as const;

/** A way to search. */
interface Arm {
  readonly name: string;
  readonly settings: readonly string[];
  /** Training steps, as a multiple of those of evolution. */
  readonly effort: number;
}

const ARMS: readonly Arm[] = [
  { name: "evolution + archive", settings: ["mode=evolution+archive"], effort: 1 },
  { name: "evolution", settings: ["mode=evolution"], effort: 1 },
  { name: "archive", settings: ["mode=archive"], effort: 1 },
  { name: "constants", settings: ["mode=constants", "start=[adamw, nadamw, lion]", "startTuned=false"], effort: 4 },
  { name: "constants, all starts", settings: ["mode=constants"], effort: 4 },
  { name: "random", settings: ["mode=random"], effort: 4 },
];

/** What a search came to. */
interface Found {
  /** Its best on fresh seeds. */
  readonly scores: readonly number[];
  /** The best of the programs that it started from, scaled as suits it, on the same seeds. */
  readonly startScores: readonly number[];
  /** The mean over tasks of the best rule of the bar on each. */
  readonly bar: number;
  /** Whether its best is a starting program, scaled or not. */
  readonly isStart: boolean;
  readonly evaluations: number;
}

const { values } = parseArgs({
  options: {
    config: { type: "string", default: "configs/quick.yaml" },
    steps: { type: "string", default: "250000" },
    out: { type: "string", default: "runs/baselines" },
    judge: { type: "string", default: "32" },
  },
});

async function search({ name, settings, effort }: Arm, seed: number): Promise<string> {
  const folder = join(values.out, `${name.replaceAll(/\W+/g, "-")}-${seed}`);
  await searchInto(folder, values.config, effort * Number(values.steps), [`seed=${seed}`, ...settings]);
  return folder;
}

async function judged(pool: WorkerPool, folder: string): Promise<Found> {
  const run = readRun(folder);
  try {
    const { state, problems, counts, store } = run;
    const best = state.best?.index ?? 0;
    const judge = (index: number): Promise<readonly number[]> =>
      scoresOf(pool, problems, store.entry(index)?.program ?? "", Number(values.judge));
    return {
      scores: await judge(best),
      startScores: await judge(state.bestStart ?? 0),
      bar: mean(problems.map(({ bar }) => bar)),
      isStart: state.isStart(best),
      evaluations: evaluationsOf(counts),
    };
  } finally {
    run.store.close();
  }
}

const pool = new WorkerPool();
const means = new Map<string, readonly number[]>();
const print = (line: string): void => { process.stdout.write(`${line}\n`); };
const columns = [...SEEDS.map((seed) => `seed ${seed}`), "mean over seeds", "over its start", "over the bar", "trained"];
print(`| search | ${columns.join(" | ")} |`);
print(`|---|${columns.map(() => "---|").join("")}`);
for (const arm of ARMS) {
  const all: Found[] = [];
  for (const seed of SEEDS) {
    all.push(await judged(pool, await search(arm, seed)));
    process.stderr.write(`${arm.name}, seed ${seed}: ${scoreText(intervalOf(all.at(-1)?.scores ?? []))}\n`);
  }
  const scores = all.map((found) => mean(found.scores));
  means.set(arm.name, scores);
  const cells = all.map((found) => `${scoreText(intervalOf(found.scores))}${found.isStart ? ", a start" : ""}`);
  const trained = all.map(({ evaluations }) => evaluations);
  print(
    `| ${arm.name}${arm.effort === 1 ? "" : `, ${arm.effort} × the steps`} | ${cells.join(" | ")} | ` +
      `${scoreText(intervalOf(scores))} | ` +
      `${scoreText(pairedInterval(scores, all.map(({ startScores }) => mean(startScores))))} | ` +
      `${scoreText(pairedInterval(scores, all.map(({ bar }) => bar)))} | ` +
      `${Math.min(...trained)}–${Math.max(...trained)} |`,
  );
}
const [first, ...others] = ARMS;
for (const { name } of others) {
  const [own, other] = [means.get(first?.name ?? "") ?? [], means.get(name) ?? []];
  print(`${first?.name} less ${name}: ${scoreText(pairedInterval(own, other))}`);
}
await pool.close();
