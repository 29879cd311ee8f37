import { type Batch, type Fields, type Source, type Split, numbersIn, take } from "../data/source.js";

/** Bytes of examples that are made at a time, so that a long training never holds all of its data at once. */
const BLOCK_BYTES = 1 << 23;

/** Arrays that are made once and kept as long as there is room: those not used for longest go first. */
export class ArrayCache {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: object; readonly bytes: number }>();
  #bytes = 0;

  /**
   * @param limit - Bytes that it keeps at most; the newest entry stays however large it is.
   */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that it holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * What is kept under a key, or what is made for it now.
   *
   * @param key - One key always stands for one type and content.
   */
  get<T extends object>(key: string, bytes: number, make: () => T): T {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value as T;
    }
    const value = make();
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#limit || oldest === key) break;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
    return value;
  }
}

/** What examples are for, and the seed of the data. */
export interface ExampleSet {
  readonly split: Split;
  readonly seed: number;
}

/** Where a batch lies: in each array it begins at `place` times its length. */
export interface Place {
  readonly arrays: Batch<Fields>;
  readonly place: number;
}

interface Block extends ExampleSet {
  readonly first: number;
  readonly length: number;
  readonly arrays: Batch<Fields>;
}

/** The batches of a source, made in blocks and kept in a cache. */
export class Batches {
  readonly #source: Source;
  readonly #batch: number;
  readonly #cache: ArrayCache;
  readonly #name: string;
  /** Bytes of a batch. */
  readonly #bytes: number;
  /** Batches of a block. */
  readonly #length: number;
  /** The block that was asked for last: a training asks for its batches in order. */
  #last: Block | undefined;

  /**
   * @param name - Tells this source from others that share the cache.
   */
  constructor(source: Source, batch: number, cache: ArrayCache, name: string) {
    this.#source = source;
    this.#batch = batch;
    this.#cache = cache;
    this.#name = `${name} ${batch}`;
    const numbers = Object.values(source.fields).reduce((sum, { shape }) => sum + numbersIn(shape), 0);
    this.#bytes = batch * numbers * 4;
    this.#length = Math.max(1, Math.floor(BLOCK_BYTES / this.#bytes));
  }

  /**
   * The arrays that hold a batch, and its place in them; both are valid until the next call.
   *
   * @param set - What the examples are for, and the seed of the data.
   * @param count - Batches in all: no block reaches beyond them.
   */
  at(set: ExampleSet, index: number, count: number): Place {
    const first = index - (index % this.#length);
    const length = Math.min(this.#length, count - first);
    const { split, seed } = set;
    let last = this.#last;
    if (last?.split !== split || last.seed !== seed || last.first !== first || last.length !== length) {
      const key = `${this.#name} ${split} ${seed} ${first}+${length}`;
      const arrays = this.#cache.get(key, length * this.#bytes, () =>
        take(this.#source, split, seed, first * this.#batch, length * this.#batch),
      );
      last = { split, seed, first, length, arrays };
      this.#last = last;
    }
    return { arrays: last.arrays, place: index - first };
  }

  /** Makes a batch and forgets it: what a batch costs that is not kept. */
  make({ split, seed }: ExampleSet, index: number): void {
    take(this.#source, split, seed, index * this.#batch, this.#batch);
  }
}
