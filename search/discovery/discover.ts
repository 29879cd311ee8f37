import { setMaxListeners } from "node:events";
import type { DiscoveredProgram, DiscoveryReport, SealedVerdict } from "../../results/discovery-report.js";
import type { Finalist } from "../../results/selection-report.js";
import { sizeOf } from "../run/report.js";
import type { TrainedRun } from "../run/trained-run.js";
import { CountingExecutor } from "../selection/counting.js";
import { keepSelection } from "../selection/keep.js";
import { select, selectionOf } from "../selection/select.js";
import { familyVerdict } from "./family-verdict.js";
import { openSealed } from "./sealed.js";

/** Options of {@link discover}. */
export interface DiscoverOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how far each part is: a stage of the funnel, the bar, the sealed families. */
  readonly onProgress?: ((part: string, done: number, total: number) => void) | undefined;
}

/**
 * All that follows a search: its best are selected on larger tasks and other families, compared with the bar, and
 * the one that is left is judged on the sealed families. A function of the run and of outcomes, which the run's file
 * keeps: interrupted, it goes on when it is called again. Writes no modules and no page yet.
 *
 * @throws {@link InputError} where the run's configuration has no selection tasks, or they cannot be trained.
 */
export async function discover(trained: TrainedRun, options: DiscoverOptions = {}): Promise<DiscoveryReport> {
  const { run, store } = trained;
  const { signal, onProgress } = options;
  if (signal !== undefined) setMaxListeners(0, signal);
  const executor = new CountingExecutor(trained.executor);
  const { report: selection } = await select(run, trained.executor, options);
  keepSelection(store, selection);
  const { configuration: { tasks, ...configuration } } = run.content;
  const { trials, seeds } = selectionOf(configuration);
  const { winner, finalists } = selection.verdict;
  const chosen = finalists.find(({ index }) => index === winner) ?? finalists[0];
  const sealed: SealedVerdict | null = chosen === undefined || tasks.sealed.length === 0
    ? null
    : await openSealed({ executor, store }, chosen, tasks.sealed, {
      trials, seeds, signal,
      evolvedOn: [...new Set(tasks.search.map(({ family }) => family))],
      onProgress: (done, total) => onProgress?.("sealed", done, total),
    });
  return {
    folder: store.folder,
    verdict: winner === null ? "none" : "above",
    program: chosen === undefined ? null : toProgram(chosen),
    selection: chosen === undefined ? null : familyVerdict(tasks.selection, seeds, chosen),
    sealed,
    trials,
    steps: run.counts.steps + selection.steps + executor.steps,
    modules: [],
    page: null,
  };
}

function toProgram({ index, text }: Finalist): DiscoveredProgram {
  return { index, text, ...sizeOf(text) };
}
