import type { DocumentedScore } from "../../results/export/documentation.js";
import type { RuleChoices } from "../../results/export/rule.js";
import { counted } from "../../results/number.js";
import type { RunNote } from "../../results/store/header.js";
import { printable } from "../../dsl/text/diagnostic.js";
import { requireProgram } from "../run/candidate.js";
import { judge } from "../run/judge.js";
import type { ReadRun } from "../run/read.js";
import { selectionScores, tunedSetting } from "./finalist.js";

/** What a candidate is exported with. */
export type CandidateChoices = Required<Pick<RuleChoices, "name" | "documentation">> & Pick<RuleChoices, "setting">;

/**
 * What a run knows of a candidate that its code should say: what found it, its scores, and, where it was a finalist,
 * those against the bar and the setting that it was tuned to. A program that the search started from was given, and
 * not found.
 *
 * @param notes - What was found out after the search. Default: what the run has noted.
 * @throws {@link InputError} where there is no entry of that index, or it has no program of its own.
 */
export function candidateChoices(
  run: ReadRun, index: number, notes: readonly RunNote[] = run.store.notes(),
): CandidateChoices {
  const { store, content: { configuration: { seed } } } = run;
  requireProgram(store, index);
  const setting = tunedSetting(notes, index);
  const start = startOf(run, index);
  return {
    name: `${start === undefined ? "candidate" : "start"}_${index}`,
    documentation: {
      ...(start === undefined
        ? {
            summary: `An update rule that symopt found: candidate ${index}.`,
            found: `symopt ${store.header.symopt}, candidate ${index} of ${printable(store.folder)}, seed ${seed}`,
          }
        : { summary: `What a search of symopt started from: ${printable(start)}.`, found: null }),
      scores: [...searchScore(run, index), ...selectionScores(notes, index)],
    },
    ...(setting === undefined ? {} : { setting }),
  };
}

/** The name of the starting program that an entry is, as it was or scaled; `undefined` of what the search made. */
function startOf({ store, content }: ReadRun, index: number): string | undefined {
  let entry = store.entry(index);
  let isScaled = false;
  while (entry !== undefined && !(entry.kind === "candidate" && entry.subject === null)) {
    isScaled ||= entry.kind === "sweep";
    // What repeats an entry is the same program.
    const origin: number | null = entry.repeats ?? (entry.kind === "sweep" ? entry.subject : null);
    entry = origin === null ? undefined : store.entry(origin);
  }
  if (entry === undefined) return undefined;
  const { name = entry.change } = content.configuration.start[entry.index] ?? {};
  return isScaled ? `${name}, its update scaled` : name;
}

/** What the search itself came to. */
function searchScore(run: ReadRun, index: number): readonly DocumentedScore[] {
  const judged = judge(run.store.entry(index)?.repeats ?? index, run);
  if (judged === undefined || judged.mean === -Infinity) return [];
  const { mean, error, seeds, confirmed } = judged;
  const tasks = run.content.configuration.tasks.search
    .map(({ name, size, horizon, batch }) => `${name} ×${size}, ${horizon} steps of ${batch}`);
  return [{
    on: tasks.join("; "),
    what: "log2 speed-up over tuned AdamW on the tasks that it was evolved on, " +
      `${counted(seeds, confirmed ? "fresh seed" : "seed")}${confirmed ? "" : ", unconfirmed"}:`,
    mean, interval: Number.isFinite(error) ? [mean - error, mean + error] : null,
  }];
}
