import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { hashProgram } from "../dsl/hash.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../proxies/executor/executor.js";
import { WorkerPool } from "../proxies/pool/pool.js";
import { scoreText } from "../results/estimate.js";
import { counted } from "../results/number.js";
import type { Finalist } from "../results/selection-report.js";
import type { Entry } from "../results/store/entry.js";
import { hasRun } from "../results/store/place.js";
import { RunStore } from "../results/store/store.js";
import { parseConfiguration } from "../search/configuration/index.js";
import { builtInReference } from "../search/reference/find.js";
import { REFERENCE_RULE } from "../search/reference/reference.js";
import { Ledger } from "../search/run/ledger.js";
import { readRun } from "../search/run/read.js";
import { SEEDS } from "../search/seeds.js";
import { withReferences } from "../search/selection/problems.js";
import { select } from "../search/selection/select.js";
import { shareInterval } from "./binomial.js";
import { rewrittenAdamws } from "./rewritten-adamw.js";

// A/A: how often a full selection among programs that are all AdamW, written otherwise, names a winner over AdamW. At
// a level of 5 % it should be 5 % of times at most.
//
//   npm run nulls -- [--selections N] [--size 1|10] [--workers N] [--out DIR]
//
// A selection goes through a stage at ×1 and one at the size that its verdict is passed at, by default ×10, as usual.
// Each selection has other seeds. The bar is AdamW alone, as selections meet it: under the better of what as many
// trials find as every finalist gets, and of what its reference knows. Tuned alike and on the same seeds, programs that
// behave alike come to the same losses; so what tells them from the bar here is the luck of its other trials. What was
// trained is kept in the folder: interrupted, it goes on when it is started again.

/** Seeds between two selections: none of them has so many. */
const SEEDS_APART = SEEDS.furtherChallenges.last;

const { values } = parseArgs({
  options: {
    selections: { type: "string", default: "100" },
    size: { type: "string", default: "10" },
    workers: { type: "string", default: String(availableParallelism()) },
    out: { type: "string" },
  },
});
const folder = values.out ?? `runs/nulls-${values.size}`;

const configuration = `
tasks: { search: [teacher], selection: [{ task: tabular, size: ${values.size} }], sealed: [], peers: false }
selection:
  fitness: 24
  cells: 0
  stages: [{ size: 1, keep: 6, seeds: 2 }, { size: ${values.size}, keep: 2, seeds: 2 }]
  trials: 8
  seeds: 10
start: [adamw]
startTuned: false
`;

/** An executor to which every seed is another. */
class ShiftedSeeds implements Executor {
  readonly #executor: Executor;
  readonly #by: number;

  constructor(executor: Executor, by: number) {
    this.#executor = executor;
    this.#by = by;
  }

  get lanes(): number {
    return this.#executor.lanes;
  }

  submit(request: TrainingRequest, options?: SubmitOptions): Promise<Outcome> {
    return this.#executor.submit({ ...request, seed: request.seed + this.#by }, options);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An entry of a search that found a program, all alike: nothing was trained for it. */
function entryOf(program: string, index: number): Entry {
  return {
    index, program, hash: hashProgram(parse(program)), kind: "candidate", island: 0,
    subject: index === 0 ? null : 0, mate: null, source: index === 0 ? null : "population",
    change: index === 0 ? "library adamw" : "rewritten", fingerprint: null, measures: null, repeats: null, repeatOf: null,
    status: "trained", reason: null, fitness: 0,
    trainings: [{ problem: 0, seed: 1, loss: 1, score: 0, steps: 0, hurdles: [] }],
    spared: false, statements: 10, redundant: 0, cost: 1, invalid: 0, steps: 0, seconds: 0,
  };
}

/** Writes a run that has found these programs, and nothing else. */
async function writeRun(texts: readonly string[]): Promise<void> {
  const parsed = await parseConfiguration(configuration);
  const references = parsed.tasks.search.map((problem) => builtInReference(problem));
  const store = RunStore.create(folder, {
    symopt: "bench", created: new Date().toISOString(), configuration: { configuration: parsed, references },
  });
  store.append([findRule(REFERENCE_RULE)?.text ?? "", ...texts].map(entryOf));
  store.close();
}

function line(selection: number, winner: number | null, best: Finalist | undefined): string {
  const gain = best === undefined ? "" : scoreText(best.overBar);
  return `| ${selection} | ${winner === null ? "none" : `candidate ${winner}`} | ${gain} |\n`;
}

const { texts, apart } = rewrittenAdamws();
if (!hasRun(folder)) await writeRun(texts);
const selections = Number(values.selections);
const store = RunStore.open(folder);
const run = readRun(folder);
const pool = new WorkerPool({ workers: Number(values.workers) });
const ledger = new Ledger(pool, store);
process.stdout.write(
  `${counted(texts.length, "AdamW")} written otherwise, at most ${apart.toExponential(1)} from AdamW, relative to its ` +
    "update; the bar is AdamW alone, tuned by as many trials as they are\n\n" +
    "| selection | winner | best over AdamW |\n|---|---|---|\n",
);
let winners = 0;
try {
  // On the seeds that every reference is measured on: it is kept for others too.
  await withReferences(ledger, run.content.configuration.tasks.selection);
  for (let k = 1; k <= selections; k++) {
    const executor = new ShiftedSeeds(ledger, k * SEEDS_APART);
    const { report: { verdict } } = await select(run, executor, { bar: [REFERENCE_RULE] });
    if (verdict.winner !== null) winners++;
    process.stdout.write(line(k, verdict.winner, verdict.finalists[0]));
  }
} finally {
  await pool.close();
  run.store.close();
  store.close();
}
const { low, high } = shareInterval(winners, selections);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
process.stdout.write(
  `\n${counted(winners, "winner")} in ${counted(selections, "selection")}: ${percent(winners / selections)} ` +
    `(95 % interval, exact: ${percent(low)} to ${percent(high)})\n`,
);
