/**
 * Seconds that a submission is to take. Where a GPU also draws a screen, its driver resets it when it does not answer
 * for some two seconds; and what is cut much shorter than this spends its time on the way.
 */
const SECONDS = 0.1;

/** Steps of a submission of which nothing is known yet. */
const FIRST = 4;

/** How many steps go into a submission, by how long those before took. They never change what a step computes. */
export class Pace {
  readonly #most: number;
  #isWarm = false;
  /** Seconds of a step the last time, and in how many lanes. */
  #last: { readonly seconds: number; readonly lanes: number } | undefined;

  /** @param most - Steps that a submission may have. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Steps of the next submission, at least 1. */
  steps(lanes: number): number {
    // The very first prepares what all others use, some drivers for many seconds.
    if (!this.#isWarm) return 1;
    if (this.#last === undefined) return Math.min(FIRST, this.#most);
    // Fewer lanes need not be faster.
    const seconds = this.#last.seconds * Math.max(1, lanes / this.#last.lanes);
    return Math.max(1, Math.min(this.#most, Math.floor(SECONDS / seconds)));
  }

  /** Takes in how long a submission took. */
  took(seconds: number, steps: number, lanes: number): void {
    if (this.#isWarm) this.#last = { seconds: Math.max(seconds / steps, 1e-9), lanes };
    this.#isWarm = true;
  }
}
