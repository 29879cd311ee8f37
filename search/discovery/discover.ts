import { setMaxListeners } from "node:events";
import { parse } from "../../dsl/text/parse.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import { horizonInputsOf } from "../../results/program-report.js";
import type { Finalist } from "../../results/selection-report.js";
import { type Work, stepsOf } from "../../results/work.js";
import { familiesIn } from "../configuration/families.js";
import { settingIn } from "../export/finalist.js";
import { keepNote } from "../run/note.js";
import { sizeOf } from "../run/report.js";
import { CountingExecutor } from "../selection/counting.js";
import { keepSelection } from "../selection/keep.js";
import { withReferences } from "../selection/problems.js";
import { select, selectionOf } from "../selection/select.js";
import { type Verdict, type VerdictOptions, passVerdict } from "../selection/verdict.js";
import { ablateFound } from "./ablate-found.js";
import type { DiscoverOptions, Discovering } from "./discovering.js";
import { familyVerdict } from "./family-verdict.js";
import { writeModules } from "./modules.js";
import { isOpened, openingsOf } from "./opening.js";
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
  const counting = new CountingExecutor(executor);
  const selection = await select(run, counting, { ...options, store });
  keepSelection(store, selection);
  const { winner, finalists } = selection.report.verdict;
  const chosen = finalists.find(({ index }) => index === winner) ?? finalists[0];
  const { configuration: { tasks: { sealed: reserved }, ...settings } } = run.content;
  const { trials } = selectionOf(settings);
  const { work: later, ...found } = chosen === undefined || selection.verdict === null
    ? { program: null, selection: null, sealed: null, modules: [], work: { ablation: 0, comparison: 0, sealed: 0 } }
    : await finish({ run, store, executor: counting }, chosen, selection.verdict, options);
  const { steps, comparisonSteps = 0 } = selection.report;
  const work: Work = {
    search: run.counts.steps - run.counts.confirmationSteps,
    confirmation: run.counts.confirmationSteps,
    selection: steps - comparisonSteps,
    ...later,
    comparison: comparisonSteps + later.comparison,
  };
  const openings = openingsOf(store);
  const left = found.sealed === null ? reserved.map(({ name, family, size }) => ({ name, family, size })) : [];
  const report: DiscoveryReport = {
    folder: store.folder,
    entries: run.entries,
    verdict: winner === null ? "none" : "above",
    ...found,
    unopened: left.filter((task) => !isOpened(openings, task)),
    opened: left.filter((task) => isOpened(openings, task)),
    ablation: options.ablation !== false,
    trials,
    steps: stepsOf(work),
    work,
    page: null,
  };
  keepNote(store, DISCOVERY, report);
  return report;
}

/** What became of a finalist, and the steps that it took. */
interface Finished extends Pick<DiscoveryReport, "program" | "selection" | "sealed" | "modules"> {
  readonly work: Pick<Work, "ablation" | "comparison" | "sealed">;
}

/** What becomes of the finalist that was chosen by a verdict. */
async function finish(
  discovering: Discovering<CountingExecutor>, chosen: Finalist, verdict: Verdict, options: DiscoverOptions,
): Promise<Finished> {
  const { run, executor } = discovering;
  const { signal, onProgress } = options;
  const { tasks, ...settings } = run.content.configuration;
  const { trials, seeds } = selectionOf(settings);
  const verdictOptions = (part: string): VerdictOptions => ({
    trials, seeds, signal,
    evolvedOn: familiesIn(tasks.search),
    onProgress: (done, total) => onProgress?.(part, done, total),
  });
  const begun = executor.steps;
  const text = options.ablation === false ? chosen.text : await ablateFound(discovering, chosen, options);
  const ablatedAt = executor.steps;
  const left = text === chosen.text
    ? { finalist: chosen, verdict }
    : await judgeAblated(discovering, { finalist: chosen, verdict }, text, verdictOptions("bar, simplified"));
  const { finalist } = left;
  const ablated = finalist !== chosen;
  const judgedAt = executor.steps;
  const sealed = tasks.sealed.length === 0 || verdict.winner === null
    ? null
    : await openSealed(discovering, finalist, tasks.sealed, verdictOptions("sealed"));
  return {
    program: {
      index: finalist.index, text: finalist.text, ablated,
      setting: settingIn(left.verdict.comparison, finalist.index) ?? null,
      ...sizeOf(finalist.text),
      reads: horizonInputsOf(parse(finalist.text)),
    },
    selection: familyVerdict(tasks.selection, left.verdict, finalist),
    sealed,
    modules: writeModules(run, left.verdict, finalist, ablated, sealed),
    work: { ablation: ablatedAt - begun, comparison: judgedAt - ablatedAt, sealed: executor.steps - judgedAt },
  };
}

/** A finalist, and the verdict that it is of. */
interface Judged {
  readonly finalist: Finalist;
  readonly verdict: Verdict;
}

/** The program as ablation left it, or whole where what made it the winner went with its parts. */
async function judgeAblated(
  { run, executor }: Discovering<CountingExecutor>, whole: Judged, text: string, options: VerdictOptions,
): Promise<Judged> {
  const problems = await withReferences(executor.uncounted, run.content.configuration.tasks.selection, options);
  const { finalist: { index }, verdict: { judged, winner } } = whole;
  // One program more that is judged on the same seeds.
  const verdict = await passVerdict(executor, [{ index, text }], problems, { ...options, others: judged });
  const [finalist] = verdict.finalists;
  if (finalist === undefined) return whole;
  const stands = winner === null ? finalist.failed === 0 : verdict.winner !== null;
  return stands ? { finalist, verdict } : whole;
}
