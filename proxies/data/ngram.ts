import { log } from "../../src/transcendental/index.js";

/** Counts by key, in an open table: several times faster than a Map of numbers. */
class Counts {
  #keys = new Float64Array(1 << 12).fill(-1);
  #counts = new Int32Array(1 << 12);
  #used = 0;

  /** Adds one and gives the count before. */
  add(key: number): number {
    if (this.#used * 2 > this.#keys.length) this.#grow();
    const at = this.#find(key);
    if (this.#keys[at] === -1) {
      this.#keys[at] = key;
      this.#used++;
    }
    const before = this.#counts[at] as number;
    this.#counts[at] = before + 1;
    return before;
  }

  get(key: number): number {
    return this.#counts[this.#find(key)] as number;
  }

  #find(key: number): number {
    const mask = this.#keys.length - 1;
    const low = key % 0x100000000 | 0;
    const high = Math.floor(key / 0x100000000);
    let at = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask;
    while (this.#keys[at] !== -1 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const keys = this.#keys;
    const counts = this.#counts;
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#counts = new Int32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === -1) continue;
      const at = this.#find(keys[i] as number);
      this.#keys[at] = keys[i] as number;
      this.#counts[at] = counts[i] as number;
    }
  }
}

/**
 * An n-gram model of sequences: interpolated Kneser–Ney with one discount of 0.75 (Chen & Goodman 1999). What
 * a model that sees the whole sequence must beat for a language to be worth modelling.
 *
 * Sequences are told apart from what came before them by a symbol of their own.
 */
export class NGram {
  readonly #order: number;
  readonly #symbols: number;
  /** By order − 1: how often an n-gram was seen; below the top order, after how many different symbols. */
  readonly #counts: readonly Counts[];
  /** By order − 1, of an n-gram's context: the sum of those counts, and how many symbols followed. */
  readonly #totals: readonly Counts[];
  readonly #followers: readonly Counts[];

  /**
   * @param order - The n: how many symbols count, the predicted one included; symbols^order must stay below
   *   2^53.
   * @param symbols - How many symbols there are.
   */
  constructor(order: number, symbols: number) {
    this.#order = order;
    this.#symbols = symbols;
    const tables = (): Counts[] => Array.from({ length: order }, () => new Counts());
    this.#counts = tables();
    this.#totals = tables();
    this.#followers = tables();
  }

  /** Learns from sequences of `length` symbols, one after the other. */
  learn(text: Int32Array, length: number): void {
    const base = this.#symbols + 1;
    for (let i = 0; i < text.length; i++) {
      for (let n = this.#order; n >= 1; n--) {
        const context = this.#context(text, i, i % length, n);
        const before = (this.#counts[n - 1] as Counts).add(context * base + (text[i] as number));
        (this.#totals[n - 1] as Counts).add(context);
        // A lower order counts kinds, not tokens: it hears of an n-gram only when it is new.
        if (before > 0) break;
        (this.#followers[n - 1] as Counts).add(context);
      }
    }
  }

  /** Mean cross-entropy, in nats, over sequences of `length` symbols but for the first of each. */
  entropy(text: Int32Array, length: number): number {
    let total = 0;
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      if (i % length === 0) continue;
      total -= log(this.#probability(text, i, i % length));
      count++;
    }
    return total / count;
  }

  #probability(text: Int32Array, at: number, place: number): number {
    const base = this.#symbols + 1;
    let probability = 1 / this.#symbols;
    for (let n = 1; n <= this.#order; n++) {
      const context = this.#context(text, at, place, n);
      const total = (this.#totals[n - 1] as Counts).get(context);
      if (total === 0) break;
      const seen = (this.#counts[n - 1] as Counts).get(context * base + (text[at] as number));
      const kinds = (this.#followers[n - 1] as Counts).get(context);
      probability = (Math.max(seen - 0.75, 0) + 0.75 * kinds * probability) / total;
    }
    return probability;
  }

  /** The n − 1 symbols before a place as one number; before a sequence's start all are the extra symbol. */
  #context(text: Int32Array, at: number, place: number, n: number): number {
    const base = this.#symbols + 1;
    let key = 0;
    for (let k = n - 1; k >= 1; k--) {
      key = key * base + (k > place ? this.#symbols : (text[at - k] as number));
    }
    return key;
  }
}
