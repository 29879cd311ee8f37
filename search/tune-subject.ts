import type { Outcome } from "../proxies/executor.js";
import { mean } from "../src/statistics.js";
import type { Subject } from "./subject.js";
import { type Setting, type Tuned, tune } from "./tuning.js";

/** Most seeds that are scored, so that none of them is one that tuning uses. */
export const MOST_SEEDS = 1000;

/**
 * Seeds that tuning sees, and no score does: more than one, or what just does not blow up on it would be
 * taken for good.
 */
export const TUNING_SEEDS: readonly number[] = [MOST_SEEDS + 1, MOST_SEEDS + 2];

/** Options of {@link tuneSubject}. */
export interface SubjectTuningOptions {
  /** How many settings are tried. */
  readonly trials: number;
  /** Every setting is trained on each. @default TUNING_SEEDS */
  readonly seeds?: readonly number[];
  /** A setting that was good on a similar problem. @default none */
  readonly from?: Setting | undefined;
}

/**
 * Tunes a subject's scale, decay and hyperparameters as {@link tune} does: a setting's loss is the mean over
 * the tuning seeds, infinite where a training failed on any of them.
 *
 * @param train - Trains the subject under a setting on a seed; called for all trainings of a round at once.
 */
export function tuneSubject(
  train: (setting: Setting, seed: number) => Promise<Outcome>, subject: Subject, options: SubjectTuningOptions,
): Promise<Tuned> {
  const { trials, seeds = TUNING_SEEDS, from } = options;
  const lossOf = async (setting: Setting): Promise<number> => {
    const outcomes = await Promise.all(seeds.map((seed) => train(setting, seed)));
    return mean(outcomes.map((outcome) => (outcome.kind === "trained" ? outcome.loss : Infinity)));
  };
  const { hyperparameters, likelyScale } = subject;
  return tune(lossOf, { trials, hyperparameters, likelyScale, from });
}
