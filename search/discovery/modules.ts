import { join } from "node:path";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import type { SealedVerdict } from "../../results/discovery-report.js";
import type { DocumentedScore } from "../../results/export/documentation.js";
import { toExportedRule } from "../../results/export/rule.js";
import { settled } from "../../results/export/setting.js";
import { TARGETS } from "../../results/export/targets.js";
import { counted } from "../../results/number.js";
import type { Finalist } from "../../results/selection-report.js";
import { type CandidateChoices, candidateChoices } from "../export/candidate.js";
import { boundText, gainScores, selectionScores } from "../export/finalist.js";
import { replaceFiles } from "../run/files.js";
import type { ReadRun } from "../run/read.js";
import { selectionOf } from "../selection/select.js";
import type { Verdict } from "../selection/verdict.js";

/** The folder of a run in which what was found lies as code. */
const FOLDER = "discovered";

/**
 * Writes what was found as code, in every language that can hold it, and as a program, all under the setting that it
 * was tuned to: what the program is exported as is what is written here, but for what documents it.
 *
 * @param finalist - Of the verdict; where it is `ablated`, what ablation left of a candidate.
 * @param sealed - What it came to on the sealed families; `null` where they were not opened.
 * @returns The paths, the program's first.
 * @throws {@link InputError} where they cannot be written.
 */
export function writeModules(
  run: ReadRun, verdict: Verdict, finalist: Finalist, ablated: boolean, sealed: SealedVerdict | null,
): readonly string[] {
  const choices = choicesOf(run, verdict, finalist, ablated);
  const scores = [...(choices.documentation.scores ?? []), ...(sealed === null ? [] : sealedScores(sealed))];
  const { setting, ...rest } = choices;
  const program = { ...parse(finalist.text), name: rest.name };
  const tuned = setting === undefined ? program : settled(program, setting);
  const rule = toExportedRule(tuned, { ...rest, documentation: { ...choices.documentation, scores } });
  return replaceFiles(join(run.store.folder, FOLDER), [
    { path: `${rule.name}.rule`, text: print(tuned) },
    ...TARGETS.filter((target) => target.refuses(rule.program) === undefined).map((target) => ({
      path: join(target.name, `${rule.name}${target.extension}`), text: target.write(rule),
    })),
  ]);
}

/** What a rule came to on the families that were sealed until then, and on each of several. */
function sealedScores({ tasks, overBar }: SealedVerdict): readonly DocumentedScore[] {
  const { mean, low, high, beyond, byTask } = overBar;
  const all: DocumentedScore = {
    on: `${counted(tasks.length, "sealed task")}: ${tasks.map(({ name, size }) => `${name} ×${size}`).join(", ")}`,
    what: "log2 speed-up over the best rule of the bar on each, of families opened once it was chosen" + `${boundText(beyond)}:`,
    // Where scores end there may be no width.
    mean, interval: low < high ? [low, high] : null,
  };
  return byTask.length < 2 ? [all] : [all, ...gainScores(byTask, tasks)];
}

/** What the code says: of the finalist itself, which the run's notes need not be about. */
function choicesOf(run: ReadRun, { comparison }: Verdict, finalist: Finalist, ablated: boolean): CandidateChoices {
  const { configuration } = run.content;
  const { trials, seeds } = selectionOf(configuration);
  const { index } = finalist;
  const at = run.entries;
  const selection = { verdict: { tasks: configuration.tasks.selection, trials, seeds, finalists: [finalist] } };
  const notes = [{ kind: "selection", at, data: selection }, { kind: "comparison", at, data: comparison }];
  const choices = candidateChoices(run, index, notes);
  if (!ablated) return choices;
  return {
    ...choices,
    documentation: {
      ...choices.documentation,
      summary: `An update rule that symopt found: candidate ${index}, without what ablation showed to be worth nothing.`,
      // The search's score is that of the whole candidate.
      scores: selectionScores(notes, index),
    },
  };
}
