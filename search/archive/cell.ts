import {
  type Elite, type FitnessEstimate, byFitness, bySimplicity, bySureness, first, lowerBound, upperBound,
} from "./elite.js";

/** How many candidates a cell remembers beside its elite. */
export const RUNNERS_UP = 4;

/**
 * A cell of the archive that is filled: its elite and a few runners-up, one of which takes its place should a
 * later estimate of it be worse.
 *
 * The **best** is the candidate with the highest lower bound. Those whose upper bound reaches it **contend**:
 * the data do not tell them from the best. The simplest of these is the elite, as the one-standard-error rule
 * of model selection would have it. Elite and best are functions of what is remembered, whatever came first;
 * deciding newcomer against elite alone could go round in circles, as overlap is not transitive.
 *
 * Where there are too many, the one with the lowest fitness that is neither elite nor best is forgotten. So the
 * highest lower bound that was ever added stays, and the elite's interval reaches it.
 */
export class Cell {
  readonly #members: Elite[];
  #best: Elite;
  #elite: Elite;

  constructor(only: Elite) {
    this.#members = [only];
    this.#best = only;
    this.#elite = only;
  }

  /** The simplest of those that contend. */
  get elite(): Elite {
    return this.#elite;
  }

  /** The candidate with the highest lower bound. */
  get best(): Elite {
    return this.#best;
  }

  /** All that are remembered but the elite, by fitness. */
  runnersUp(): readonly Elite[] {
    return this.#members.filter((member) => member !== this.#elite).sort(byFitness);
  }

  /** Whether a candidate cannot be told from the best: its interval reaches the best's lower bound. */
  contends(candidate: FitnessEstimate): boolean {
    return upperBound(candidate) >= lowerBound(this.#best);
  }

  /**
   * Takes a candidate in.
   *
   * @returns The one that is forgotten for it, maybe itself.
   */
  add(newcomer: Elite): Elite | undefined {
    this.#members.push(newcomer);
    if (bySureness(newcomer, this.#best) < 0) {
      this.#best = newcomer;
      if (!this.contends(this.#elite)) this.#elect();
    }
    if (this.contends(newcomer) && bySimplicity(newcomer, this.#elite) < 0) this.#elite = newcomer;
    return this.#members.length > 1 + RUNNERS_UP ? this.#forget() : undefined;
  }

  /** Replaces the estimate of a candidate, if it is remembered. */
  update(index: number, { fitness, error }: FitnessEstimate): void {
    const at = this.#members.findIndex((member) => member.index === index);
    if (at < 0) return;
    this.#members[at] = { ...(this.#members[at] as Elite), fitness, error };
    this.#best = first(this.#members, bySureness);
    this.#elect();
  }

  /**
   * Forgets a candidate for good.
   *
   * @returns Whether any other is left.
   */
  remove(index: number): boolean {
    const at = this.#members.findIndex((member) => member.index === index);
    if (at >= 0) this.#members.splice(at, 1);
    if (this.#members.length === 0) return false;
    this.#best = first(this.#members, bySureness);
    this.#elect();
    return true;
  }

  #elect(): void {
    this.#elite = first(this.#members.filter((member) => this.contends(member)), bySimplicity);
  }

  #forget(): Elite {
    let at = -1;
    this.#members.forEach((member, k) => {
      if (member === this.#elite || member === this.#best) return;
      if (at < 0 || byFitness(member, this.#members[at] as Elite) > 0) at = k;
    });
    return this.#members.splice(at, 1)[0] as Elite;
  }
}
