import type { Outcome } from "../proxies/executor/executor.js";
import { mean } from "../src/statistics.js";
import { CHECK_SEEDS, TUNING_SEEDS } from "./seeds.js";
import type { Subject } from "./subject.js";
import { type Setting, type Tuned, tune } from "./tuning.js";

/** Trainings that tuning takes with the usual seeds and the check of one setting; none where nothing is tried. */
export function tuningTrainings(trials: number): number {
  return trials === 0 ? 0 : trials * TUNING_SEEDS.length + CHECK_SEEDS.length;
}

/** Options of {@link tuneSubject}. */
export interface SubjectTuningOptions {
  /** How many settings are tried. */
  readonly trials: number;
  /** Every setting is trained on each. @default TUNING_SEEDS */
  readonly seeds?: readonly number[];
  /** The setting that is chosen trains on these as well, or the next best is. @default none */
  readonly checks?: readonly number[];
  /** A setting that was good on a similar problem. @default none */
  readonly from?: Setting | undefined;
}

/**
 * Tunes a subject's scale, decay and hyperparameters as {@link tune} does: a setting's loss is the mean over
 * the tuning seeds, infinite where a training failed on any of them. What is best so must train on the seeds of the
 * check, which cost it one training each, and more where it does not.
 *
 * @param train - Trains the subject under a setting on a seed; called for all trainings of a round, or of a check, at
 * once.
 */
export function tuneSubject(
  train: (setting: Setting, seed: number) => Promise<Outcome>, subject: Subject, options: SubjectTuningOptions,
): Promise<Tuned> {
  const { trials, seeds = TUNING_SEEDS, checks = [], from } = options;
  const trainOn = (setting: Setting, on: readonly number[]): Promise<readonly Outcome[]> =>
    Promise.all(on.map((seed) => train(setting, seed)));
  const lossOf = async (setting: Setting): Promise<number> =>
    mean((await trainOn(setting, seeds)).map((outcome) => (outcome.kind === "trained" ? outcome.loss : Infinity)));
  const withstands = async (setting: Setting): Promise<boolean> =>
    (await trainOn(setting, checks)).every(({ kind }) => kind === "trained");
  const { hyperparameters, likelyScale } = subject;
  return tune(lossOf, { trials, hyperparameters, likelyScale, from, withstands });
}
