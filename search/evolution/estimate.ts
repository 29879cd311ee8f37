import type { Measures } from "../../dsl/probe/probe.js";
import { mean } from "../../src/statistics.js";

/** Half of a 95 % interval, in standard deviations. */
export const HALF_95 = 1.96;

/** What is known of a candidate's fitness. */
export interface Estimate {
  /** Mean over seeds; −∞ where it failed on one of them. */
  readonly fitness: number;
  /** Half the width of the 95 % interval, from what the references' seeds vary by. */
  readonly error: number;
}

/** What a candidate's estimates are made of. */
export interface Trained {
  /** The mean score over problems of each seed that it was trained on, in order. */
  readonly bySeed: readonly number[];
  /** Its score on each problem, on the first seed. */
  readonly scores: readonly number[];
  /** Standard deviation over seeds of the mean score. */
  readonly deviation: number;
  readonly island: number;
  /** Its behaviour on the probe; `null` where that could not tell. */
  readonly measures: Measures | null;
  /** Statements of its program. */
  readonly statements: number;
}

/** The fitness of the candidates that were trained to their end, by index: the more seeds, the surer. */
export class Estimates {
  readonly #known = new Map<number, Estimate & Trained>();

  /** Takes in what a candidate came to on the seeds that it began with. */
  begin(index: number, trained: Trained): Estimate {
    return this.#set(index, trained);
  }

  /** Adds further seeds; does nothing where the candidate is not known, or failed on a seed before. */
  extend(index: number, bySeed: readonly number[]): void {
    const known = this.#known.get(index);
    if (known === undefined || known.fitness === -Infinity) return;
    this.#set(index, { ...known, bySeed: [...known.bySeed, ...bySeed] });
  }

  /** Marks a candidate that failed on a further seed: it is worth nothing. */
  fail(index: number): void {
    const known = this.#known.get(index);
    if (known !== undefined) this.#known.set(index, { ...known, fitness: -Infinity, error: 0 });
  }

  /** What is known of a candidate; `undefined` where it did not come to its end. */
  get(index: number): (Estimate & Trained) | undefined {
    return this.#known.get(index);
  }

  /** All candidates that are known, in the order in which they became known. */
  entries(): IterableIterator<[number, Estimate & Trained]> {
    return this.#known.entries();
  }

  #set(index: number, trained: Trained): Estimate {
    const { bySeed, deviation } = trained;
    const error = (HALF_95 * deviation) / Math.sqrt(bySeed.length);
    const estimate = { ...trained, fitness: mean(bySeed), error };
    this.#known.set(index, estimate);
    return estimate;
  }
}
