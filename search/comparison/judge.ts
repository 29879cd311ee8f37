import type { KnownBar, ProgramOnTask, Reached, SpeedUp, Verdict } from "../../results/comparison-report.js";
import { InputError } from "../../src/errors.js";
import type { Sampled } from "../../src/bootstrap.js";
import { log2 } from "../../src/transcendental/index.js";
import type { Contest, Entrant } from "./contest.js";
import { LEVEL, SPEED_UP_HORIZONS } from "./effort.js";
import { type Advantage, advantageOver, resampledSpeedUp } from "./speed-up.js";

/** The most that a speed-up is seen as, in octaves. */
const MOST = -log2(Math.min(...SPEED_UP_HORIZONS));

/** What is not reached at the longest horizon is slower than this, in octaves. */
const LEAST = -log2(Math.max(...SPEED_UP_HORIZONS));

/** A program against the bar on a problem. */
export interface Match {
  readonly contest: Contest;
  readonly entrant: Entrant;
  /** The best of the bar there. */
  readonly bar: Entrant;
  /** `null` where the program failed on any seed at T. */
  readonly advantage: Advantage | null;
}

/**
 * The program of a contest against the bar: the rule of the bar with the lowest mean loss on the fresh seeds
 * themselves. That a choice among five rules looks better than it is favours the bar. What the program itself
 * computes is left out.
 *
 * @throws {@link InputError} where every rule of the bar fails.
 */
export function matchOf(contest: Contest, entrant: Entrant): Match {
  const { horizon, name } = contest.problem;
  const rivals = contest.entrants.filter(({ contender: { barRule, hash }, loss }) =>
    barRule !== null && hash !== entrant.contender.hash && loss < Infinity);
  const [first, ...rest] = rivals;
  if (first === undefined) {
    throw new InputError(
      "no-bar",
      `Task "${name}" has no bar: AdamW, NAdamW, Lion, Nesterov SGD and Muon, tuned, all fail on it in ${horizon} ` +
        "steps. A task must be one that known rules can train; is its loss finite, and its data not constant?",
    );
  }
  const bar = rest.reduce((best, rival) => (rival.loss < best.loss ? rival : best), first);
  const advantage = entrant.loss < Infinity ? advantageOver(horizon, bar.losses, entrant.horizons) : null;
  return { contest, entrant, bar, advantage };
}

/** What a failed program is worth: it never reaches the bar. */
const NEVER: Reached = { octaves: LEAST, beyond: "slower" };
const NO_SPEED_UP: SpeedUp = { value: NEVER, low: NEVER, high: NEVER };

/**
 * What the report says of a match.
 *
 * @param match - Of a program.
 * @param adjusted - The p-value, corrected for all matches of the comparison.
 * @param known - The bar under the settings that symopt brings: what does not surpass that does not beat the bar.
 * Default: none.
 */
export function reportMatch(match: Match, adjusted: number, known: KnownBar | null = null): ProgramOnTask {
  const { entrant, bar, advantage } = match;
  const [own, other] = [entrant.millisecondsPerStep, bar.millisecondsPerStep];
  return {
    bar: bar.contender.subject.name,
    difference: advantage === null
      ? null
      : { mean: advantage.difference.mean, low: advantage.difference.low, high: advantage.difference.high },
    p: pOf(advantage),
    adjustedP: adjusted,
    speedUp: advantage?.speedUp ?? NO_SPEED_UP,
    detectable: advantage?.detectable ?? null,
    stepTime: own === null || other === null || !(other > 0) ? null : own / other,
    horizons: entrant.horizons.map(({ horizon, losses }) => ({ horizon, losses: losses.map(finite) })),
    verdict: verdictOf(advantage, adjusted, known === null || entrant.loss < known.loss.mean),
  };
}

/** The p-value of a match by itself: of a failed program 1, as nothing speaks for it. */
export function pOf(advantage: Advantage | null): number {
  return advantage?.difference.p ?? 1;
}

/** A number that JSON knows. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function verdictOf(advantage: Advantage | null, adjusted: number, surpassesKnown: boolean): Verdict {
  if (advantage === null) return "failed";
  if (adjusted > LEVEL) return "undecided";
  if (advantage.difference.mean < 0) return "worse";
  if (!(advantage.speedUp.low.octaves > 0)) return "undecided";
  return surpassesKnown ? "beats" : "below-known";
}

/**
 * A match's speed-up as a quantity to resample. What is beyond the horizons is known within bounds: not reached
 * means at least {@link MOST} slower and at most {@link LEAST}, so that the mean of many is not drawn upwards by the
 * nearness of the one end.
 */
export function sampledSpeedUp({ contest: { problem }, entrant, bar, advantage }: Match): Sampled {
  return {
    count: bar.losses.length,
    estimate: (drawn) => {
      const { octaves, beyond } = advantage === null
        ? NEVER
        : resampledSpeedUp(problem.horizon, bar.losses, entrant.horizons, drawn);
      return { low: beyond === "slower" ? Math.min(-MOST, octaves) : octaves, high: octaves };
    },
  };
}
