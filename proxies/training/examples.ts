import { type Batch, type Fields, type Source, type Split, numbersIn, take } from "../data/source.js";

/** Bytes of examples that are made at a time, so that a long training never holds all of its data at once. */
const BLOCK_BYTES = 1 << 23;

/** Bytes of a view of an array, about: of small batches that counts. */
const VIEW_BYTES = 128;

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

interface Block extends ExampleSet {
  readonly first: number;
  readonly batches: readonly Batch<Fields>[];
}

/** The batches of a source, made in blocks and kept in a cache. */
export class Batches {
  readonly #source: Source;
  readonly #batch: number;
  readonly #cache: ArrayCache;
  readonly #name: string;
  /** Bytes that a batch takes in the cache. */
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
    const fields = Object.values(source.fields);
    const numbers = fields.reduce((sum, { shape }) => sum + numbersIn(shape), 0);
    const bytes = batch * numbers * 4;
    this.#bytes = bytes + fields.length * VIEW_BYTES;
    this.#length = Math.max(1, Math.floor(BLOCK_BYTES / bytes));
  }

  /**
   * A batch. One that was made before is found again without allocating anything.
   *
   * @param set - What the examples are for, and the seed of the data.
   * @param count - Batches in all: no block reaches beyond them.
   */
  at(set: ExampleSet, index: number, count: number): Batch<Fields> {
    const first = index - (index % this.#length);
    const length = Math.min(this.#length, count - first);
    const { split, seed } = set;
    let last = this.#last;
    if (last?.split !== split || last.seed !== seed || last.first !== first || last.batches.length !== length) {
      const key = `${this.#name} ${split} ${seed} ${first}+${length}`;
      const batches = this.#cache.get(key, length * this.#bytes, () =>
        divided(take(this.#source, split, seed, first * this.#batch, length * this.#batch), length),
      );
      last = { split, seed, first, batches };
      this.#last = last;
    }
    return last.batches[index - first] as Batch<Fields>;
  }

  /** Makes a batch and forgets it: what a batch costs that is not kept. */
  make({ split, seed }: ExampleSet, index: number): void {
    take(this.#source, split, seed, index * this.#batch, this.#batch);
  }
}

/** The parts of arrays, as many of one length. */
function divided(arrays: Batch<Fields>, count: number): readonly Batch<Fields>[] {
  const fields = Object.entries(arrays);
  return Array.from({ length: count }, (_, k) => Object.fromEntries(fields.map(([name, values]) => {
    const size = values.length / count;
    return [name, values.subarray(k * size, (k + 1) * size)];
  })));
}
