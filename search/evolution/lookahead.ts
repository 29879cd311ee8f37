/**
 * How far proposals run ahead of results: entry n is proposed from the state after all entries older than the
 * k-th last training before n, k being how many trainings may be under way at a time. So what is proposed depends
 * on the log alone, never on what happens to have ended.
 */
export class Lookahead {
  readonly #inFlight: number;
  /** Indices of the latest trainings, a ring. */
  readonly #latest: number[] = [];
  #trainings = 0;

  /**
   * @param inFlight - k: from 1.
   */
  constructor(inFlight: number) {
    this.#inFlight = inFlight;
  }

  /** How many entries must have been applied before the next one is proposed. */
  get due(): number {
    return this.#trainings < this.#inFlight ? 0 : (this.#latest[this.#trainings % this.#inFlight] as number);
  }

  /** Takes in an entry that is a training. */
  add(index: number): void {
    this.#latest[this.#trainings++ % this.#inFlight] = index;
  }
}
