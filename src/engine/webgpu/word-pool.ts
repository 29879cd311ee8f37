import { OutOfRoom } from "../device-error.js";

/** What goes into a pool: so many 32-bit words under a key that stands for their content. */
export interface Words {
  readonly key: string;
  readonly length: number;
  /** Writes them; only called where the pool does not hold them. */
  readonly fill: (words: Uint32Array<ArrayBuffer>) => void;
}

/**
 * What lanes read that does not change, on the device: examples and initial weights. Many lanes read the same, and one
 * generation of candidates the same as the next; so what was written stays until the pool is full, and then all goes.
 */
export class WordPool {
  /** 32-bit words. */
  readonly capacity: number;
  readonly #write: (at: number, words: Uint32Array<ArrayBuffer>) => void;
  #places = new Map<string, number>();
  #end = 0;

  /** @param write - Writes words at a place of the device's buffer. */
  constructor(capacity: number, write: (at: number, words: Uint32Array<ArrayBuffer>) => void) {
    this.capacity = capacity;
    this.#write = write;
  }

  /**
   * Makes sure that all of these are held at once, and says where each begins.
   *
   * @throws {@link OutOfRoom} where they do not fit together.
   */
  places(wanted: readonly Words[]): readonly number[] {
    const missing = new Map(wanted.filter(({ key }) => !this.#places.has(key)).map((words) => [words.key, words]));
    const needed = [...missing.values()].reduce((sum, { length }) => sum + length, 0);
    if (this.#end + needed > this.capacity) {
      this.#places = new Map();
      this.#end = 0;
      const all = new Map(wanted.map((words) => [words.key, words]));
      const total = [...all.values()].reduce((sum, { length }) => sum + length, 0);
      if (total > this.capacity) throw new OutOfRoom(`${total} words of examples, where ${this.capacity} fit.`);
      return this.places(wanted);
    }
    for (const { key, length, fill } of missing.values()) {
      const words = new Uint32Array(length);
      fill(words);
      this.#write(this.#end, words);
      this.#places.set(key, this.#end);
      this.#end += length;
    }
    return wanted.map(({ key }) => this.#places.get(key) as number);
  }
}
