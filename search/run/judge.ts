import type { Gain } from "../../results/run-progress.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentQuantile } from "../../src/student.js";
import type { ScoredProblem } from "../evolution/problem.js";
import type { SearchState } from "../evolution/state.js";
import type { RunContent } from "./content.js";
import type { FreshScores } from "./fresh.js";

/** The part of Student's t that lies below the upper end of a 95 % interval. */
const UPPER = 0.975;

/** What a run has found out so far. */
export interface RunKnowledge {
  readonly content: RunContent;
  readonly problems: readonly ScoredProblem[];
  readonly state: SearchState;
  readonly fresh: FreshScores;
}

/** A candidate's score with its interval. */
export interface Judged extends Gain {
  /** Seeds that it is the mean of, for each problem. */
  readonly seeds: number;
  /** Whether it has been trained on seeds that it was not chosen by. */
  readonly confirmed: boolean;
}

/**
 * The score of a candidate: on the fresh seeds of challenges where it was in one, by Student's t; else the mean of
 * all seeds that it was trained on, by what the references' seeds vary by. `undefined` of one that was not trained
 * to its end.
 */
export function judge(index: number, { content, state, fresh }: RunKnowledge): Judged | undefined {
  const estimate = state.estimates.get(index);
  if (estimate === undefined) return undefined;
  const scores = fresh.of(index);
  // What failed on a further seed is worth nothing, whatever it came to before.
  if (scores.length >= 2 && estimate.fitness > -Infinity) {
    const error = studentQuantile(UPPER, scores.length - 1) * standardError(scores);
    return { mean: mean(scores), error, seeds: scores.length, confirmed: true };
  }
  const { fitness, error, bySeed } = estimate;
  const [first = 1] = content.configuration.confirmation.seeds;
  return { mean: fitness, error, seeds: bySeed.length, confirmed: bySeed.length > first };
}
