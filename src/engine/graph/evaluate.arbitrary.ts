import { erf, exp, log, sigmoid, tanh } from "../../transcendental/index.js";
import { ContractError } from "../../errors.js";
import { sizeOf, stridesOf } from "./shape.js";
import type { BinaryFunction, Tensor, UnaryFunction, Windows } from "./tensor.js";

/** Unary functions on float64 numbers. */
const UNARY: Readonly<Record<UnaryFunction, (x: number) => number>> = {
  negate: (x) => -x,
  exp,
  log,
  sqrt: Math.sqrt,
  tanh,
  sigmoid,
  phi: (x) => 0.5 + 0.5 * erf(x * Math.SQRT1_2),
  abs: Math.abs,
  relu: (x) => Math.max(x, 0),
};

/** Binary functions on float64 numbers. */
const BINARY: Readonly<Record<BinaryFunction, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  maximum: Math.max,
  minimum: Math.min,
  greater: (x, y) => (x > y ? 1 : 0),
  greaterEqual: (x, y) => (x >= y ? 1 : 0),
  equal: (x, y) => (x === y ? 1 : 0),
};

/**
 * Evaluates a tensor in float64, one operation after another: the plain meaning of a graph, which executors
 * are tested against. Slow.
 *
 * @param values - The elements of every input and parameter, row-major.
 */
export function evaluate(tensor: Tensor, values: ReadonlyMap<Tensor, ArrayLike<number>>): Float64Array {
  const known = new Map<Tensor, Float64Array>();
  const of = (wanted: Tensor): Float64Array => {
    let found = known.get(wanted);
    if (found === undefined) known.set(wanted, (found = compute(wanted, of, values)));
    return found;
  };
  return of(tensor);
}

function compute(
  tensor: Tensor,
  of: (tensor: Tensor) => Float64Array,
  values: ReadonlyMap<Tensor, ArrayLike<number>>,
): Float64Array {
  const { operation, operands, shape } = tensor;
  const [x, y] = operands as [Tensor, Tensor];
  const out = new Float64Array(sizeOf(shape));
  const broadcast = (operand: Tensor): ((index: readonly number[]) => number) => {
    const strides = stridesOf(operand.shape);
    const missing = shape.length - operand.shape.length;
    const elements = of(operand);
    return (index) => {
      let at = 0;
      operand.shape.forEach((size, axis) => {
        if (size !== 1) at += (index[axis + missing] as number) * (strides[axis] as number);
      });
      return elements[at] as number;
    };
  };
  switch (operation.kind) {
    case "input":
    case "parameter": {
      const given = values.get(tensor);
      if (given?.length !== out.length) {
        const count = given === undefined ? "none" : given.length;
        throw new ContractError(`"${operation.name}" needs ${out.length} values, got ${count}.`);
      }
      return Float64Array.from(given);
    }
    case "constant":
      return out.fill(operation.value);
    case "positions":
      return out.map((_, i) => i);
    case "stop":
      return of(x);
    case "unary":
      return of(x).map(UNARY[operation.fn]);
    case "binary": {
      const [a, b] = [broadcast(x), broadcast(y)];
      eachIndex(shape, (index, at) => { out[at] = BINARY[operation.fn](a(index), b(index)); });
      return out;
    }
    case "broadcast": {
      const a = broadcast(x);
      eachIndex(shape, (index, at) => { out[at] = a(index); });
      return out;
    }
    case "reduce": {
      const { fn, axes } = operation;
      const strides = stridesOf(shape);
      const elements = of(x);
      if (fn === "max") out.fill(-Infinity);
      eachIndex(x.shape, (index, from) => {
        let at = 0;
        index.forEach((i, axis) => { if (!axes.includes(axis)) at += i * (strides[axis] as number); });
        const value = elements[from] as number;
        out[at] = fn === "sum" ? (out[at] as number) + value : Math.max(out[at] as number, value);
      });
      return out;
    }
    case "reshape":
      return of(x);
    case "transpose": {
      const strides = stridesOf(x.shape);
      const elements = of(x);
      eachIndex(shape, (index, at) => {
        let from = 0;
        index.forEach((i, axis) => {
          from += i * (strides[operation.permutation[axis] as number] as number);
        });
        out[at] = elements[from] as number;
      });
      return out;
    }
    case "matmul": {
      const last = shape.length - 1;
      const inner = x.shape.at(operation.transposeA ? -2 : -1) as number;
      const element = (operand: Tensor, swap: boolean) => {
        const strides = stridesOf(operand.shape);
        const missing = shape.length - operand.shape.length;
        const elements = of(operand);
        return (index: readonly number[], row: number, column: number): number => {
          let at = 0;
          for (let axis = 0; axis < operand.shape.length - 2; axis++) {
            if (operand.shape[axis] !== 1) at += (index[axis + missing] as number) * (strides[axis] as number);
          }
          const [r, c] = swap ? [column, row] : [row, column];
          return elements[at + r * (strides.at(-2) as number) + c] as number;
        };
      };
      const [a, b] = [element(x, operation.transposeA), element(y, operation.transposeB)];
      eachIndex(shape, (index, at) => {
        const [row, column] = [index[last - 1] as number, index[last] as number];
        for (let k = 0; k < inner; k++) out[at] = (out[at] as number) + a(index, row, k) * b(index, k, column);
      });
      return out;
    }
    case "gather": {
      const row = sizeOf(x.shape.slice(1));
      const table = of(x);
      of(y).forEach((index, i) => {
        if (isWithin(index, x.shape[0])) out.set(table.subarray(index * row, (index + 1) * row), i * row);
      });
      return out;
    }
    case "scatter": {
      const row = sizeOf(shape.slice(1));
      const rows = of(x);
      of(y).forEach((index, i) => {
        if (!isWithin(index, operation.rows)) return;
        for (let k = 0; k < row; k++) {
          out[index * row + k] = (out[index * row + k] as number) + (rows[i * row + k] as number);
        }
      });
      return out;
    }
    case "oneHot":
      of(x).forEach((index, i) => {
        if (isWithin(index, operation.classes)) out[i * operation.classes + index] = 1;
      });
      return out;
    case "unfold":
      eachCell(x.shape, shape, operation.windows, (pixel, cell) => { out[cell] = of(x)[pixel] as number; });
      return out;
    case "fold":
      eachCell(shape, x.shape, operation.windows, (pixel, cell) => {
        out[pixel] = (out[pixel] as number) + (of(x)[cell] as number);
      });
      return out;
  }
}

function isWithin(index: number, count: number | undefined): boolean {
  return index >= 0 && index < (count ?? 1);
}

/** Every index of a shape, in row-major order. */
function eachIndex(shape: readonly number[], see: (index: readonly number[], at: number) => void): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let at = 0; at < size; at++) {
    see(index, at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** Every element of every window that lies inside its image, with the pixel's element that it is. */
function eachCell(
  image: readonly number[],
  rows: readonly number[],
  windows: Windows,
  see: (pixel: number, cell: number) => void,
): void {
  const [, height = 0, width = 0, channels = 0] = image;
  eachIndex(rows, ([b = 0, i = 0, j = 0, inside = 0], cell) => {
    const channel = inside % channels;
    const within = Math.floor(inside / channels);
    const y = i * windows.stride + Math.floor(within / windows.width) - windows.padding;
    const x = j * windows.stride + (within % windows.width) - windows.padding;
    if (y < 0 || y >= height || x < 0 || x >= width) return;
    see(((b * height + y) * width + x) * channels + channel, cell);
  });
}
