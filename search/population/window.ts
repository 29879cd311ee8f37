import { ContractError } from "../../src/errors.js";

/** How many values a window must hold before it says anything. */
export const FEWEST_VALUES = 20;

/** A rank this little above a whole one is that one: 0.07 · 100 is 7.000000000000001. */
const ROUNDING = 1e-9;

/**
 * The newest values of a series and their quantiles: what a hurdle or a place among the top is measured by.
 * Infinities are values like others, NaN is none.
 */
export class QuantileWindow {
  readonly capacity: number;
  readonly fewest: number;
  /** In order of arrival, a ring once it is full. */
  readonly #arrived: Float64Array;
  /** The same values, ascending. */
  readonly #sorted: Float64Array;
  #size = 0;
  #oldest = 0;

  /**
   * @param capacity - How many values it holds at most: 1 or more.
   * @param fewest - Below so many values there are no quantiles. @default 20
   * @throws {@link ContractError} where the capacity is no such number.
   */
  constructor(capacity: number, fewest: number = FEWEST_VALUES) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new ContractError(`A window holds 1 value or more, got ${capacity}.`);
    }
    this.capacity = capacity;
    this.fewest = fewest;
    this.#arrived = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  /** How many values it holds. */
  get size(): number {
    return this.#size;
  }

  /**
   * Takes a value in; a full window loses its oldest. A binary search and one move of memory.
   *
   * @throws {@link ContractError} where it is NaN.
   */
  add(value: number): void {
    if (Number.isNaN(value)) throw new ContractError("A window holds numbers, got NaN.");
    // −0 becomes 0: they are equal in order, so which of them is lost could not be told.
    const arrival = value + 0;
    if (this.#size < this.capacity) {
      this.#arrived[this.#size] = arrival;
      this.#insert(arrival, this.#size++);
      return;
    }
    const oldest = this.#arrived[this.#oldest] as number;
    this.#arrived[this.#oldest] = arrival;
    this.#oldest = (this.#oldest + 1) % this.capacity;
    const gap = this.#placeOf(oldest, this.#size);
    this.#sorted.copyWithin(gap, gap + 1, this.#size);
    this.#insert(arrival, this.#size - 1);
  }

  /**
   * The least of the values that at least this part of all does not exceed: the ⌈p·n⌉-th of n, ascending, the
   * first for p = 0 (type 1 of Hyndman & Fan 1996). It is one of the values, never a mean of two. So of n
   * different values just ⌊(1 − p)·n⌋ exceed it: the best quarter of scores lies above 0.75, the worst half of
   * losses above 0.5.
   *
   * @param p - From 0 to 1.
   * @returns `null` where the window holds fewer values than it needs.
   * @throws {@link ContractError} where p is not in that range.
   */
  quantile(p: number): number | null {
    if (!(p >= 0 && p <= 1)) throw new ContractError(`A quantile is that of a part from 0 to 1, got ${p}.`);
    if (this.#size === 0 || this.#size < this.fewest) return null;
    return this.#sorted[Math.max(0, Math.ceil(p * this.#size - ROUNDING) - 1)] as number;
  }

  /** Puts a value in its place among the first `length` sorted ones. */
  #insert(value: number, length: number): void {
    const at = this.#placeOf(value, length);
    this.#sorted.copyWithin(at + 1, at, length);
    this.#sorted[at] = value;
  }

  /** Where the first of the first `length` sorted values stands that is not below one. */
  #placeOf(value: number, length: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
