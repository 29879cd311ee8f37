import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor } from "../../proxies/executor.js";
import type { ComparisonReport, RuleOnTask } from "../../results/comparison-report.js";
import type { Finalist } from "../../results/selection-report.js";
import { holm } from "../../src/holm.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentDistribution, studentQuantile } from "../../src/student.js";
import { compare } from "../comparison/compare.js";
import type { ScoredProblem } from "../evolution/problem.js";
import { MOST_SCORE } from "../reference/scorer.js";
import { type StageProgram, plain } from "./stage.js";

/** How sure a verdict is. */
const CONFIDENCE = 0.95;

/** How finalists are compared with the bar. */
export interface VerdictOptions {
  /** Settings that are tried for each finalist and each rule of the bar. */
  readonly trials: number;
  /** Fresh seeds. */
  readonly seeds: number;
  /** The families of the tasks that the finalists were evolved on. */
  readonly evolvedOn: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/** What finalists came to against the bar. */
export interface Verdict {
  /** Best first. */
  readonly finalists: readonly Finalist[];
  /** The place in the log of the best that is above the bar for sure; `null` where none is. */
  readonly winner: number | null;
  /** The whole comparison. */
  readonly comparison: ComparisonReport;
}

/**
 * Compares finalists with the bar on problems, all tuned alike. One is above it where the lower bound of its mean gain
 * over all problems is above zero: one-sided 95 %, by Student's t over seeds, Holm's correction over the finalists.
 */
export async function passVerdict(
  executor: Executor, programs: readonly StageProgram[], problems: readonly ScoredProblem[], options: VerdictOptions,
): Promise<Verdict> {
  const { trials, seeds, evolvedOn, signal, onProgress } = options;
  const comparison = await compare(executor, {
    programs: programs.map(({ index, text }) => ({ name: nameOf(index), program: check(parse(text)), evolvedOn })),
    tasks: problems.map(({ problem }) => plain(problem)),
    trials, seeds,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const gains = programs.map(({ index }) => problems.map((problem, k) => gainOn(comparison, problem, k, index)));
  const bySeed = gains.map((own) =>
    Array.from({ length: seeds }, (_, seed) => mean(own.map(({ values }) => values[seed] as number))));
  const adjusted = holm(bySeed.map(chanceOfNoGain));
  const finalists = programs.map(({ index, text }, k): Finalist => {
    const values = bySeed[k] as readonly number[];
    return {
      index, text,
      gain: mean(values),
      lower: lowerBound(values),
      p: adjusted[k] as number,
      byTask: (gains[k] ?? []).map(({ task, bar, values: own }) => ({ task, bar, gain: mean(own) })),
    };
  }).toSorted((a, b) => b.lower - a.lower || a.index - b.index);
  const winner = finalists.find(({ p, gain }) => p < 1 - CONFIDENCE && gain > 0);
  return { finalists, winner: winner?.index ?? null, comparison };
}

/** What a finalist is called in a comparison. */
export function nameOf(index: number): string {
  return `candidate ${index}`;
}

/** By how much a program is better than the best of the bar on a problem, in octaves, seed by seed. */
function gainOn(
  { tasks }: ComparisonReport, { problem, scorer }: ScoredProblem, k: number, index: number,
): { readonly task: string; readonly bar: string; readonly values: readonly number[] } {
  const rules = tasks[k]?.rules ?? [];
  const own = rules.find(({ name }) => name === nameOf(index));
  const bar = rules.find(({ name }) => name === own?.match?.bar);
  const scoresOf = (rule: RuleOnTask | undefined): readonly number[] =>
    (rule?.losses ?? []).map((loss) => (loss === null ? -MOST_SCORE : scorer.score(loss)));
  const theirs = scoresOf(bar);
  return {
    task: problem.name, bar: bar?.name ?? "",
    values: scoresOf(own).map((score, seed) => score - (theirs[seed] as number)),
  };
}

function lowerBound(values: readonly number[]): number {
  return mean(values) - studentQuantile(CONFIDENCE, values.length - 1) * standardError(values);
}

/** The p-value of the one-sided test that the mean is not above zero. */
function chanceOfNoGain(values: readonly number[]): number {
  const error = standardError(values);
  if (!(error > 0)) return mean(values) > 0 ? 0 : 1;
  return 1 - studentDistribution(mean(values) / error, values.length - 1);
}
