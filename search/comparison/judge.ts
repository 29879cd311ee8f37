import { BAR_RULES } from "../../results/bar.js";
import type { ProgramOnTask, Reached, SpeedUp, Verdict } from "../../results/comparison-report.js";
import { InputError } from "../../src/errors.js";
import type { Sampled } from "../../src/bootstrap.js";
import { log2 } from "../../src/transcendental/index.js";
import { type Rival, barOf, rivalsOf } from "./bar.js";
import type { Contest, Entrant } from "./contest.js";
import { LEVEL, SPEED_UP_HORIZONS } from "./effort.js";
import { finite } from "./estimate.js";
import { type Advantage, advantageOver, resampledSpeedUp } from "./speed-up.js";

/** The most that a speed-up is seen as, in octaves. */
const MOST = -log2(Math.min(...SPEED_UP_HORIZONS));

/** What is not reached at the longest horizon is slower than this, in octaves. */
const LEAST = -log2(Math.max(...SPEED_UP_HORIZONS));

/** A program against the bar on a problem. */
export interface Match {
  readonly contest: Contest;
  readonly entrant: Entrant;
  /** The bar there, as `barOf` defines it. */
  readonly bar: Rival;
  /** `null` where the program failed on any seed at T. */
  readonly advantage: Advantage | null;
}

/**
 * The program of a contest against the bar. What the program itself computes is no rival of it.
 *
 * @throws {@link InputError} where every rule of the bar fails.
 */
export function matchOf(contest: Contest, entrant: Entrant): Match {
  const { horizon, name } = contest.problem;
  const bar = barIn(contest, entrant);
  if (bar === undefined) {
    throw new InputError(
      "no-bar",
      `Task "${name}" has no bar: AdamW, NAdamW, Lion, Nesterov SGD and Muon, tuned, all fail on it in ${horizon} ` +
        "steps. A task must be one that known rules can train; is its loss finite, and its data not constant?",
    );
  }
  const advantage = entrant.loss < Infinity ? advantageOver(horizon, bar.losses, entrant.horizons) : null;
  return { contest, entrant, bar, advantage };
}

/** The bar that a program of a contest meets; `undefined` where all of it fails. */
function barIn({ entrants, known }: Contest, { contender: { barRule } }: Entrant): Rival | undefined {
  const tuned = entrants.map(({ contender: { barRule: rule, subject: { name } }, losses, millisecondsPerStep }) =>
    ({ barRule: rule, name, losses, millisecondsPerStep }));
  const rivals = rivalsOf(tuned, known, BAR_RULES.filter((rule) => rule !== barRule));
  const [first, ...rest] = rivals.filter(({ losses }) => losses.every(Number.isFinite));
  return first === undefined ? undefined : barOf([first, ...rest]);
}

/** What a failed program is worth: it never reaches the bar. */
const NEVER: Reached = { octaves: LEAST, beyond: "slower" };
const NO_SPEED_UP: SpeedUp = { value: NEVER, low: NEVER, high: NEVER };

/**
 * What the report says of a match.
 *
 * @param match - Of a program.
 * @param adjusted - The p-value, corrected for all matches of the comparison.
 */
export function reportMatch(match: Match, adjusted: number): ProgramOnTask {
  const { entrant, bar, advantage } = match;
  const [own, other] = [entrant.millisecondsPerStep, bar.millisecondsPerStep];
  return {
    bar: bar.name,
    known: bar.known,
    difference: advantage === null
      ? null
      : { mean: advantage.difference.mean, low: advantage.difference.low, high: advantage.difference.high },
    p: pOf(advantage),
    adjustedP: adjusted,
    speedUp: advantage?.speedUp ?? NO_SPEED_UP,
    detectable: advantage?.detectable ?? null,
    stepTime: own === null || other === null || !(other > 0) ? null : own / other,
    horizons: entrant.horizons.map(({ horizon, losses }) => ({ horizon, losses: losses.map(finite) })),
    verdict: verdictOf(advantage, adjusted),
  };
}

/** The p-value of a match by itself: of a failed program 1, as nothing speaks for it. */
export function pOf(advantage: Advantage | null): number {
  return advantage?.difference.p ?? 1;
}

/** Better or worse where the test and the interval of the speed-up both say so. */
function verdictOf(advantage: Advantage | null, adjusted: number): Verdict {
  if (advantage === null) return "failed";
  if (adjusted > LEVEL) return "undecided";
  if (advantage.difference.mean < 0) return "worse";
  return advantage.speedUp.low.octaves > 0 ? "beats" : "undecided";
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
