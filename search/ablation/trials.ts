import { setMaxListeners } from "node:events";
import { check } from "../../dsl/check.js";
import type { Program } from "../../dsl/program.js";
import type { Executor } from "../../proxies/executor.js";
import type { ProblemReference } from "../../proxies/problem.js";
import { mean } from "../../src/statistics.js";
import type { Reference } from "../reference/reference.js";
import { type Subject, subjectOf, underSetting } from "../subject.js";
import { MOST_SEEDS, TUNING_SEEDS } from "../tune-subject.js";
import { type Setting, tune } from "../tuning.js";

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

/** Seeds of the last tuning, of the whole program and of all that is tried alike. */
const RETUNING_SEEDS: readonly number[] = [1, 2, 3, 4].map((k) => MOST_SEEDS + TUNING_SEEDS.length + k);

/** Half an octave less, the same, half an octave more. */
const FACTORS = [Math.SQRT1_2, 1, Math.SQRT2] as const;

/** How often the scale may move on by half an octave. */
const MOST_MOVES = 3;

/** Scales nearer to each other than this are not both tried. */
const NEAR = 1.1;

/** Options of {@link Trials}. */
export interface TrialsOptions {
  /** Takes everything back: what is awaited rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told after every training how many there have been. */
  readonly onTraining?: (trainings: number) => void;
}

/** Trains programs on a few problems; the same training is never made twice. */
export class Trials {
  readonly #executor: Executor;
  readonly #problems: readonly AblationProblem[];
  readonly #signal: AbortSignal | undefined;
  readonly #onTraining: ((trainings: number) => void) | undefined;
  readonly #losses = new Map<string, Promise<number>>();
  #trainings = 0;

  constructor(executor: Executor, problems: readonly AblationProblem[], options: TrialsOptions = {}) {
    this.#executor = executor;
    this.#problems = problems;
    this.#signal = options.signal;
    this.#onTraining = options.onTraining;
    // Every training that waits listens.
    if (this.#signal !== undefined) setMaxListeners(0, this.#signal);
  }

  /** How many trainings have ended. */
  get trainings(): number {
    return this.#trainings;
  }

  /** Tunes scale and decay of a program on each problem, then its scale as those of its variants are. */
  async tune(program: Program, trials: number): Promise<Contender> {
    const subject = subjectOf(program.name, check(program));
    const rates = await Promise.all(this.#problems.map(async (_, k) => {
      const lossOf = async (setting: Setting): Promise<number> => {
        const { scale = 1, decay = 0 } = underSetting(subject, setting);
        return this.#meanLoss(subject, k, { scale, decay }, TUNING_SEEDS);
      };
      const tuned = await tune(lossOf, { trials, likelyScale: subject.likelyScale });
      const { scale = 1, decay = 0 } = underSetting(subject, tuned.best.setting);
      return tuned.best.loss < Infinity ? this.#retuned(subject, k, [{ scale, decay }]) : undefined;
    }));
    return { program, subject, rates };
  }

  /**
   * Tunes the scale of a variant a little, from that of the program that it is of, as it is and where both make
   * updates of one size on the probe; the decay stays.
   */
  async retune(program: Program, from: Contender): Promise<Contender> {
    const subject = subjectOf(program.name, check(program));
    const match = from.subject.referenceSize / subject.referenceSize;
    const rates = await Promise.all(from.rates.map(async (rate, k) => {
      if (rate === undefined) return undefined;
      const matched = { ...rate, scale: rate.scale * match };
      return this.#retuned(subject, k, match < NEAR && match > 1 / NEAR ? [rate] : [rate, matched]);
    }));
    return { program, subject, rates };
  }

  /** Losses on a problem with seeds 1 to the count; infinite where a training fails. */
  losses({ subject, rates }: Contender, problem: number, count: number): Promise<readonly number[]> {
    const rate = rates[problem];
    const seeds = Array.from({ length: count }, (_, k) => k + 1);
    return Promise.all(seeds.map(async (seed) =>
      rate === undefined ? Infinity : this.#loss(subject, problem, rate, seed)));
  }

  /** The best of scales about some rates: as long as the best is an outer one, those about it as well. */
  async #retuned(subject: Subject, problem: number, from: readonly Rate[]): Promise<Rate | undefined> {
    let best: { readonly rate: Rate; readonly loss: number } | undefined;
    let starts = from;
    for (let move = 0; move < MOST_MOVES; move++) {
      const rates = starts.flatMap((rate) => FACTORS.map((factor) => ({ ...rate, scale: rate.scale * factor })));
      const tried = await Promise.all(rates.map(async (rate) => {
        return { rate, loss: await this.#meanLoss(subject, problem, rate, RETUNING_SEEDS) };
      }));
      const found = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
      if (found.loss === Infinity || (best !== undefined && found.loss >= best.loss)) break;
      best = found;
      if (starts.some(({ scale }) => scale === found.rate.scale)) break;
      starts = [found.rate];
    }
    return best?.rate;
  }

  async #meanLoss(subject: Subject, problem: number, rate: Rate, seeds: readonly number[]): Promise<number> {
    return mean(await Promise.all(seeds.map((seed) => this.#loss(subject, problem, rate, seed))));
  }

  #loss({ text }: Subject, problem: number, { scale, decay }: Rate, seed: number): Promise<number> {
    const key = JSON.stringify([problem, seed, scale, decay, text]);
    let loss = this.#losses.get(key);
    if (loss === undefined) this.#losses.set(key, (loss = this.#train(text, problem, { scale, decay }, seed)));
    return loss;
  }

  async #train(program: string, k: number, rate: Rate, seed: number): Promise<number> {
    const { problem: task } = this.#problems[k] as AblationProblem;
    const request = { index: this.#losses.size, program, task, seed, ...rate };
    const outcome = await this.#executor.submit(request, this.#signal === undefined ? {} : { signal: this.#signal });
    this.#onTraining?.(++this.#trainings);
    return outcome.kind === "trained" ? outcome.loss : Infinity;
  }
}
