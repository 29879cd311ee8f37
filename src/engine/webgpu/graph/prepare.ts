import { sizeOf } from "../../graph/shape.js";
import type { Operation, Tensor } from "../../graph/tensor.js";

/** A product over more than this is made of several: a thread alone would be long at it. */
const LONG_PRODUCT = 1024;
const PRODUCT_PART = 256;
/** At most so many parts are wanted of a product: others fill the GPU with their rows and columns. */
const PRODUCT_TILES = 32;
/** A reduction over more than this is one of reductions. */
const LONG_REDUCTION = 16384;
const LONG_COLUMN = 4096;

/** Makes tensors like those of a graph, numbered anew. */
class Preparation {
  readonly #made = new Map<Tensor, Tensor>();
  #count = 0;

  root(tensor: Tensor, isTaken: boolean): Tensor {
    const made = this.#like(tensor);
    const { kind } = made.operation;
    const isLeaf = kind === "parameter" || kind === "input" || kind === "constant";
    return isLeaf || isTaken ? this.#reshaped(made, made.shape) : made;
  }

  #like(tensor: Tensor): Tensor {
    const known = this.#made.get(tensor);
    if (known !== undefined) return known;
    const operands = tensor.operands.map((operand) => this.#like(operand));
    const made = this.#prepared(tensor, operands);
    this.#made.set(tensor, made);
    return made;
  }

  #prepared({ operation, shape, element }: Tensor, operands: readonly Tensor[]): Tensor {
    const [x, y] = operands as [Tensor, Tensor];
    switch (operation.kind) {
      case "stop":
        return x;
      case "matmul": {
        const parts = productParts(operation, x, shape);
        return parts > 1 ? this.#product(operation, x, y, shape, parts) : this.#tensor(operation, operands, shape);
      }
      case "reduce": {
        const parts = reductionParts(operation.axes, x.shape);
        return parts > 1 ? this.#reduction(operation, x, shape, parts) : this.#tensor(operation, operands, shape);
      }
      default:
        return this.#tensor(operation, operands, shape, element);
    }
  }

  /** A product as the sum of products over parts of its inner dimension. */
  #product(
    { transposeA, transposeB }: Extract<Operation, { kind: "matmul" }>, a: Tensor, b: Tensor,
    shape: readonly number[], parts: number,
  ): Tensor {
    const split = (x: Tensor, isInnerFirst: boolean): Tensor => {
      const [rows = 1, columns = 1] = x.shape.slice(-2);
      const batch = x.shape.slice(0, -2);
      if (isInnerFirst) return this.#reshaped(x, [...batch, parts, rows / parts, columns]);
      const apart = this.#reshaped(x, [...batch, rows, parts, columns / parts]);
      const axes = apart.shape.map((_, axis) => axis);
      const [row = 0, part = 0, column = 0] = axes.splice(-3);
      const permutation = [...axes, part, row, column];
      const moved = permutation.map((axis) => apart.shape[axis] as number);
      return this.#tensor({ kind: "transpose", permutation }, [apart], moved);
    };
    const [rows = 1, columns = 1] = shape.slice(-2);
    const batch = shape.slice(0, -2);
    const operands = [split(a, transposeA), split(b, !transposeB)];
    const all = this.#tensor({ kind: "matmul", transposeA, transposeB }, operands, [...batch, parts, rows, columns]);
    const axes = [batch.length];
    const sum = this.#tensor({ kind: "reduce", fn: "sum", axes }, [all], [...batch, 1, rows, columns]);
    return this.#reshaped(sum, shape);
  }

  /** A reduction as one of reductions over parts of its first axis. */
  #reduction(
    { fn, axes }: Extract<Operation, { kind: "reduce" }>, x: Tensor, shape: readonly number[], parts: number,
  ): Tensor {
    const [first = 0] = axes;
    const length = x.shape[first] as number;
    const apart = this.#reshaped(x, x.shape.toSpliced(first, 1, parts, length / parts));
    const inner = axes.map((axis) => axis + 1);
    const kept = apart.shape.map((dimension, axis) => (inner.includes(axis) ? 1 : dimension));
    const partial = this.#tensor({ kind: "reduce", fn, axes: inner }, [apart], kept);
    const single = kept.map((dimension, axis) => (axis === first ? 1 : dimension));
    return this.#reshaped(this.#tensor({ kind: "reduce", fn, axes: [first] }, [partial], single), shape);
  }

  #reshaped(x: Tensor, shape: readonly number[]): Tensor {
    return this.#tensor({ kind: "reshape" }, [x], shape, x.element);
  }

  #tensor(
    operation: Operation, operands: readonly Tensor[], shape: readonly number[], element: Tensor["element"] = "f32",
  ): Tensor {
    return { id: this.#count++, operation, operands, shape, element };
  }
}

/**
 * The tensors that are asked for, of a graph in the form that kernels are made of: long sums are sums of sums, every
 * root is a tensor of its own, none of them given from outside.
 */
export function prepareGraph(roots: readonly Tensor[]): readonly Tensor[] {
  const preparation = new Preparation();
  const seen = new Set<Tensor>();
  return roots.map((root) => {
    const made = preparation.root(root, seen.has(root));
    seen.add(root);
    return made;
  });
}

function productParts(
  { transposeA }: { readonly transposeA: boolean }, a: Tensor, shape: readonly number[],
): number {
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  if (inner < LONG_PRODUCT) return 1;
  const [rows = 1, columns = 1] = shape.slice(-2);
  const tiles = sizeOf(shape.slice(0, -2)) * Math.ceil(rows / 32) * Math.ceil(columns / 32);
  return divisorUpTo(inner, Math.min(inner / PRODUCT_PART, PRODUCT_TILES / tiles));
}

function reductionParts(axes: readonly number[], shape: readonly number[]): number {
  const length = sizeOf(axes.map((axis) => shape[axis] as number));
  const isTrailing = axes.includes(shape.length - 1);
  if (length <= (isTrailing ? LONG_REDUCTION : LONG_COLUMN)) return 1;
  return divisorUpTo(shape[axes[0] as number] as number, Math.min(64, length / 512));
}

/** The largest divisor of a number that is not above a limit. */
function divisorUpTo(value: number, limit: number): number {
  for (let divisor = Math.floor(limit); divisor > 1; divisor--) if (value % divisor === 0) return divisor;
  return 1;
}
