import type { TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { BAR_RULES } from "../../results/bar.js";
import type { KnownBar } from "../../results/comparison-report.js";
import type { Reference } from "../reference/reference.js";
import { librarySubject, underSetting } from "../subject.js";
import { barOf } from "./bar.js";
import { estimate, finite } from "./estimate.js";
import { type Train, lossOf } from "./training.js";

/** How rules whose settings are known are tried. */
export interface KnownEffort {
  /** The fresh seeds of the contest. */
  readonly seeds: readonly number[];
  /** The data that it judges on. */
  readonly split: NonNullable<TrainingRequest["split"]>;
}

/** Steps of {@link trainKnownBar} with so many seeds. */
export function knownBarSteps(problem: ProblemReference, seeds: number): number {
  return BAR_RULES.length * seeds * problem.horizon;
}

/**
 * Trains the rules of the bar under the settings of a problem's reference, on the fresh seeds of a contest. They were
 * found in trials at this size and a smaller one, from where the others began: more than a contest makes, whose rules
 * begin from nowhere. Where one of them is better than what the contest's trials found, it is the bar.
 *
 * @returns All of them, and the best; `null` where each fails under its own.
 */
export async function trainKnownBar(
  train: Train, problem: ProblemReference, reference: Reference, { seeds, split }: KnownEffort,
): Promise<KnownBar | null> {
  const [first, ...rest] = await Promise.all(BAR_RULES.map(async (rule) => {
    const request = underSetting(librarySubject(rule), reference.bar[rule].setting);
    const outcomes = seeds.map((seed) => train({ task: problem, seed, split, ...request }));
    return { rule, losses: (await Promise.all(outcomes)).map(lossOf) };
  }));
  if (first === undefined) return null;
  const best = barOf([first, ...rest]);
  const loss = estimate(best.losses);
  if (loss === null) return null;
  const losses = Object.fromEntries([first, ...rest].map(({ rule, losses: own }) => [rule, own.map(finite)]));
  return { rule: best.rule, trials: reference.effort.trials, loss, losses };
}
