/**
 * How long a kind of work in lanes should take, by the longest it took before: in as many lanes or fewer as long, in
 * more in proportion. Fewer lanes need not be faster.
 */
export class Expectation {
  #seconds = 0;
  #secondsOfLane = 0;

  /**
   * Seconds that work should take; `undefined` where none was done before.
   *
   * @param amount - How much is done in each lane.
   */
  seconds(lanes: number, amount = 1): number | undefined {
    return this.#seconds === 0 ? undefined : amount * Math.max(this.#seconds, lanes * this.#secondsOfLane);
  }

  /** Takes in how long work took. */
  note(seconds: number, lanes: number, amount = 1): void {
    this.#seconds = Math.max(this.#seconds, seconds / amount);
    this.#secondsOfLane = Math.max(this.#secondsOfLane, seconds / (lanes * amount));
  }
}
