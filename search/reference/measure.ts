import type { Executor, Outcome } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import { ContractError, InputError } from "../../src/errors.js";
import { mean, standardDeviation } from "../../src/statistics.js";
import { causeOf } from "../cause.js";
import { SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { librarySubject, underSetting } from "../subject.js";
import { Trainings } from "../trainings.js";
import { tuneSubject } from "../tune-subject.js";
import { type Setting, byLoss } from "../tuning.js";
import { EFFORTS } from "./effort.js";
import { fingerprintOf } from "./fingerprint.js";
import { type Effort, type Reference, type TunedLoss, REFERENCE_RULE } from "./reference.js";

/**
 * The number of the procedure by which references are measured: raised with every change to {@link measureReference}
 * that gives other numbers, so that what was kept before is measured anew. 2: a rule is scored under the best setting
 * that trains on every scored seed.
 */
export const PROCEDURE = 2;

/** Options of {@link measureReference}. */
export interface ReferenceOptions {
  /** @default what the size of the problem allows, {@link EFFORTS} */
  readonly effort?: Effort;
  /** The reference of the same task at a smaller size: its settings are where tuning begins. @default none */
  readonly from?: Reference | undefined;
  /** What was measured of the same problem before: of this, what no other effort would change is not measured again. */
  readonly known?: Reference | undefined;
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every training: how many steps have been made, of how many. */
  readonly onProgress?: (steps: number, total: number) => void;
}

/**
 * Measures the reference of a problem: the reference rule tuned at every horizon, and the rules of the bar tuned
 * at the problem's own, each then trained on fresh seeds. Where the reference rule comes out worse at a horizon than
 * at a shorter one it is tuned there once more, from the setting of the shorter. Repeatable to the bit, whatever the
 * number of lanes.
 *
 * @throws {@link InputError} where the problem cannot be trained, its horizon is too short to compare with others,
 * or a tuned rule fails on it.
 */
export async function measureReference(
  executor: Executor, problem: ProblemReference, options: ReferenceOptions = {},
): Promise<Reference> {
  const { effort = EFFORTS[problem.size], from, signal, onProgress } = options;
  const { horizons, each } = referencePlan(problem, effort);
  const others = BAR_RULES.filter((rule) => rule !== REFERENCE_RULE);
  const fingerprint = await fingerprintOf(problem);
  const known = isSameButHorizons(options.known, fingerprint, effort) ? options.known : undefined;
  const knownAt = (horizon: number): TunedLoss | undefined => known?.curve.find((point) => point.horizon === horizon);
  const missing = horizons.filter((horizon) => knownAt(horizon) === undefined);
  const rest = known === undefined ? others.length * problem.horizon : 0;
  const total = each * (missing.reduce((sum, horizon) => sum + horizon, 0) + rest);
  let done = 0;
  const trainings = new Trainings(executor, ({ task }) => {
    // Where a setting fails on a scored seed there are more than were planned.
    onProgress?.(done = Math.min(total, done + task.horizon), total);
  }, signal);
  try {
    const measure = (rule: BarRule, horizon: number, start = from?.bar[rule].setting): Promise<TunedLoss> =>
      measureRule(trainings, rule, { ...problem, horizon }, effort, start);
    const [found, bars] = await Promise.all([
      Promise.all(horizons.map(async (horizon) => knownAt(horizon) ?? measure(REFERENCE_RULE, horizon))),
      Promise.all(others.map(async (rule) =>
        [rule, known?.bar[rule] ?? await measure(rule, problem.horizon)] as const)),
    ]);
    const curve = await falling(found, ({ horizon }, { setting }) => measure(REFERENCE_RULE, horizon, setting));
    const own = curve.find(({ horizon }) => horizon === problem.horizon) as TunedLoss;
    const bar = Object.fromEntries([[REFERENCE_RULE, own] as const, ...bars]) as Record<BarRule, TunedLoss>;
    const { name, size, horizon, batch } = problem;
    return { task: name, size, horizon, batch, fingerprint, effort, curve, bar };
  } finally {
    trainings.stop();
  }
}

/** What the measurement of a reference is made of. */
export interface ReferencePlan {
  /** The horizons of the reference rule, ascending; the other rules of the bar are measured at the problem's own. */
  readonly horizons: readonly number[];
  /** Trainings of each rule at each of its horizons, unless a tuned one fails on a scored seed or the curve rises. */
  readonly each: number;
}

/**
 * What {@link measureReference} will train.
 *
 * @param effort - Default: what the size of the problem allows.
 * @throws {@link InputError} where the problem's horizon is too short to compare with others.
 */
export function referencePlan(problem: ProblemReference, effort: Effort = EFFORTS[problem.size]): ReferencePlan {
  return { horizons: horizonsOf(problem, effort), each: effort.trials * effort.tuningSeeds + effort.seeds };
}

/** Whether a reference is of the problem as it is now, and each of its numbers took the same trials and seeds. */
function isSameButHorizons(known: Reference | undefined, fingerprint: string, effort: Effort): boolean {
  if (known?.fingerprint !== fingerprint) return false;
  const { trials, tuningSeeds, seeds } = known.effort;
  return trials === effort.trials && tuningSeeds === effort.tuningSeeds && seeds === effort.seeds;
}

/** The horizons that the reference is measured at: a very short one has fewer, since they are whole steps. */
function horizonsOf({ name, horizon }: ProblemReference, { horizons: multiples }: Effort): readonly number[] {
  if (!multiples.includes(1)) throw new ContractError("A reference is measured at the problem's own horizon too.");
  const horizons = [...new Set(multiples.map((multiple) => Math.max(1, Math.round(multiple * horizon))))];
  if (horizons.length > 1) return horizons;
  throw new InputError(
    "no-reference",
    `Task "${name}" has no reference at a horizon of ${horizon}: scores compare horizons, and there is no shorter ` +
      "one. Train it for more steps.",
  );
}

/**
 * A curve that falls, if another try makes it fall; one that falls already is left as it is. Few trials on few seeds
 * may end with a setting that nearly blows up, and then does on a seed that is scored.
 *
 * @param again - Measures a point anew, from what is known of the one before it.
 */
async function falling(
  curve: readonly TunedLoss[], again: (point: TunedLoss, before: TunedLoss) => Promise<TunedLoss>,
): Promise<readonly TunedLoss[]> {
  const better: TunedLoss[] = [];
  for (const point of curve) {
    const before = better.at(-1);
    const other = before !== undefined && point.loss > before.loss ? await again(point, before) : point;
    better.push(other.loss < point.loss ? other : point);
  }
  return better;
}

/**
 * Tunes a rule on a problem, then trains it on the seeds that are scored: under the best setting that trains on all of
 * them. One that blows up on every other seed is not what anybody would use, however low its loss on the others.
 */
async function measureRule(
  trainings: Trainings, rule: string, task: ProblemReference, effort: Effort, from: Setting | undefined,
): Promise<TunedLoss> {
  const { trials, tuningSeeds, seeds } = effort;
  const subject = librarySubject(rule);
  const trainOn = (setting: Setting, seed: number): Promise<Outcome> =>
    trainings.train({ task, seed, ...underSetting(subject, setting) });
  const tuned = await tuneSubject(trainOn, subject, { trials, seeds: TUNING_SEEDS.slice(0, tuningSeeds), from });
  const scored = seedsOf(SEEDS.scoring, seeds);
  const trained = byLoss(tuned.trials);
  let failure: Outcome | undefined;
  // Where nothing trained the best tells why.
  for (const { setting } of trained.length > 0 ? trained : [tuned.best]) {
    const outcomes = await Promise.all(scored.map((seed) => trainOn(setting, seed)));
    const losses = outcomes.flatMap((outcome) => (outcome.kind === "trained" ? [outcome.loss] : []));
    if (losses.length === seeds) {
      const deviation = seeds > 1 ? standardDeviation(losses) : 0;
      return { horizon: task.horizon, setting, loss: mean(losses), deviation, edges: tuned.edges };
    }
    failure ??= outcomes.find(({ kind }) => kind !== "trained");
  }
  throw untrainable(failure, rule, task);
}

function untrainable(outcome: Outcome | undefined, rule: string, { name, horizon }: ProblemReference): InputError {
  const why = outcome === undefined ? "" : ` (${causeOf(outcome)})`;
  return new InputError(
    "no-reference",
    `Task "${name}" has no reference: the rule ${rule}, however it is tuned, fails on it in ${horizon} steps${why}. A ` +
      "task must be one that known rules can train; is its loss finite, and its data not constant?",
  );
}
