import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Reference } from "../reference/reference.js";
import { type Scorer, scorerOf } from "../reference/scorer.js";

/** A problem that candidates train on, and what turns a loss on it into a score. */
export interface ScoredProblem {
  readonly problem: ProblemReference;
  readonly scorer: Scorer;
  /** The score of the best rule of the bar there. */
  readonly bar: number;
}

/** The same with the reference that it is scored by. */
export interface ReferencedProblem extends ScoredProblem {
  readonly reference: Reference;
}

/** A problem with its reference. */
export function scoredProblem(problem: ProblemReference, reference: Reference): ReferencedProblem {
  const scorer = scorerOf(reference);
  const best = Math.min(...Object.values(reference.bar).map(({ loss }) => loss));
  return { problem, reference, scorer, bar: scorer.score(best) };
}

/** Standard deviation over seeds of the mean score over problems, near these scores. */
export function meanDeviation(problems: readonly ScoredProblem[], scores: readonly number[]): number {
  const deviations = problems.map(({ scorer }, k) => scorer.deviation(scores[k] ?? 0));
  return Math.sqrt(deviations.reduce((sum, deviation) => sum + deviation * deviation, 0)) / problems.length;
}
