import type { Executor } from "../../proxies/executor/executor.js";
import { RunStore } from "../../results/store/store.js";
import { Ledger } from "../run/ledger.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import { readRun } from "../run/read.js";
import type { Discovering } from "./discovering.js";

/** A run to discover in: small tasks whose references symopt brings, few trials, no ablation. */
const SETTINGS = [
  "budget.evaluations=60", "tasks.search=[teacher]", "tasks.selection=[{task: noisy-labels, size: 1}]",
  "tasks.sealed=[{task: auto-encoder, size: 1}]", "ablation.steps=0",
  "selection={fitness: 4, cells: 2, stages: [{size: 1, keep: 2, seeds: 2}], trials: 2}",
];

/**
 * Makes a run in which nothing was trained, as {@link pretendRun}, with tasks to select by and to judge on.
 *
 * @param overrides - Settings beside those of all such runs, as `path=value`.
 */
export async function pretendDiscoverable(folder: string, overrides: readonly string[] = []): Promise<void> {
  await pretendRun(folder, [...SETTINGS, ...overrides]);
}

/** Does something with a run whose search has ended, as `withTrainedRun` does, but with another executor. */
export async function withPretended<T>(
  folder: string, executor: Executor, use: (run: Discovering<Ledger>) => Promise<T>,
): Promise<T> {
  const store = RunStore.open(folder);
  try {
    const run = readRun(folder);
    try {
      return await use({ run, store, executor: new Ledger(executor, store) });
    } finally {
      run.store.close();
    }
  } finally {
    store.close();
  }
}
