import type { Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { KnownBar } from "../../results/comparison-report.js";
import { InputError } from "../../src/errors.js";
import { mean } from "../../src/statistics.js";
import { causeOf } from "../cause.js";
import type { Reference } from "../reference/reference.js";
import { CHECK_SEEDS } from "../seeds.js";
import { millisecondsPerStep } from "../step-time.js";
import { underSetting } from "../subject.js";
import { tuneSubject, tuningTrainings } from "../tune-subject.js";
import type { Setting, Tuned } from "../tuning.js";
import type { Contender } from "./contender.js";
import { SPEED_UP_HORIZONS } from "./effort.js";
import { knownBarSteps, trainKnownBar } from "./known.js";
import type { HorizonLosses } from "./speed-up.js";
import { type Train, lossOf } from "./training.js";

/** How hard each rule of a contest is tried. */
export interface ContestEffort {
  /** Settings that are tried for each rule, on the tuning seeds. */
  readonly trials: number;
  /** The fresh seeds that tuned rules are trained on. */
  readonly seeds: readonly number[];
  /** The data that the fresh trainings are judged on; tuning sees validation data. */
  readonly split: NonNullable<TrainingRequest["split"]>;
  /** Whether the rules of the bar are trained at all horizons too. @default false */
  readonly barHorizons?: boolean;
  /**
   * What is known of the problem: the bar is tried under these settings too, which took more trials.
   * @default nothing: the bar is tuned as the others are, and no more
   */
  readonly reference?: Reference | undefined;
}

/** What a rule came to on a problem. */
export interface Entrant {
  readonly contender: Contender;
  readonly tuned: Tuned;
  /** Its losses at ascending horizons; of a rule of the bar, at T alone unless asked for. */
  readonly horizons: readonly HorizonLosses[];
  /** Its losses at T, one for each seed; infinite where it failed. */
  readonly losses: readonly number[];
  /** Mean of these; infinite where it failed on any. */
  readonly loss: number;
  /** Why the first training that failed at T did; `null` where none did. */
  readonly failure: string | null;
  /** Of the training that took the least; `null` where none made a step. Not repeatable. */
  readonly millisecondsPerStep: number | null;
}

/** Rules that were tuned alike on a problem, and trained on the same fresh seeds. */
export interface Contest {
  readonly problem: ProblemReference;
  /** In the order of the contenders. */
  readonly entrants: readonly Entrant[];
  /** The rules of the bar under the settings that are known of the problem; `null` where none are, or do not count. */
  readonly known: KnownBar | null;
}

/**
 * Tunes every contender on a problem with as many trials, then trains it on the fresh seeds: the programs at all
 * horizons, with the setting that was found at T. Beside them it trains the bar under the settings that are known.
 *
 * @param settingOf - Where a contender's tuning begins. Default: nowhere, the rule as it is is tried first.
 * @throws {@link InputError} where the horizon leaves nothing to compare.
 */
export async function holdContest(
  train: Train, problem: ProblemReference, contenders: readonly Contender[], effort: ContestEffort,
  settingOf: (contender: Contender) => Setting | undefined = () => undefined,
): Promise<Contest> {
  const [entrants, known] = await Promise.all([
    Promise.all(contenders.map((contender) => enter(train, problem, contender, effort, settingOf(contender)))),
    effort.reference === undefined ? null : trainKnownBar(train, problem, effort.reference, effort),
  ]);
  return { problem, entrants, known };
}

/** The steps of a contest's trainings, all in all, unless some setting blows up as it is checked. */
export function contestSteps(
  problem: ProblemReference, contenders: readonly Pick<Contender, "isProgram">[], effort: ContestEffort,
): number {
  const known = effort.reference === undefined ? 0 : knownBarSteps(problem, effort.seeds.length);
  return contenders.reduce((sum, contender) => sum + entrantSteps(problem, contender, effort), known);
}

/** The steps of the trainings of one that takes part. */
export function entrantSteps(
  problem: ProblemReference, contender: Pick<Contender, "isProgram">, effort: ContestEffort,
): number {
  const { trials, seeds } = effort;
  const scored = horizonsOf(problem, contender, effort).reduce((steps, horizon) => steps + horizon, 0);
  return tuningTrainings(trials) * problem.horizon + seeds.length * scored;
}

/** The horizons that a contender is trained at: a very short one has fewer, since they are whole steps. */
function horizonsOf(
  { name, horizon }: ProblemReference, { isProgram }: Pick<Contender, "isProgram">, { barHorizons = false }: ContestEffort,
): readonly number[] {
  const multiples: readonly number[] = isProgram || barHorizons ? SPEED_UP_HORIZONS : [1];
  const horizons = [...new Set(multiples.map((multiple) => Math.max(1, Math.round(multiple * horizon))))];
  if (horizons.length > 1 || multiples.length === 1) return horizons;
  throw new InputError(
    "no-comparison",
    `Task "${name}" cannot be compared on at a horizon of ${horizon}: a speed-up compares horizons, and there is no ` +
      "shorter one. Train it for more steps.",
  );
}

async function enter(
  train: Train, problem: ProblemReference, contender: Contender, effort: ContestEffort, from: Setting | undefined,
): Promise<Entrant> {
  const { subject } = contender;
  const { trials, seeds, split } = effort;
  const horizons = horizonsOf(problem, contender, effort);
  const outcomes: Outcome[] = [];
  const trainOn = async (
    task: ProblemReference, setting: Setting, seed: number, judged: ContestEffort["split"],
  ): Promise<Outcome> => {
    const outcome = await train({ task, seed, split: judged, ...underSetting(subject, setting) });
    outcomes.push(outcome);
    return outcome;
  };
  const tuned = await tuneSubject(
    (setting, seed) => trainOn(problem, setting, seed, "validation"), subject,
    { trials, checks: CHECK_SEEDS, from },
  );
  const trained = await Promise.all(horizons.map(async (horizon) => {
    const scored = seeds.map((seed) => trainOn({ ...problem, horizon }, tuned.best.setting, seed, split));
    return { horizon, outcomes: await Promise.all(scored) };
  }));
  const at = trained.find(({ horizon }) => horizon === problem.horizon)?.outcomes ?? [];
  const losses = at.map(lossOf);
  const failed = at.find(({ kind }) => kind !== "trained");
  return {
    contender, tuned, losses,
    horizons: trained.map((point) => ({ horizon: point.horizon, losses: point.outcomes.map(lossOf) })),
    loss: mean(losses),
    failure: failed === undefined ? null : causeOf(failed),
    millisecondsPerStep: millisecondsPerStep(outcomes),
  };
}
