import type { ProfileStudy } from "../../../results/comparison-report.js";
import { exp2 } from "../../../src/transcendental/index.js";
import type { Contest, Entrant } from "../contest.js";
import { finite } from "../estimate.js";
import { advantageOver } from "../speed-up.js";

/** How many times the shortest time counts as near it, at most; and how many steps it is drawn in. */
const MOST_TAU = 4;
const STEPS = 60;

/** The factors at which profiles are given. */
const TAUS = Array.from({ length: STEPS + 1 }, (_, k) => 1 + (k * (MOST_TAU - 1)) / STEPS);

/**
 * Performance profiles as AlgoPerf draws them (Dolan and Moré 2002; Dahl et al. 2023): of each rule, the part of the
 * tasks on which it reaches the target within τ times as long as the fastest rule does. The target is the lowest loss
 * at T of a rule of the bar, all tuned alike; what does not reach it by 1¼ T never does. Time is counted in steps, and
 * in wall-clock seconds of this machine beside. A profile's score is its mean over τ.
 *
 * @param contests - One for each task, with all rules at all horizons.
 */
export function profileOf(contests: readonly Contest[]): ProfileStudy {
  const names = contests[0]?.entrants.map(({ contender }) => contender.subject.name) ?? [];
  const steps = contests.map(timesToTarget);
  const seconds = contests.map(({ entrants }, task) =>
    entrants.map(({ millisecondsPerStep }, k) =>
      millisecondsPerStep === null ? Infinity : ((steps[task]?.[k] ?? Infinity) * millisecondsPerStep) / 1000));
  return {
    kind: "profile",
    taus: TAUS,
    rules: names.map((name, k) => ({
      name,
      stepsToTarget: steps.map((times) => finite(times[k] as number)),
      steps: profile(steps, k),
      secondsToTarget: seconds.map((times) => finite(times[k] as number)),
      seconds: profile(seconds, k),
    })),
  };
}

/** Of each rule, the steps that it takes to the target; infinite where it does not come there. */
function timesToTarget({ problem: { horizon }, entrants }: Contest): readonly number[] {
  const bar = entrants
    .filter(({ contender }) => contender.barRule !== null)
    .reduce<Entrant | undefined>((best, rule) => (rule.loss < (best?.loss ?? Infinity) ? rule : best), undefined);
  return entrants.map(({ loss, horizons }) => {
    if (bar === undefined || !(loss < Infinity)) return Infinity;
    const { octaves, beyond } = advantageOver(horizon, bar.losses, horizons).speedUp.value;
    return beyond === "slower" ? Infinity : horizon * exp2(-octaves);
  });
}

/** The part of the tasks within each τ, and the mean over τ. */
function profile(times: readonly (readonly number[])[], k: number): ProfileStudy["rules"][number]["steps"] {
  const ratios = times.map((rules) => (rules[k] as number) / Math.min(...rules));
  const fractions = TAUS.map((tau) => ratios.filter((ratio) => ratio <= tau).length / ratios.length);
  const area = fractions.slice(1).reduce((sum, fraction, i) => sum + (fraction + (fractions[i] as number)) / 2, 0);
  return { fractions, score: area / STEPS };
}
