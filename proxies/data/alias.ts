import type { RandomStream } from "../../src/random.js";

/**
 * Draws from a fixed distribution over 0 … n − 1 with one 32-bit draw, whatever n is: Walker's alias method.
 * Probabilities are met to within n · 2^-32.
 */
export class Alias {
  /** The distribution: positive numbers that sum to 1. */
  readonly probabilities: Float64Array;
  readonly #own: Float64Array;
  readonly #other: Int32Array;

  /** @param weights - One for each outcome, non-negative, with a positive sum; at most 2^16 of them. */
  constructor(weights: ArrayLike<number>) {
    const n = weights.length;
    let total = 0;
    for (let i = 0; i < n; i++) total += weights[i] as number;
    this.probabilities = Float64Array.from(weights, (weight) => weight / total);
    this.#own = this.probabilities.map((probability) => probability * n);
    this.#other = new Int32Array(n);
    const small: number[] = [];
    const large: number[] = [];
    for (let i = 0; i < n; i++) ((this.#own[i] as number) < 1 ? small : large).push(i);
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop() as number;
      const rich = large[large.length - 1] as number;
      this.#other[poor] = rich;
      this.#own[rich] = (this.#own[rich] as number) - (1 - (this.#own[poor] as number));
      if ((this.#own[rich]) < 1) small.push(large.pop() as number);
    }
    // What rounding left over lies at 1 but for its last bits.
    for (const i of [...small, ...large]) this.#own[i] = 1;
  }

  /** One outcome. */
  draw(stream: RandomStream): number {
    const place = (stream.bits() / 0x100000000) * this.#own.length;
    const column = Math.floor(place);
    return place - column < (this.#own[column] as number) ? column : (this.#other[column] as number);
  }
}
