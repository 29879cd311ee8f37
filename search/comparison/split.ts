import type { TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";

/**
 * Which data a comparison judges on. `unseen`: what nothing was tuned or chosen by. Of data from files that is test
 * data; generated validation data is drawn afresh for each seed, and the seeds of a comparison are its own.
 */
export type ComparisonSplit = NonNullable<TrainingRequest["split"]> | "unseen";

/** The data that a comparison judges on, on a problem. */
export function splitOn(
  { data }: Pick<ProblemReference, "data">, split: ComparisonSplit,
): Exclude<ComparisonSplit, "unseen"> {
  if (split !== "unseen") return split;
  return data === undefined ? "validation" : "test";
}
