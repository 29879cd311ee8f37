import type { Entry } from "../../results/store/entry.js";
import { bySeed } from "../evolution/by-seed.js";

/**
 * The scores of candidates on fresh seeds, those of challenges: a candidate is not chosen by them but for the
 * challenge that it won.
 */
export class FreshScores {
  readonly #scores = new Map<number, number[]>();

  /** Takes in an entry, in the order of the log. */
  add({ kind, subject, status, trainings }: Entry): void {
    if (kind !== "challenge" || subject === null || status !== "trained") return;
    const known = this.#scores.get(subject) ?? [];
    known.push(...bySeed(trainings));
    this.#scores.set(subject, known);
  }

  /** The mean scores over problems of a candidate, seed by seed; none where it was in no challenge. */
  of(index: number): readonly number[] {
    return this.#scores.get(index) ?? [];
  }
}
