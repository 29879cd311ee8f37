import type { KnownBar } from "../../results/comparison-report.js";
import type { ProblemReference } from "../../proxies/problem.js";
import { mean } from "../../src/statistics.js";
import { builtInReference } from "../reference/find.js";
import { BAR_RULES } from "../reference/reference.js";
import { librarySubject, underSetting } from "../subject.js";
import { type ContestEffort, type Train, lossOf } from "./contest.js";
import { estimate } from "./estimate.js";
import { finite } from "./judge.js";

/** Steps of {@link trainKnownBar}. */
export function knownBarSteps(problem: ProblemReference, effort: ContestEffort): number {
  return builtInReference(problem) === undefined ? 0 : BAR_RULES.length * effort.seeds.length * problem.horizon;
}

/**
 * Trains the rules of the bar under the settings that symopt brings for a problem, on the fresh seeds of a comparison.
 * They were found in trials at this size and a smaller one, from where the others began: more than a comparison makes,
 * whose rules begin from nowhere. No program is compared with them, since it was not tuned so long; but what they
 * surpass is not said to beat the bar.
 *
 * @returns All of them, and the best; `null` where no settings are known.
 */
export async function trainKnownBar(
  train: Train, problem: ProblemReference, effort: ContestEffort,
): Promise<KnownBar | null> {
  const reference = builtInReference(problem);
  if (reference === undefined) return null;
  const trained = await Promise.all(BAR_RULES.map(async (rule) => {
    const request = underSetting(librarySubject(rule), reference.bar[rule].setting);
    const outcomes = effort.seeds.map((seed) => train({ task: problem, seed, split: effort.split, ...request }));
    return { rule, losses: (await Promise.all(outcomes)).map(lossOf) };
  }));
  const best = trained.reduce((least, each) => (mean(each.losses) < mean(least.losses) ? each : least));
  const loss = estimate(best.losses);
  if (loss === null) return null;
  const losses = Object.fromEntries(trained.map(({ rule, losses: own }) => [rule, own.map(finite)]));
  return { rule: best.rule, trials: reference.effort.trials, loss, losses };
}
