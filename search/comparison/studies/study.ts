import type { ProblemReference } from "../../../proxies/problem/problem.js";
import type { Study } from "../../../results/comparison-report.js";
import type { Reference } from "../../reference/reference.js";
import type { Contender } from "../contender.js";
import type { Contest, ContestEffort } from "../contest.js";
import type { Train } from "../training.js";

/** What a comparison can look into besides. */
export const STUDIES = ["horizons", "sizes", "trials", "window", "batch", "profile"] as const;

/** The name of a study. */
export type StudyName = (typeof STUDIES)[number];

/** What a study of a task begins with. */
export interface StudyOptions {
  readonly train: Train;
  readonly problem: ProblemReference;
  readonly contenders: readonly Contender[];
  readonly effort: ContestEffort;
  /** The reference of a problem, measured where it is not known; `undefined` where it cannot be. */
  readonly referenceOf: (problem: ProblemReference) => Promise<Reference | undefined>;
}

/** A study of a task that has not begun. */
export interface StudyPlan {
  /** Steps of its trainings, all in all. */
  readonly steps: number;
  /**
   * Does it.
   *
   * @param contest - The task's own, which has been held.
   */
  readonly run: (contest: Contest) => Promise<Study>;
}
