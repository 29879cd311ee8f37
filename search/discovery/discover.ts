import { setMaxListeners } from "node:events";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import type { Finalist } from "../../results/selection-report.js";
import { keepNote } from "../run/note.js";
import { sizeOf } from "../run/report.js";
import { CountingExecutor } from "../selection/counting.js";
import { keepSelection } from "../selection/keep.js";
import { withReferences } from "../selection/problems.js";
import { select, selectionOf } from "../selection/select.js";
import { type VerdictOptions, passVerdict } from "../selection/verdict.js";
import { ablateFound } from "./ablate-found.js";
import type { DiscoverOptions, Discovering } from "./discovering.js";
import { familyVerdict } from "./family-verdict.js";
import { writeModules } from "./modules.js";
import { openSealed } from "./sealed.js";

/** The kind of the note that keeps the report of a discovery. */
const DISCOVERY = "discovery";

/**
 * All that follows a search: its best are selected on larger tasks and other families and compared with the bar; the
 * one that is left is tried without its parts, judged on the sealed families and written as code. A function of the
 * run and of outcomes, which the run's file keeps: interrupted, it goes on when it is called again.
 *
 * @throws {@link InputError} where the run's configuration has no selection tasks, or they cannot be trained.
 */
export async function discover(
  { run, store, executor }: Discovering, options: DiscoverOptions = {},
): Promise<DiscoveryReport> {
  const { signal } = options;
  if (signal !== undefined) setMaxListeners(0, signal);
  const selection = await select(run, executor, options);
  keepSelection(store, selection);
  const { verdict: { winner, finalists }, steps } = selection.report;
  const chosen = finalists.find(({ index }) => index === winner) ?? finalists[0];
  const counting = new CountingExecutor(executor);
  const found = chosen === undefined
    ? { program: null, selection: null, sealed: null, modules: [] }
    : await finish({ run, store, executor: counting }, chosen, winner !== null, options);
  const report: DiscoveryReport = {
    folder: store.folder,
    verdict: winner === null ? "none" : "above",
    ...found,
    trials: selectionOf(run.content.configuration).trials,
    steps: run.counts.steps + steps + counting.steps,
    page: null,
  };
  keepNote(store, DISCOVERY, report);
  return report;
}

/** What becomes of the one that was chosen, which is above the bar or not. */
async function finish(
  discovering: Discovering<CountingExecutor>, chosen: Finalist, isAbove: boolean, options: DiscoverOptions,
): Promise<Pick<DiscoveryReport, "program" | "selection" | "sealed" | "modules">> {
  const { run, executor } = discovering;
  const { signal, onProgress } = options;
  const { tasks, ...settings } = run.content.configuration;
  const { trials, seeds } = selectionOf(settings);
  const verdictOptions = (part: string): VerdictOptions => ({
    trials, seeds, signal,
    evolvedOn: [...new Set(tasks.search.map(({ family }) => family))],
    onProgress: (done, total) => onProgress?.(part, done, total),
  });
  const text = await ablateFound(discovering, chosen, options);
  let left = chosen;
  if (text !== chosen.text) {
    const problems = await withReferences(executor.uncounted, tasks.selection, options);
    const { finalists: [simpler], winner } = await passVerdict(
      executor, [{ index: chosen.index, text }], problems, verdictOptions("bar, simplified"),
    );
    // What made it the winner must not go with its parts: then it stays whole.
    if (simpler !== undefined && (winner !== null || !isAbove)) left = simpler;
  }
  const sealed = tasks.sealed.length === 0
    ? null
    : await openSealed(discovering, left, tasks.sealed, verdictOptions("sealed"));
  return {
    program: { index: left.index, text: left.text, ...sizeOf(left.text) },
    selection: familyVerdict(tasks.selection, seeds, left),
    sealed,
    modules: writeModules(run, left),
  };
}
