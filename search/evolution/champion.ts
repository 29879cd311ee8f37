import { mean, standardError } from "../../src/statistics.js";
import { studentQuantile } from "../../src/student.js";

/** How sure a new best must be. */
const CONFIDENCE = 0.95;

/** The best so far, and how sure that is. */
export interface Best {
  /** Its place in the log. */
  readonly index: number;
  /** Mean scores of the seeds on which it became the best: none of the first best, a starting program. */
  readonly bySeed: readonly number[];
}

/**
 * Whether a challenger is the better of two, for sure: the lower 95 % bound of the mean difference of their scores
 * on the same fresh seeds, by Student's t, lies above zero.
 */
export function wins(challenger: readonly number[], best: readonly number[]): boolean {
  const differences = challenger.map((score, k) => score - (best[k] as number));
  const quantile = studentQuantile(CONFIDENCE, differences.length - 1);
  return mean(differences) - quantile * standardError(differences) > 0;
}
