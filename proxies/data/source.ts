import { ContractError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";

/** What an example is for. No example is ever in two splits. */
export type Split = "train" | "validation" | "selection" | "test";

/** Every split. */
export const SPLITS: readonly Split[] = ["train", "validation", "selection", "test"];

/** One float32 array of an example. */
export interface FloatField {
  readonly element: "f32";
  /** Shape for one example, without the batch: `[]` is a single number. */
  readonly shape: readonly number[];
}

/** One array of integers of an example: classes or symbols. */
export interface IntegerField {
  readonly element: "i32";
  /** Shape for one example, without the batch: `[]` is a single number. */
  readonly shape: readonly number[];
  /** Values are 0 … symbols − 1; where a source says so, also −1 for "no target here". */
  readonly symbols: number;
}

/** The arrays of an example, by name. Those of a source are a type alias, since an interface is none of these. */
export type Fields = Readonly<Record<string, FloatField | IntegerField>>;

/** Arrays that hold examples one after the other, one array a field. */
export type Batch<F> = {
  readonly [K in keyof F]: F[K] extends FloatField
    ? Float32Array
    : F[K] extends IntegerField ? Int32Array : Float32Array | Int32Array;
};

/** What is known of the smallest loss that any model can reach. */
export interface Floor {
  /** In the unit of the loss: nats for a cross-entropy, the square of the target for a squared error. */
  readonly loss: number;
  /** Whether the best loss is this one, at least this one, or at most this one. */
  readonly kind: "exact" | "atLeast" | "atMost";
}

/**
 * A deterministic stream of examples. Example i of a split and a seed is the same on every machine, whatever
 * was asked for before; batch k of size B is the examples k·B … k·B + B − 1.
 *
 * Generated sources never repeat an example: i may grow without end. Sources of real data go through their
 * training examples in an order drawn anew for each epoch and seed, and through the other splits in one
 * fixed order, again and again.
 */
export interface Source<F extends Fields = Fields> {
  readonly fields: F;

  /** What is known of the smallest loss. */
  readonly floor: Floor;

  /** How many different examples a split has; `Infinity` for what is generated. */
  size(split: Split): number;

  /**
   * Writes examples into arrays of the caller, from their start.
   *
   * @param split - What the examples are for.
   * @param seed - The seed of the data: an integer.
   * @param first - Number of the first example: an integer, 0 or more.
   * @param count - How many examples; each array must have room for them.
   * @param into - One array a field, such as {@link allocate} makes.
   */
  fill(split: Split, seed: number, first: number, count: number, into: Batch<F>): void;
}

/** New arrays with room for `count` examples. */
export function allocate<F extends Fields>(fields: F, count: number): Batch<F> {
  const arrays: Record<string, Float32Array | Int32Array> = {};
  for (const [name, field] of Object.entries(fields)) {
    const length = count * numbersIn(field.shape);
    arrays[name] = field.element === "f32" ? new Float32Array(length) : new Int32Array(length);
  }
  return arrays as Batch<F>;
}

/** New arrays, filled with `count` examples from number `first` on. */
export function take<F extends Fields>(
  source: Source<F>, split: Split, seed: number, first: number, count: number,
): Batch<F> {
  const batch = allocate(source.fields, count);
  source.fill(split, seed, first, count, batch);
  return batch;
}

/**
 * How many symbols, or classes, an array of integers has.
 *
 * @throws {@link ContractError} where there is no such array, or it holds float32 numbers.
 */
export function symbolsOf(fields: Fields, name: string): number {
  const field = fields[name];
  if (field?.element === "i32") return field.symbols;
  throw new ContractError(`The source has no array of integers named "${name}".`);
}

/** How many numbers an array of this shape has. */
export function numbersIn(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/**
 * The random numbers of one example. Split and kind are part of the stream's name: that is what keeps the
 * splits disjoint.
 */
export function exampleStream(kind: string, split: Split, seed: number, index: number): RandomStream {
  return new RandomStream(seed, `${kind} ${split}`, index);
}
