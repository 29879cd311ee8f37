import { ContractError } from "./errors.js";
import { normalQuantile } from "./transcendental/index.js";

/**
 * A stream of random numbers that is the same on every machine: sfc32 (Doty-Humphrey's Small Fast Chaotic
 * generator, 128 bits of state), seeded by hashing a seed, a purpose and an index. Streams with different
 * names are independent for all practical purposes, so no draw of one purpose can shift those of another.
 */
export class RandomStream {
  #a = 0x9e3779b9 | 0;
  #b = 0x243f6a88;
  #c = 0xb7e15162 | 0;
  #counter = 1;

  /**
   * @param seed - The root seed of a run: an integer.
   * @param purpose - What the numbers are for, such as `"mutation"`.
   * @param index - Which stream of that purpose: an integer up to 2^53. @default 0
   */
  constructor(seed: number, purpose: string, index = 0) {
    this.#absorb(seed | 0);
    this.#absorb(Math.floor(seed / 0x100000000) | 0);
    for (let i = 0; i < purpose.length; i++) this.#absorb(purpose.charCodeAt(i));
    this.#absorb(purpose.length);
    this.#absorb(index | 0);
    this.#absorb(Math.floor(index / 0x100000000) | 0);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /**
   * Takes a word of the stream's name in. All 96 bits of the state carry it: names hashed to 32 bits would
   * give equal streams to some of the candidates of a long run.
   */
  #absorb(word: number): void {
    this.#a = mix(this.#a ^ word);
    this.#b = mix(this.#b ^ (this.#a + word));
    this.#c = mix(this.#c ^ (this.#b + word));
  }

  /** The next 32 random bits, as an unsigned integer. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform on the open interval (0, 1), with 52 random bits; neither end is ever drawn. */
  uniform(): number {
    const high = this.bits() >>> 6;
    const low = this.bits() >>> 6;
    return (high * 0x4000000 + low + 0.5) / 0x10000000000000;
  }

  /** `true` with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /**
   * Uniform on the integers 0 … n − 1, without bias.
   *
   * @param n - How many: an integer from 1 to 2^32.
   * @throws {@link ContractError} where it is not.
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000) {
      throw new ContractError(`integer(n) draws one of 1 to 2^32 integers, got n = ${n}.`);
    }
    const limit = 0x100000000 - (0x100000000 % n);
    let draw = this.bits();
    while (draw >= limit) draw = this.bits();
    return draw % n;
  }

  /** Standard normal, by inversion: one uniform draw a number, so streams never fall out of step. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /**
   * One element of a list, each equally likely.
   *
   * @param items - A list that is not empty.
   */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)] as T;
  }

  /**
   * An index, drawn in proportion to the weights.
   *
   * @param weights - Non-negative, at least one of them positive.
   */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let rest = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (weight <= 0) continue;
      if (rest < weight) return i;
      rest -= weight;
      last = i;
    }
    return last;
  }
}

/** A bijection of 32-bit words in which every bit depends on every other, after murmur3's finalizer. */
function mix(word: number): number {
  let h = Math.imul(word, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h + 0x6d2b79f5, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
