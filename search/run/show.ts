import { countLive, liveness } from "../../dsl/liveness.js";
import { parse } from "../../dsl/text/parse.js";
import { align } from "../../results/align.js";
import type {
  CandidateReport, CandidateScore, CandidateTraining, LineageStep,
} from "../../results/candidate-report.js";
import type { Entry } from "../../results/store/entry.js";
import { requireProgram } from "./candidate.js";
import { judge } from "./judge.js";
import type { ReadRun } from "./read.js";

/**
 * All that a run knows of a candidate. Takes time in the entries of the run.
 *
 * @throws {@link InputError} where there is no entry of that index, or it has no program of its own.
 */
export function describeCandidate(run: ReadRun, index: number): CandidateReport {
  const { store, state } = run;
  const entry = requireProgram(store, index);
  const { kind, island, change, subject, mate, source, status, reason, repeats, repeatOf } = entry;
  const { statements, redundant, cost, hash, fingerprint, measures, program: text } = entry;
  return {
    folder: store.folder, index, kind, island, change, parent: subject, mate, source, status, reason, repeats, repeatOf,
    best: index === state.best?.index,
    score: scoreOf(entry, run),
    statements, redundant, state: countLive(liveness(parse(text)).states), cost, hash, fingerprint, measures, text,
    lineage: lineageOf(entry, run),
    ...laterOf(entry, run),
  };
}

function scoreOf({ index, repeats }: Entry, run: ReadRun): CandidateScore | null {
  const judged = judge(repeats ?? index, run);
  if (judged === undefined || judged.mean === -Infinity) return null;
  const { mean: score, error, seeds, confirmed } = judged;
  return { score, error, seeds, confirmed };
}

/** The way from the first of its ancestors to a candidate, by first parents. */
function lineageOf(candidate: Entry, run: ReadRun): readonly LineageStep[] {
  const ancestors: Entry[] = [candidate];
  for (let entry = candidate; entry.subject !== null;) {
    entry = requireProgram(run.store, entry.subject);
    ancestors.unshift(entry);
  }
  return ancestors.map((entry, k) => {
    const { index, change, mate, status, program } = entry;
    const before = ancestors[k - 1];
    const lines = before === undefined ? [] : align(parse(before.program), parse(program));
    return { index, change, mate, score: scoreOf(entry, run), status, lines: lines.filter(({ kind }) => kind !== "same") };
  });
}

/** What the log says of a candidate: its trainings, confirmations and challenges included, and its repeats. */
function laterOf({ index }: Entry, { store, entries, content }: ReadRun): Pick<CandidateReport, "trainings" | "repeatedBy"> {
  const names = taskNames(content.configuration.tasks.search);
  const trainings: CandidateTraining[] = [];
  const repeatedBy: number[] = [];
  for (const entry of store.entries(index)) {
    if (entry.index >= entries) break;
    if (entry.repeats === index) repeatedBy.push(entry.index);
    // A program is inflated when it is asked for: by the subject first, or all of them would be.
    const isAbout = entry.subject === index && entry.program === "";
    if (entry.index !== index && !isAbout) continue;
    for (const { problem, seed, loss, score, steps } of entry.trainings) {
      trainings.push({ entry: entry.index, kind: entry.kind, task: names[problem] ?? "", seed, loss, score, steps });
    }
  }
  return { trainings, repeatedBy };
}

/** Names that tell the tasks of a run apart. */
function taskNames(tasks: readonly { name: string; horizon: number; batch: number }[]): readonly string[] {
  return tasks.map(({ name, horizon, batch }) =>
    tasks.filter((other) => other.name === name).length === 1 ? name : `${name} ${horizon}×${batch}`,
  );
}
