import { setMaxListeners } from "node:events";
import { z } from "zod";
import type { Executor } from "../../proxies/executor/executor.js";
import type { BarRule } from "../../results/bar.js";
import type { SelectionReport } from "../../results/selection-report.js";
import type { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import type { Configuration } from "../configuration/configuration.js";
import { familiesIn } from "../configuration/families.js";
import { settingsSchema } from "../configuration/schema.js";
import { allNotesOf } from "../run/note.js";
import type { ReadRun } from "../run/read.js";
import { CountingExecutor } from "./counting.js";
import { type SelectionEntrant, entrantsOf } from "./entrants.js";
import { descend } from "./funnel.js";
import { SELECTION } from "./note-kind.js";
import { withReferences } from "./problems.js";
import { type Verdict, passVerdict } from "./verdict.js";

/** Options of {@link select}. */
export interface SelectOptions {
  /** Which rules the bar is the best of: fewer than all are for tests of the procedure itself. @default all five */
  readonly bar?: readonly BarRule[];
  /** The run's, open for writing: needed where a task has data from files, whose holdout is charged beforehand. */
  readonly store?: Pick<RunStore, "notes" | "note">;
  readonly signal?: AbortSignal | undefined;
  /** Told how far each part is: a stage, or the comparison with the bar. */
  readonly onProgress?: ((part: string, done: number, total: number) => void) | undefined;
}

/** What a selection came to. */
export interface Selection {
  readonly report: SelectionReport;
  /** The comparison of the finalists with the bar; `null` where there was no candidate. */
  readonly verdict: Verdict | null;
}

/**
 * Selects the best of a run: a funnel of growing tasks, then the bar. All on families that the search never trained
 * on; a function of the run and of outcomes, so that an executor that remembers these resumes it.
 *
 * @throws {@link InputError} where the configuration has no selection tasks, or they cannot be trained.
 */
export async function select(run: ReadRun, executor: Executor, options: SelectOptions = {}): Promise<Selection> {
  const { configuration } = run.content;
  const { tasks: { search, selection } } = configuration;
  requireSelection(configuration);
  const { bar, store, signal, onProgress } = options;
  // Every training that waits listens.
  if (signal !== undefined) setMaxListeners(0, signal);
  const settings = selectionOf(configuration);
  const counting = executor instanceof CountingExecutor ? executor : new CountingExecutor(executor);
  const before = counting.steps;
  const entrants = entrantsOf(run, settings);
  const { stages, finalists, overfitting } = await descend(entrants, {
    run, settings, executor: counting, store, signal,
    onStage: (size, done, total) => onProgress?.(`×${size}`, done, total),
  });
  const descended = counting.steps;
  const problems = await withReferences(counting.uncounted, selection, { signal });
  const { trials, seeds } = settings;
  const others = judgedBefore(run, finalists);
  const verdict = finalists.length === 0
    ? null
    : await passVerdict(counting, finalists, problems, {
      trials, seeds, bar, others, signal,
      evolvedOn: familiesIn(search),
      onProgress: (done, total) => onProgress?.("bar", done, total),
    });
  return {
    verdict,
    report: {
      folder: run.store.folder, entries: run.entries, stages, overfitting,
      verdict: {
        tasks: selection.map(({ name, family, size }) => ({ name, family, size })),
        trials, seeds, judged: verdict?.judged ?? others, finalists: verdict?.finalists ?? [],
        winner: verdict?.winner ?? null,
      },
      steps: counting.steps - before,
      comparisonSteps: counting.steps - descended,
    },
  };
}

/** What of a note of a selection tells which programs it has judged. */
const judgedSchema = z.object({ verdict: z.object({ finalists: z.array(z.object({ text: z.string() })) }) });

/**
 * How many other programs earlier selections of a run have judged: all of them on the same seeds.
 *
 * @throws {@link InputError} where that cannot be read: an interval for too few programs would claim too much.
 */
function judgedBefore({ store }: ReadRun, finalists: readonly SelectionEntrant[]): number {
  const texts = allNotesOf(store.notes(), SELECTION, judgedSchema, "which programs were judged")
    .flatMap(({ verdict }) => verdict.finalists.map(({ text }) => text));
  for (const { text } of finalists) texts.push(text);
  return new Set(texts).size - new Set(finalists.map(({ text }) => text)).size;
}

/**
 * Requires that a configuration has something to select by.
 *
 * @throws {@link InputError} where it has not.
 */
export function requireSelection({ tasks: { selection } }: Pick<Configuration, "tasks">): void {
  if (selection.length > 0) return;
  throw new InputError(
    "no-selection-tasks", "the configuration has no `tasks.selection`: there is nothing to select by that the search has not seen",
  );
}

/** How a run selects; one of an older version has the defaults. */
export function selectionOf({ selection }: Partial<Pick<Configuration, "selection">>): Configuration["selection"] {
  return selection ?? settingsSchema.parse({}).selection;
}
