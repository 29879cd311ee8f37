import { ContractError, InputError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { log } from "../../src/transcendental/index.js";

/** How often a holdout may still be told: one budget for all that asks the same holdout. */
export interface HoldoutBudget {
  left: number;
  /** Queries that earlier selections of the same run had spent. */
  readonly earlier: number;
  /** How many of these there were: a later one draws noise of its own. */
  readonly selections: number;
}

/** Options of {@link Thresholdout}. */
export interface ThresholdoutOptions {
  /** How far the two means may lie apart before the holdout's is given. */
  readonly threshold: number;
  /** Scale σ of the Laplace noise on what is given of the holdout; thresholds have twice and four times that. */
  readonly noise: number;
  /** How often a mean of the holdout may be given, in all. */
  readonly queries: number;
  /** What of that is left, where others ask the same holdout. @default all of it, for this one alone */
  readonly budget?: HoldoutBudget;
  /** The smallest gain that is looked for. */
  readonly gain: number;
  readonly seed: number;
  /** Which of those that share a budget it is, from 0: each draws noise of its own. @default 0 */
  readonly stage?: number;
}

/**
 * Requires that a holdout can tell the gain that is looked for from its noise.
 *
 * @throws {@link InputError} where it cannot: chance would decide.
 */
export function requireAnswers({ noise, gain }: Pick<ThresholdoutOptions, "noise" | "gain">): void {
  if (noise < gain) return;
  throw new InputError(
    "noisy-holdout",
    `The holdout's noise, ${noise}, is no less than the smallest gain that is looked for, ${gain}: what it says would be ` +
      "decided by chance. Lower `selection.holdout.noise`, with more data, or raise `selection.holdout.gain`.",
  );
}

/**
 * The reusable holdout of Dwork et al. (2015, "Preserving Statistical Validity in Adaptive Data Analysis", arXiv
 * 1411.2664; Thresholdout, algorithm 1 of "Generalization in Adaptive Data Analysis and Holdout Reuse"): it tells the
 * mean over a holdout, with noise, only where it differs from that over the data which everyone sees, so that what is
 * asked again and again cannot fit itself to the holdout.
 */
export class Thresholdout {
  readonly #options: ThresholdoutOptions;
  readonly #stream: RandomStream;
  readonly #budget: HoldoutBudget;
  #threshold: number;

  /** @throws {@link InputError} as {@link requireAnswers}. */
  constructor(options: ThresholdoutOptions) {
    const { queries, budget = { left: queries, earlier: 0, selections: 0 }, threshold, seed, stage = 0 } = options;
    requireAnswers(options);
    if (!Number.isSafeInteger(queries) || queries < 1) throw new ContractError(`A holdout answers from 1 query, got ${queries}.`);
    this.#options = options;
    this.#stream = new RandomStream(seed, `select/holdout/${stage}`, budget.selections);
    this.#budget = budget;
    this.#threshold = threshold + this.#laplace(2);
  }

  /** How often the holdout may still be told, by this one or another. */
  get left(): number {
    return this.#budget.left;
  }

  /** Queries that earlier selections of the same run had spent. */
  get earlier(): number {
    return this.#budget.earlier;
  }

  /**
   * Requires that it has an answer left.
   *
   * @throws {@link InputError} where its budget is spent.
   */
  requireLeft(): void {
    const { queries } = this.#options;
    const { left, earlier } = this.#budget;
    if (left > 0) return;
    // Selections of an older version may have spent more together.
    const before = earlier === 0 ? "" : `, ${Math.min(earlier, queries)} of them in earlier selections of the run`;
    throw new InputError(
      "holdout-spent",
      `The holdout has answered the ${queries} queries of its budget${before}: what it said beyond would be ` +
        `worth nothing. Select ${earlier === 0 ? "among fewer candidates, or " : ""}with data that was not used yet.`,
    );
  }

  /**
   * The answer to one query: the first mean where the two agree within the threshold, else the holdout's, with noise.
   *
   * @param seen - The mean over data that everyone sees.
   * @param held - The mean over the holdout.
   * @throws {@link InputError} as {@link requireLeft}.
   */
  answer(seen: number, held: number): number {
    this.requireLeft();
    if (Math.abs(seen - held) <= this.#threshold + this.#laplace(4)) return seen;
    this.#budget.left--;
    this.#threshold = this.#options.threshold + this.#laplace(2);
    return held + this.#laplace(1);
  }

  /** A draw of Laplace's distribution, its scale a multiple of the noise. */
  #laplace(multiple: number): number {
    const u = this.#stream.uniform() - 0.5;
    return -Math.sign(u) * multiple * this.#options.noise * log(Math.max(1 - 2 * Math.abs(u), Number.MIN_VALUE));
  }
}
