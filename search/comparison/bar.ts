import { mean } from "../../src/statistics.js";
import type { BarRule } from "../reference/reference.js";

/** A rule of the bar under one of its settings, as it did on the fresh seeds of a contest. */
export interface Rival {
  readonly rule: BarRule;
  /** Whether the setting is one that symopt brings for the problem, and not the one that the contest's trials found. */
  readonly known: boolean;
  /** One for each seed; infinite where the training failed. */
  readonly losses: readonly number[];
}

/**
 * The bar on a problem, whatever is compared, selected or discovered: the best of its rules, each under the better of
 * the setting that symopt brings and the one that the contest's own trials found. The best is what has the lowest mean
 * loss on the fresh seeds themselves: that a choice among so many looks better than it is favours the bar.
 *
 * @param rivals - At least one: each rule under each of its settings, without what the program itself computes.
 */
export function barOf<R extends Rival>(rivals: readonly [R, ...R[]]): R {
  return rivals.reduce((best, rival) => (mean(rival.losses) < mean(best.losses) ? rival : best));
}
