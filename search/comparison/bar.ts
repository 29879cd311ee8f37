import type { BarRule } from "../../results/bar.js";
import type { KnownBar } from "../../results/comparison-report.js";
import { mean } from "../../src/statistics.js";

/** A rule of the bar under one of its settings, as it did on the fresh seeds of a contest. */
export interface Rival {
  readonly rule: BarRule;
  /** What the contest calls it. */
  readonly name: string;
  /** Whether the setting is one that was known for the problem, and not the one that the contest's trials found. */
  readonly known: boolean;
  /** One for each seed; infinite where the training failed. */
  readonly losses: readonly number[];
  /** Of a step; `null` where it made none. Not repeatable. */
  readonly millisecondsPerStep: number | null;
}

/** A rule under the setting that a contest's trials found. */
export interface TunedRule extends Pick<Rival, "name" | "millisecondsPerStep"> {
  /** The rule of the bar that it is or computes; `null` where it is none. */
  readonly barRule: string | null;
  /** One for each seed; infinite or `null` where the training failed. */
  readonly losses: readonly (number | null)[];
}

/**
 * What a program meets on a problem: rules of the bar, each under the setting that the contest's trials found and,
 * where one is known, under that.
 *
 * @param tuned - All rules of the contest.
 * @param rules - Those that are met: without what the program itself computes.
 */
export function rivalsOf(
  tuned: readonly TunedRule[], known: KnownBar | null, rules: readonly BarRule[],
): readonly Rival[] {
  return rules.flatMap((rule): readonly Rival[] => {
    const found = tuned.find(({ barRule }) => barRule === rule);
    if (found === undefined) return [];
    const { name, losses, millisecondsPerStep } = found;
    const brought = known?.losses[rule];
    return [
      { rule, name, known: false, losses: losses.map(orInfinity), millisecondsPerStep },
      ...(brought === undefined
        ? [] : [{ rule, name: rule, known: true, losses: brought.map(orInfinity), millisecondsPerStep }]),
    ];
  });
}

/** A loss that JSON could not hold. */
function orInfinity(loss: number | null): number {
  return loss ?? Infinity;
}

/**
 * The bar on a problem, whatever is compared, selected or discovered: the best of its rules, each under the better of
 * the setting that is known and the one that the contest's own trials found. The best is what has the lowest mean
 * loss on the fresh seeds themselves: that a choice among so many looks better than it is favours the bar.
 *
 * @param rivals - At least one: each rule under each of its settings, without what the program itself computes.
 */
export function barOf<R extends Pick<Rival, "losses">>(rivals: readonly [R, ...R[]]): R {
  return rivals.reduce((best, rival) => (mean(rival.losses) < mean(best.losses) ? rival : best));
}
