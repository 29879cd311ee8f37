import { InputError } from "../../src/errors.js";
import { badData } from "./file.js";
import { RandomStream } from "../../src/random.js";
import { type Batch, type Fields, type Floor, numbersIn, type Source, type Split, SPLITS } from "./source.js";

/** The seed by which real data is split: always the same, so that no run sees another's test data. */
const SPLIT_SEED = 1;

/** Which rows each split has. */
export type Rows = Readonly<Record<Split, Int32Array>>;

/** How many rows each split has, or which part of them: either all counts or all parts. */
export type SplitSizes = Readonly<Record<Split, number>>;

/** Seven tenths to train, a tenth for each of the others. */
export const USUAL_SPLIT: SplitSizes = { train: 0.7, validation: 0.1, selection: 0.1, test: 0.1 };

/**
 * Deals rows out to the splits by one fixed shuffle.
 *
 * @param rows - How many there are.
 * @param sizes - What each split gets: parts if they sum to at most 1, else counts. Parts are rounded down;
 *   what is over where they sum to 1 goes to train. @default 70 %, 10 %, 10 %, 10 %
 */
export function dealRows(rows: number, sizes: SplitSizes = USUAL_SPLIT): Rows {
  const counts = countsOf(rows, sizes);
  const asked = SPLITS.reduce((sum, split) => sum + counts[split], 0);
  if (asked > rows) {
    const found = `The splits ask for ${asked} rows, but the data has ${rows}`;
    throw new InputError("bad-data", `${found}. Ask for fewer.`);
  }
  const order = shuffled(rows, new RandomStream(SPLIT_SEED, "data split"));
  const dealt: Partial<Record<Split, Int32Array>> = {};
  let from = 0;
  for (const split of SPLITS) {
    dealt[split] = order.slice(from, from + counts[split]);
    from += counts[split];
  }
  return dealt as Rows;
}

function countsOf(rows: number, sizes: SplitSizes): SplitSizes {
  const total = SPLITS.reduce((sum, split) => sum + sizes[split], 0);
  // Parts need not sum to 1 exactly: 0.7 + 0.1 + 0.1 + 0.1 is a last bit below.
  if (total > 1 + 1e-9) return sizes;
  const count = (split: Split): number => Math.floor(sizes[split] * rows + 1e-6);
  const others = { validation: count("validation"), selection: count("selection"), test: count("test") };
  const rest = rows - others.validation - others.selection - others.test;
  return { train: total > 1 - 1e-9 ? rest : count("train"), ...others };
}

/**
 * Real data in memory. Training goes through its rows in an order drawn anew by seed and epoch; the other
 * splits through theirs in one order, and from the start again when they are through.
 */
export class RowSource<F extends Fields> implements Source<F> {
  readonly fields: F;
  readonly floor: Floor = { loss: 0, kind: "atLeast" };
  readonly #data: Batch<F>;
  readonly #rows: Rows;
  readonly #place: string;
  readonly #widths: readonly (readonly [name: keyof F & string, width: number])[];
  readonly #epochs = new Epochs();

  /**
   * @param fields - What a row has.
   * @param data - All rows.
   * @param rows - Which of them each split has.
   * @param place - The file or folder that they were read from, for errors.
   */
  constructor(fields: F, data: Batch<F>, rows: Rows, place: string) {
    this.fields = fields;
    this.#data = data;
    this.#rows = rows;
    this.#place = place;
    this.#widths = Object.entries(fields).map(([name, field]) => [name, numbersIn(field.shape)] as const);
  }

  /** How many rows a split has. */
  size(split: Split): number {
    return this.#rows[split].length;
  }

  /** See {@link Source.fill}. */
  fill(split: Split, seed: number, first: number, count: number, into: Batch<F>): void {
    const rows = this.#rows[split];
    if (rows.length === 0) {
      const all = SPLITS.reduce((sum, each) => sum + this.#rows[each].length, 0);
      throw badData(this.#place, `has no rows for ${split}, with ${all} in all. Give it more rows or other splits.`);
    }
    for (let i = 0; i < count; i++) {
      let place = (first + i) % rows.length;
      if (split === "train") {
        const epoch = Math.floor((first + i) / rows.length);
        place = this.#epochs.order(rows.length, seed, epoch)[place] as number;
      }
      const row = rows[place] as number;
      for (const [name, width] of this.#widths) {
        const from = this.#data[name];
        const to = into[name];
        for (let k = 0; k < width; k++) to[i * width + k] = from[row * width + k] as number;
      }
    }
  }
}

/** The orders in which epochs go through training data; the one used last is kept. */
export class Epochs {
  #order = new Int32Array(0);
  #seed = NaN;
  #epoch = NaN;

  /** A shuffle of 0 … count − 1, by seed and epoch. */
  order(count: number, seed: number, epoch: number): Int32Array {
    if (count !== this.#order.length || seed !== this.#seed || epoch !== this.#epoch) {
      this.#order = shuffled(count, new RandomStream(seed, "data epoch", epoch));
      this.#seed = seed;
      this.#epoch = epoch;
    }
    return this.#order;
  }
}

function shuffled(count: number, stream: RandomStream): Int32Array<ArrayBuffer> {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
