import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { type Beyond, beyondAny } from "../../results/gain.js";
import { MOST_SCORE } from "../../results/score.js";
import type { HoldoutUse } from "../../results/selection-report.js";
import { mean } from "../../src/statistics.js";
import { HALF_95 } from "../evolution/estimate.js";
import { type ScoredProblem, meanDeviation } from "../evolution/problem.js";
import { SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { type Subject, subjectOf, underSetting } from "../subject.js";
import { tuneSubject } from "../tune-subject.js";
import type { Setting } from "../tuning.js";
import { plain } from "./problems.js";
import { Thresholdout, type ThresholdoutOptions } from "./thresholdout.js";

/** Seeds between the first ones of two stages. */
const STAGE_SEEDS = 1000;

/** The program as it is. */
const AS_IT_IS: Setting = { scale: 1, decay: 0, hyperparameters: {} };

/** How a stage tries those that are in it. */
export interface StageEffort {
  /** Which stage, from 0: each has seeds of its own. */
  readonly stage: number;
  /** Settings that are tried for each program on each problem; 1 is the program as it is. */
  readonly trials: number;
  /** Fresh seeds that each is then trained on. */
  readonly seeds: number;
}

/** What a program came to in a stage. */
export interface StageScore {
  /** Mean score over problems and seeds, in octaves; a training that failed has the lowest that there is. */
  readonly score: number;
  /** Half the width of the 95 % interval, by what the references' seeds vary by. */
  readonly error: number;
  /** How many of its trainings failed: with any, its score is the lowest that there is. */
  readonly failed: number;
  /** The mean over seeds for each problem. */
  readonly byProblem: readonly number[];
  /** For each problem, where a seed's score lies where scores end. */
  readonly beyond: readonly Beyond[];
}

/** A program that a stage scores. */
export interface StageProgram {
  /** Its place in the log. */
  readonly index: number;
  readonly text: string;
}

/** Scores on one problem, seed by seed, and on its holdout where it has one. */
interface ProblemScores {
  /** Of seeds on which it failed, the lowest score that there is. */
  readonly seen: readonly number[];
  readonly failed: number;
  readonly held: readonly number[] | null;
}

/**
 * Scores programs on problems, on seeds that nothing was chosen by before; after tuning them a little, since what is
 * the best scale at one size need not be at another. On data from files it asks a reusable holdout.
 */
export class StageScorer {
  readonly #executor: Executor;
  readonly #problems: readonly ScoredProblem[];
  readonly #effort: StageEffort;
  readonly #signal: AbortSignal | undefined;
  readonly #holdout: Thresholdout | undefined;
  readonly #holdoutOptions: ThresholdoutOptions;

  /**
   * @param holdout - Of the problems with data from files.
   * @throws {@link InputError} where there are such, and the holdout's noise is too large.
   */
  constructor(
    executor: Executor, problems: readonly ScoredProblem[], effort: StageEffort, holdout: ThresholdoutOptions,
    signal?: AbortSignal,
  ) {
    this.#executor = executor;
    this.#problems = problems;
    this.#effort = effort;
    this.#signal = signal;
    this.#holdoutOptions = holdout;
    this.#holdout = problems.some(({ problem }) => problem.data !== undefined) ? new Thresholdout(holdout) : undefined;
  }

  /** How the holdout was used so far; `null` where no problem has data from files. */
  get holdout(): HoldoutUse | null {
    if (this.#holdout === undefined) return null;
    const { threshold, noise, queries, gain } = this.#holdoutOptions;
    const { left, earlier } = this.#holdout;
    return { threshold, noise, queries, gain, earlier, left };
  }

  /**
   * The scores of programs, by their places in the log.
   *
   * @param onProgress - Told how many programs are done, of how many.
   * @throws {@link InputError} where the holdout has no answer left; before anything is trained, if it had none then.
   */
  async scoreAll(
    programs: readonly StageProgram[], onProgress?: (done: number, total: number) => void,
  ): Promise<ReadonlyMap<number, StageScore>> {
    if (programs.length > 0) this.#holdout?.requireLeft();
    let done = 0;
    const all = await Promise.all(programs.map(async ({ index, text }) => {
      const subject = subjectOf("candidate", check(parse(text)));
      const scores = await Promise.all(this.#problems.map((problem) => this.#scoreOn(problem, subject, index)));
      onProgress?.(++done, programs.length);
      return scores;
    }));
    // The holdout is asked in the order of the programs, whatever was trained first.
    return new Map(programs.map(({ index }, k) => [index, this.#summary(all[k] as readonly ProblemScores[])]));
  }

  async #scoreOn({ problem, scorer }: ScoredProblem, subject: Subject, index: number): Promise<ProblemScores> {
    const { stage, trials, seeds } = this.#effort;
    const task = plain(problem);
    const train = (setting: Setting, seed: number, split?: TrainingRequest["split"]): Promise<Outcome> =>
      this.#executor.submit(
        { index, task, seed, ...(split === undefined ? {} : { split }), ...underSetting(subject, setting) },
        this.#signal === undefined ? {} : { signal: this.#signal },
      );
    const setting = trials === 1
      ? AS_IT_IS
      : (await tuneSubject(train, subject, { trials, seeds: TUNING_SEEDS.slice(0, 1), from: AS_IT_IS })).best.setting;
    const fresh = seedsOf(SEEDS.selection, seeds, STAGE_SEEDS * stage);
    const trainAll = (split?: TrainingRequest["split"]): Promise<readonly Outcome[]> =>
      Promise.all(fresh.map((seed) => train(setting, seed, split)));
    const scoresOf = (outcomes: readonly Outcome[]): readonly number[] =>
      outcomes.map((outcome) => (outcome.kind === "trained" ? scorer.score(outcome.loss) : -MOST_SCORE));
    const [seen, held] = await Promise.all([trainAll(), problem.data === undefined ? null : trainAll("selection")]);
    return {
      seen: scoresOf(seen),
      failed: [...seen, ...held ?? []].filter(({ kind }) => kind !== "trained").length,
      held: held === null ? null : scoresOf(held),
    };
  }

  #summary(scores: readonly ProblemScores[]): StageScore {
    const failed = scores.reduce((sum, problem) => sum + problem.failed, 0);
    if (failed > 0) {
      const [byProblem, beyond] = [scores.map(() => -MOST_SCORE), scores.map(() => null)];
      return { score: -MOST_SCORE, error: 0, failed, byProblem, beyond };
    }
    const byProblem = scores.map(({ seen, held }) =>
      held === null || this.#holdout === undefined ? mean(seen) : this.#holdout.answer(mean(seen), mean(held)));
    const error = (HALF_95 * meanDeviation(this.#problems, byProblem)) / Math.sqrt(this.#effort.seeds);
    const beyond = scores.map(({ seen, held }, k) => this.#beyond(k, [...seen, ...held ?? []]));
    return { score: mean(byProblem), error, failed, byProblem, beyond };
  }

  /** On which side of a mean of scores on a problem the true one lies. */
  #beyond(k: number, scores: readonly number[]): Beyond {
    const { score } = (this.#problems[k] as ScoredProblem).scorer;
    const [lowest, highest] = [score(Infinity), score(-Infinity)];
    return beyondAny(scores.map((each) => (each === lowest ? "slower" : each === highest ? "faster" : null)));
  }
}
