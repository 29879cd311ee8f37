import { check } from "../../dsl/check.js";
import type { Program } from "../../dsl/program.js";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { mean } from "../../src/statistics.js";
import { exp2 } from "../../src/transcendental/index.js";
import type { Reference } from "../reference/reference.js";
import { SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { type Subject, subjectOf, underSetting } from "../subject.js";
import { Trainings } from "../trainings.js";
import { type Setting, tune } from "../tuning.js";
import { lowestOf } from "./parabola.js";

/** A problem that parts are tried on, with the reference that makes octaves of its losses. */
export interface AblationProblem {
  readonly problem: ProblemReference;
  readonly reference: Reference;
  /** Whether the reference's loss has flattened at the problem's horizon. */
  readonly flat: boolean;
}

/** What a program is trained with on a problem. */
export interface Rate {
  /** What every update is multiplied by. */
  readonly scale: number;
  /** What lr · weights is multiplied by and added to it. */
  readonly decay: number;
}

/** A program with its rate on each problem, none where it fails however tuned. */
export interface Contender {
  readonly program: Program;
  readonly subject: Subject;
  readonly rates: readonly (Rate | undefined)[];
}

/** Half-octaves to either side of a scale that are tried at first, and that a parabola is laid through. */
const REACH = 2;

/** How often more scales are tried where the best is an outer one, or none works. */
const MOST_MOVES = 3;

/** The fewest scales that one tuning of the scale tries. */
export const LEAST_SCALES = 1 + 2 * REACH;

/** The most. */
export const MOST_SCALES = 2 + 2 * REACH + 2 * REACH * MOST_MOVES;

/** Scales nearer to each other than this are not both begun from. */
const NEAR = 1.1;

/** Options of {@link Trials}. */
export interface TrialsOptions {
  /** Takes everything back: what is awaited rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every training that has ended. */
  readonly onTraining?: (() => void) | undefined;
}

/** Trains programs on a few problems; the same training is never made twice. */
export class Trials {
  readonly problems: readonly AblationProblem[];
  readonly #trainings: Trainings;
  readonly #losses = new Map<string, Promise<number>>();
  #steps = 0;

  constructor(executor: Executor, problems: readonly AblationProblem[], options: TrialsOptions = {}) {
    const { signal, onTraining } = options;
    this.problems = problems;
    this.#trainings = new Trainings(executor, () => onTraining?.(), signal);
  }

  /** How many trainings were asked for. */
  get trainings(): number {
    return this.#losses.size;
  }

  /** Steps of all that were asked for, as if none ended early: the same whatever the order in which they end. */
  get steps(): number {
    return this.#steps;
  }

  /** Steps of one training on each problem. */
  get round(): number {
    return this.problems.reduce((sum, { problem }) => sum + problem.horizon, 0);
  }

  /** Takes back what has not ended. */
  stop(): void {
    this.#trainings.stop();
  }

  /**
   * Tunes scale and decay of a program on each problem, then its scale as those of its variants are.
   *
   * @param seeds - On how many seeds the scale is tuned in the end.
   */
  async tune(program: Program, trials: number, seeds: number): Promise<Contender> {
    const subject = subjectOf(program.name, check(program));
    const rates = await Promise.all(this.problems.map(async (_, k) => {
      const lossOf = async (setting: Setting): Promise<number> => {
        const { scale = 1, decay = 0 } = underSetting(subject, setting);
        return this.#meanLoss(subject, k, { scale, decay }, TUNING_SEEDS);
      };
      const tuned = await tune(lossOf, { trials, likelyScale: subject.likelyScale });
      const { scale = 1, decay = 0 } = underSetting(subject, tuned.best.setting);
      if (!(tuned.best.loss < Infinity)) return undefined;
      return this.#scaled(subject, k, { scale, decay }, seedsOf(SEEDS.settling, seeds));
    }));
    return { program, subject, rates };
  }

  /**
   * Tunes the scale of a variant a little: about that of the program that it is of, or about that which makes updates
   * of the same size on the probe, whichever is better. The decay stays.
   *
   * @param seeds - On how many seeds.
   */
  async retune(program: Program, from: Contender, seeds: number): Promise<Contender> {
    const subject = subjectOf(program.name, check(program));
    const match = from.subject.referenceSize / subject.referenceSize;
    const tuning = seedsOf(SEEDS.settling, seeds);
    const rates = await Promise.all(from.rates.map(async (rate, k) => {
      if (rate === undefined) return undefined;
      if (match < NEAR && match > 1 / NEAR) return this.#scaled(subject, k, rate, tuning);
      const matched = { ...rate, scale: rate.scale * match };
      const [own, other] = await Promise.all([
        this.#meanLoss(subject, k, matched, tuning), this.#meanLoss(subject, k, rate, tuning),
      ]);
      return this.#scaled(subject, k, other < own ? rate : matched, tuning);
    }));
    return { program, subject, rates };
  }

  /**
   * How slow a program trains, in octaves, one for each seed: the mean over problems of its loss over a slope.
   *
   * @param slopes - By how much the loss on each problem falls with an octave of training.
   */
  async slowness(
    contender: Contender, slopes: readonly number[], seeds: readonly number[],
  ): Promise<readonly number[]> {
    const { subject, rates } = contender;
    return Promise.all(seeds.map(async (seed) => {
      const losses = await Promise.all(rates.map((rate, k) => this.#loss(subject, k, rate, seed)));
      return mean(losses.map((loss, k) => loss / (slopes[k] as number)));
    }));
  }

  /** The mean loss of a program on a problem over those of some seeds on which it trains. */
  async meanLoss({ subject, rates }: Contender, problem: number, seeds: readonly number[]): Promise<number> {
    const losses = await Promise.all(seeds.map((seed) => this.#loss(subject, problem, rates[problem], seed)));
    return mean(losses.filter(Number.isFinite));
  }

  /** The best scale about that of a rate, by a parabola through the losses near the lowest. */
  async #scaled(subject: Subject, problem: number, from: Rate, seeds: readonly number[]): Promise<Rate | undefined> {
    const at = (place: number): Rate => ({ ...from, scale: from.scale * exp2(place / 2) });
    let [low, high] = [-REACH, REACH];
    for (let move = 0; ; move++) {
      const places = Array.from({ length: high - low + 1 }, (_, k) => low + k);
      const losses = await Promise.all(places.map((place) => this.#meanLoss(subject, problem, at(place), seeds)));
      const least = Math.min(...losses);
      const best = places[losses.indexOf(least)] as number;
      const more = move < MOST_MOVES;
      // What fails everywhere may work where updates are much smaller.
      if (least === Infinity && more) low -= 2 * REACH;
      else if (least === Infinity) return undefined;
      else if (best === low && more) low -= REACH;
      else if (best === high && more) high += REACH;
      else {
        const near = places.filter((place, k) => Math.abs(place - best) <= REACH && Number.isFinite(losses[k]));
        const lowest = lowestOf(near, near.map((place) => losses[place - low] as number)) ?? best;
        return at(Math.min(best + 1, Math.max(best - 1, lowest)));
      }
    }
  }

  async #meanLoss(subject: Subject, problem: number, rate: Rate, seeds: readonly number[]): Promise<number> {
    return mean(await Promise.all(seeds.map((seed) => this.#loss(subject, problem, rate, seed))));
  }

  /** Infinite where the training fails, or there is nothing to train it with. */
  async #loss({ text }: Subject, problem: number, rate: Rate | undefined, seed: number): Promise<number> {
    if (rate === undefined) return Infinity;
    const { scale, decay } = rate;
    const key = JSON.stringify([problem, seed, scale, decay, text]);
    let loss = this.#losses.get(key);
    if (loss === undefined) this.#losses.set(key, (loss = this.#train(text, problem, rate, seed)));
    return loss;
  }

  async #train(program: string, k: number, { scale, decay }: Rate, seed: number): Promise<number> {
    const { problem: task } = this.problems[k] as AblationProblem;
    this.#steps += task.horizon;
    const outcome = await this.#trainings.train({ program, task, seed, scale, decay });
    return outcome.kind === "trained" ? outcome.loss : Infinity;
  }
}
