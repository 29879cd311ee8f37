import fc from "fast-check";
import { Graph } from "./graph.js";
import { sizeOf } from "./shape.js";
import type { BinaryFunction, Tensor } from "./tensor.js";

/** Shapes are drawn from these: below, at and above the widths of vectors and tiles. */
const DIMENSIONS = [1, 2, 3, 4, 5, 7, 8, 9, 10, 17];
const LARGEST = 2500;

/** A tensor and what is known of its elements, so that what float32 makes of them can be judged. */
interface Known {
  readonly tensor: Tensor;
  /** No element's absolute value is larger. */
  readonly bound: number;
  /** How far float32 may be off, in units of 2^−24 of 1; 0 where all elements are integers that it holds. */
  readonly error: number;
}

/** A graph, the elements of its inputs and parameters, and how far float32 may be off for some of its tensors. */
export interface DrawnGraph {
  readonly graph: Graph;
  readonly values: ReadonlyMap<Tensor, ArrayLike<number>>;
  readonly outputs: readonly { readonly tensor: Tensor; readonly tolerance: number }[];
}

/** What one step of a drawn graph is made of: an operation and numbers that choose its operands. */
type Step = readonly [operation: number, x: number, y: number, z: number];

/** Random sequences of operations over small shapes, every kind of operation among them. */
export function graphs(steps: number): fc.Arbitrary<DrawnGraph> {
  const natural = fc.nat({ max: 0xffff });
  const step = fc.tuple(fc.nat({ max: OPERATIONS.length - 1 }), natural, natural, natural);
  const kept = fc.array(natural, { minLength: 1, maxLength: 4 });
  return fc.tuple(fc.nat(), fc.array(step, { minLength: 1, maxLength: steps, size: "max" }), kept)
    .map(([seed, list, others]) => build(seed, list, others));
}

function build(seed: number, steps: readonly Step[], outputs: readonly number[]): DrawnGraph {
  const drawing = new Drawing(seed);
  for (const step of steps) drawing.take(step);
  const { pool } = drawing;
  // The newest and some others, computed on the way.
  const wanted = new Set([0, ...outputs].map((which) => newest(pool, which) as Known));
  return {
    graph: drawing.graph,
    values: drawing.values,
    outputs: [...wanted].map(({ tensor, error }) => ({ tensor, tolerance: error * 2 ** -23 })),
  };
}

type Operation = (drawing: Drawing, x: Known, y: number, z: number) => Known | undefined;

class Drawing {
  readonly graph = new Graph();
  readonly values = new Map<Tensor, ArrayLike<number>>();
  readonly pool: Known[] = [];
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
    this.number([3, 5]);
    this.number([2, 3, 5], true);
    this.number([1, 5], true);
    this.number([2, 4, 3, 5]);
  }

  take([operation, x, y, z]: Step): void {
    const made = (OPERATIONS[operation] as Operation)(this, this.#turned(this.pick(x)), y, z);
    if (made === undefined || sizeOf(made.tensor.shape) > LARGEST) return;
    this.pool.push(made.bound > 1000 || made.error > 1000 ? squash(this.graph, made) : made);
  }

  pick(which: number): Known {
    return newest(this.pool, which) as Known;
  }

  /** One of the tensors for which a condition holds. */
  find(which: number, fits: (known: Known) => boolean): Known | undefined {
    return newest(this.pool.filter(fits), which);
  }

  /** Every third operand is read through a transpose, so that each operation meets views. */
  #turned(known: Known): Known {
    if (this.#below(3) > 0) return known;
    const axes = known.tensor.shape.map((_, axis) => axis);
    const permutation = this.#below(2) === 0 ? axes.toReversed() : [...axes.slice(1), ...axes.slice(0, 1)];
    return { ...known, tensor: this.graph.transpose(known.tensor, permutation) };
  }

  /** A new input or parameter of small integers. */
  number(shape: readonly number[], trained = false): Known {
    const name = `x${this.values.size}`;
    const tensor = trained
      ? this.graph.parameter(name, shape, "matrix", { kind: "fill", value: 0 })
      : this.graph.input(name, shape);
    this.values.set(tensor, Array.from({ length: sizeOf(shape) }, () => this.#below(7) - 3));
    const known = { tensor, bound: 3, error: 0 };
    this.pool.push(known);
    return known;
  }

  /** A new input of indices below a count; what reads them may have fewer rows or classes. */
  indices(shape: readonly number[], count: number): Tensor {
    const tensor = this.graph.input(`x${this.values.size}`, shape, "i32");
    this.values.set(tensor, Array.from({ length: sizeOf(shape) }, () => this.#below(count)));
    return tensor;
  }

  #below(count: number): number {
    this.#state = (Math.imul(this.#state, 1103515245) + 12345) | 0;
    return (this.#state >>> 8) % count;
  }
}

/** An element of a list, counted from its end: small numbers, which are drawn most, make long chains. */
function newest<T>(list: readonly T[], which: number): T | undefined {
  return list.at(-1 - (which % list.length));
}

/** Brings a tensor that may be large back to (−1, 1). */
function squash(graph: Graph, { tensor, bound, error }: Known): Known {
  const small = graph.unary("tanh", graph.multiply(tensor, 1 / bound));
  return { tensor: small, bound: 1, error: error / bound + 4 };
}

function size({ tensor }: Known): number {
  return sizeOf(tensor.shape);
}

function fits(x: readonly number[], y: readonly number[]): boolean {
  return [1, 2, 3, 4].every((back) => {
    const [a = 1, b = 1] = [x.at(-back), y.at(-back)];
    return a === b || a === 1 || b === 1;
  }) && x.length <= 4 && y.length <= 4;
}

function binary(fn: BinaryFunction): Operation {
  return (drawing, x, y) => {
    const other = drawing.find(y, ({ tensor }) => fits(tensor.shape, x.tensor.shape));
    if (other === undefined) return undefined;
    const compares = fn === "greater" || fn === "greaterEqual" || fn === "equal";
    // What jumps or has a kink is only exact, and only has the same gradient, on exact operands.
    const bends = compares || fn === "maximum" || fn === "minimum";
    if (bends && x.error + other.error > 0) return undefined;
    if (fn === "divide") {
      const above = drawing.graph.add(1, drawing.graph.square(other.tensor));
      const error = x.error + x.bound * (other.error * 2 * other.bound + 4 + other.bound * other.bound) + x.bound;
      return { tensor: drawing.graph.divide(x.tensor, above), bound: x.bound, error };
    }
    const tensor = drawing.graph.binary(fn, x.tensor, other.tensor);
    const inexact = x.error + other.error > 0;
    if (fn === "multiply") {
      const bound = x.bound * other.bound;
      const error = x.error * other.bound + other.error * x.bound + bound;
      return { tensor, bound, error: inexact ? error : 0 };
    }
    const bound = compares ? 1 : x.bound + other.bound;
    return { tensor, bound, error: inexact ? x.error + other.error + bound : 0 };
  };
}

/** A unary function of slope at most 1 and its largest absolute value, made of an operand of any size. */
function smooth(
  bound: (x: Known) => number,
  write: (graph: Graph, x: Tensor) => Tensor,
): Operation {
  return ({ graph }, x) => {
    const most = bound(x);
    return { tensor: write(graph, x.tensor), bound: most, error: x.error + 4 * most + 4 };
  };
}

function split(n: number, which: number): number {
  const divisors = DIMENSIONS.filter((dimension) => n % dimension === 0);
  return divisors[which % divisors.length] as number;
}

const OPERATIONS: readonly Operation[] = [
  (drawing, _, y, z) => {
    const rank = y % 5;
    const shape = Array.from({ length: rank }, (_, i) => DIMENSIONS[(z >> (i * 3)) % DIMENSIONS.length] as number);
    return sizeOf(shape) > LARGEST ? undefined : drawing.number(shape, z % 2 === 1);
  },
  binary("add"),
  binary("subtract"),
  binary("multiply"),
  binary("divide"),
  binary("maximum"),
  binary("minimum"),
  binary("greater"),
  binary("greaterEqual"),
  binary("equal"),
  smooth(() => 1, (graph, x) => graph.unary("tanh", x)),
  smooth(() => 1, (graph, x) => graph.unary("sigmoid", x)),
  smooth(() => 1, (graph, x) => graph.unary("phi", x)),
  smooth(() => 1, (graph, x) => graph.unary("exp", graph.unary("negate", graph.square(graph.multiply(x, 0.5))))),
  smooth(({ bound }) => bound + 1, (graph, x) => graph.unary("log", graph.add(1, graph.square(x)))),
  smooth(({ bound }) => bound + 1, (graph, x) => graph.unary("sqrt", graph.add(1, graph.square(x)))),
  ({ graph }, x, y) => {
    const value = [0, 1, -1, 0.5, 2][y % 5] as number;
    const tensor = y % 2 === 0 ? graph.add(x.tensor, value) : graph.multiply(x.tensor, value);
    const rounding = value === 0.5 || x.error > 0 ? 2 * x.bound : 0;
    return { tensor, bound: 2 * x.bound + 2, error: 2 * x.error + rounding };
  },
  ({ graph }, x) => ({ ...x, tensor: graph.unary("negate", x.tensor) }),
  ({ graph }, x) => x.error > 0 ? undefined : { ...x, tensor: graph.unary("abs", x.tensor) },
  ({ graph }, x) => x.error > 0 ? undefined : { ...x, tensor: graph.unary("relu", x.tensor) },
  ({ graph }, x) => ({ ...x, tensor: graph.constantOf(x.tensor) }),
  ({ graph }, x, y) => {
    const axes = x.tensor.shape.flatMap((_, axis) => ((y >> axis) % 2 === 1 ? [axis] : []));
    const tensor = graph.sum(x.tensor, axes);
    const count = size(x) / sizeOf(tensor.shape);
    const bound = count * x.bound;
    return { tensor, bound, error: x.error > 0 ? count * (x.error + bound) : 0 };
  },
  ({ graph }, x, y) => {
    if (x.error > 0) return undefined;
    const axes = x.tensor.shape.flatMap((_, axis) => ((y >> axis) % 2 === 1 ? [axis] : []));
    return { ...x, tensor: graph.max(x.tensor, axes) };
  },
  ({ graph }, x, y) => {
    const n = size(x);
    const first = split(n, y);
    const second = split(n / first, y >> 3);
    const shape = [[n], [first, -1], [first, second, -1], [second, 1, first, -1], [1, n / first, first]][y % 5];
    return { ...x, tensor: graph.reshape(x.tensor, shape as number[]) };
  },
  ({ graph }, x, y) => {
    const rest = x.tensor.shape.map((_, axis) => axis);
    const permutation = x.tensor.shape.map((_, i) => rest.splice((y >> (2 * i)) % rest.length, 1)[0] as number);
    return { ...x, tensor: graph.transpose(x.tensor, permutation) };
  },
  ({ graph }, x, y) => {
    const repeats = (i: number): number => DIMENSIONS[(y >> i) % 6] as number;
    const shape = x.tensor.shape.map((dimension, i) => (dimension === 1 ? repeats(i) : dimension));
    if (y % 2 === 1 && shape.length < 4) shape.unshift(2);
    return sizeOf(shape) > LARGEST ? undefined : { ...x, tensor: graph.broadcast(x.tensor, shape) };
  },
  ...[0, 1, 2, 3].map((flags): Operation => (drawing, x, y) => {
    if (x.tensor.shape.length < 2) return undefined;
    const [transposeA, transposeB] = [flags % 2 === 1, flags >= 2];
    const k = x.tensor.shape.at(transposeA ? -2 : -1) as number;
    const batch = x.tensor.shape.slice(0, -2);
    const other = drawing.find(y, ({ tensor: { shape } }) =>
      shape.length >= 2 && shape.at(transposeB ? -1 : -2) === k && fits(shape.slice(0, -2), batch));
    if (other === undefined) return undefined;
    const bound = k * x.bound * other.bound;
    const inexact = x.error + other.error > 0;
    const error = inexact ? k * (x.error * other.bound + other.error * x.bound + bound) : 0;
    return { tensor: drawing.graph.matmul(x.tensor, other.tensor, transposeA, transposeB), bound, error };
  }),
  (drawing, x, y) => {
    const rows = x.tensor.shape[0];
    if (rows === undefined) return undefined;
    const indices = drawing.indices([[5], [2, 3], [1], []][y % 4] as number[], rows + (y % 2));
    return { ...x, tensor: drawing.graph.gather(x.tensor, indices) };
  },
  (drawing, x, y, z) => {
    const lead = Math.min(x.tensor.shape.length, y % 3);
    const rows = DIMENSIONS[z % DIMENSIONS.length] as number;
    const indices = drawing.indices(x.tensor.shape.slice(0, lead), rows + (z % 2));
    const count = sizeOf(indices.shape);
    const error = x.error > 0 ? count * (x.error + count * x.bound) : 0;
    return { tensor: drawing.graph.scatter(x.tensor, indices, rows), bound: count * x.bound, error };
  },
  (drawing, _, y, z) => {
    const classes = DIMENSIONS[z % DIMENSIONS.length] as number;
    const shape = [[5], [3, 5], [1], [], [2, 1]][y % 5] as number[];
    const indices = drawing.indices(shape, classes + (y % 2));
    return { tensor: drawing.graph.oneHot(indices, classes), bound: 1, error: 0 };
  },
  (drawing, _, y) => {
    const tensor = drawing.graph.positions(DIMENSIONS[y % DIMENSIONS.length] as number);
    return { tensor, bound: 17, error: 0 };
  },
  ({ graph }, x, y, z) => {
    if (x.tensor.shape.length !== 4) return undefined;
    const padding = (z >> 4) % 3;
    const windows = { height: 1 + (y % 3), width: 1 + (z % 3), stride: 1 + ((y >> 4) % 3), padding };
    const [, height = 0, width = 0] = x.tensor.shape;
    if (height + 2 * padding < windows.height || width + 2 * padding < windows.width) return undefined;
    const rows = graph.unfold(x.tensor, windows);
    if (y % 2 === 1) return { ...x, tensor: rows };
    const overlap = windows.height * windows.width;
    const error = x.error > 0 ? overlap * (x.error + overlap * x.bound) : 0;
    return { tensor: graph.fold(rows, windows, height, width), bound: overlap * x.bound, error };
  },
];
