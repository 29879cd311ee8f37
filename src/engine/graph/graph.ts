import { ContractError } from "../../errors.js";
import { type Shape, broadcastShapes, normalAxes, sameShape, shapeText, sizeOf } from "./shape.js";
import {
  type BinaryFunction,
  type ElementType,
  type Initializer,
  type Operation,
  PARAMETER_ROLES,
  type ParameterRole,
  type Tensor,
  type UnaryFunction,
  type Windows,
} from "./tensor.js";

/** A number, or a tensor. */
export type Value = Tensor | number;

/** Functions of one number, as they are folded for constants. */
const FOLD_BINARY: Readonly<Partial<Record<BinaryFunction, (x: number, y: number) => number>>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
};

/**
 * Builds a static graph: tensors of fixed shapes, each computed once. Equal tensors are one tensor, and
 * arithmetic with neutral constants vanishes, so that gradients come out as lean as if written by hand.
 * Every operation throws a {@link ContractError} where a tensor is of another graph, or of a shape or an element type
 * that it does not take.
 */
export class Graph {
  readonly #tensors: Tensor[] = [];
  readonly #known = new Map<string, Tensor>();
  readonly #names = new Set<string>();

  /** All tensors, operands before what reads them. */
  get tensors(): readonly Tensor[] {
    return this.#tensors;
  }

  /** The parameters, in order of creation. */
  get parameters(): readonly Tensor[] {
    return this.#tensors.filter(({ operation }) => operation.kind === "parameter");
  }

  /** A tensor that every step supplies. */
  input(name: string, shape: Shape, element: ElementType = "f32"): Tensor {
    this.#claim(name);
    return this.#tensor({ kind: "input", name }, [], shape, element);
  }

  /**
   * A tensor that training changes.
   *
   * @throws {@link ContractError} where the name is taken, or the role or the shape is none.
   */
  parameter(name: string, shape: Shape, role: ParameterRole, initial: Initializer): Tensor {
    if (!PARAMETER_ROLES.includes(role)) {
      throw new ContractError(
        `parameter: ${JSON.stringify(role)} is no role of "${name}"; roles are ${PARAMETER_ROLES.join(", ")}.`,
      );
    }
    this.#claim(name);
    return this.#tensor({ kind: "parameter", name, role, initial }, [], shape);
  }

  /** One number. */
  constant(value: number): Tensor {
    return this.#tensor({ kind: "constant", value: Math.fround(value) }, [], []);
  }

  /** The numbers 0, 1, … n − 1. */
  positions(n: number): Tensor {
    return this.#tensor({ kind: "positions" }, [], [n]);
  }

  /** A tensor taken as a constant: no gradient flows through it. */
  constantOf(x: Tensor): Tensor {
    this.#requireFloats("constantOf", x);
    return this.#tensor({ kind: "stop" }, [x], x.shape);
  }

  /** A function of each element. */
  unary(fn: UnaryFunction, x: Value): Tensor {
    const operand = this.#float(fn, x);
    return this.#tensor({ kind: "unary", fn }, [operand], operand.shape);
  }

  /** A function of the elements of two broadcast tensors. */
  binary(fn: BinaryFunction, x: Value, y: Value): Tensor {
    const a = this.#float(fn, x);
    const b = this.#float(fn, y);
    const shape = broadcastShapes(fn, a.shape, b.shape);
    return this.#neutral(fn, a, b, shape) ?? this.#tensor({ kind: "binary", fn }, [a, b], shape);
  }

  /** x + y, broadcast. */
  add(x: Value, y: Value): Tensor {
    return this.binary("add", x, y);
  }

  /** x − y, broadcast. */
  subtract(x: Value, y: Value): Tensor {
    return this.binary("subtract", x, y);
  }

  /** x · y, element by element, broadcast. */
  multiply(x: Value, y: Value): Tensor {
    return this.binary("multiply", x, y);
  }

  /** x / y, broadcast. */
  divide(x: Value, y: Value): Tensor {
    return this.binary("divide", x, y);
  }

  /** x · x. */
  square(x: Tensor): Tensor {
    return this.binary("multiply", x, x);
  }

  /** A tensor repeated along dimensions of 1, and new ones in front, to fill a shape. */
  broadcast(x: Tensor, shape: Shape): Tensor {
    this.#requireFloats("broadcast", x);
    if (sameShape(x.shape, shape)) return x;
    if (!sameShape(broadcastShapes("broadcast", x.shape, shape), shape)) {
      throw new ContractError(`broadcast cannot fill ${shapeText(shape)} from ${shapeText(x.shape)}.`);
    }
    return this.#tensor({ kind: "broadcast" }, [x], shape);
  }

  /** Sum over axes, which stay with dimension 1. */
  sum(x: Tensor, axes: readonly number[]): Tensor {
    return this.#reduce("sum", x, axes);
  }

  /** Largest element over axes, which stay with dimension 1. */
  max(x: Tensor, axes: readonly number[]): Tensor {
    return this.#reduce("max", x, axes);
  }

  /** Mean over axes, which stay with dimension 1. */
  mean(x: Tensor, axes: readonly number[]): Tensor {
    const sum = this.sum(x, axes);
    return this.multiply(sum, sizeOf(sum.shape) / sizeOf(x.shape));
  }

  /** The same elements, in row-major order, with other dimensions; one may be −1: whatever is left. */
  reshape(x: Tensor, dimensions: Shape): Tensor {
    this.#requireOwn("reshape", x);
    const known = dimensions.filter((dimension) => dimension !== -1);
    const rest = sizeOf(x.shape) / sizeOf(known);
    const shape = dimensions.map((dimension) => (dimension === -1 ? rest : dimension));
    const fits = sizeOf(shape) === sizeOf(x.shape) && shape.every(Number.isInteger);
    if (!fits || dimensions.length - known.length > 1) {
      throw new ContractError(`reshape cannot make ${shapeText(dimensions)} of ${shapeText(x.shape)}.`);
    }
    if (sameShape(shape, x.shape)) return x;
    const inner = x.operation.kind === "reshape" ? (x.operands[0] as Tensor) : x;
    return sameShape(shape, inner.shape) ? inner : this.#tensor({ kind: "reshape" }, [inner], shape, x.element);
  }

  /** Dimensions in another order: dimension i of the result is dimension `permutation[i]` of x. */
  transpose(x: Tensor, permutation: readonly number[]): Tensor {
    this.#requireOwn("transpose", x);
    const sorted = [...permutation].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || !sorted.every((axis, i) => axis === i)) {
      throw new ContractError(`transpose: [${permutation.join(", ")}] does not permute ${shapeText(x.shape)}.`);
    }
    if (permutation.every((axis, i) => axis === i)) return x;
    const shape = permutation.map((axis) => x.shape[axis] as number);
    return this.#tensor({ kind: "transpose", permutation }, [x], shape, x.element);
  }

  /** Matrix products over the last two dimensions; leading dimensions broadcast. */
  matmul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
    this.#requireFloats("matmul", a);
    this.#requireFloats("matmul", b);
    if (a.shape.length < 2 || b.shape.length < 2) {
      throw new ContractError(`matmul needs matrices, got ${shapeText(a.shape)} and ${shapeText(b.shape)}.`);
    }
    const [ar, ac] = a.shape.slice(-2) as [number, number];
    const [br, bc] = b.shape.slice(-2) as [number, number];
    const [m, k] = transposeA ? [ac, ar] : [ar, ac];
    const [inner, n] = transposeB ? [bc, br] : [br, bc];
    if (k !== inner) {
      throw new ContractError(
        `matmul: the inner dimensions of ${shapeText(a.shape)}${transposeA ? "ᵀ" : ""} and ` +
          `${shapeText(b.shape)}${transposeB ? "ᵀ" : ""} differ: ${k} and ${inner}.`,
      );
    }
    if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
      // One tall product instead of many: and its gradient sums over the batch within the product.
      const rows = this.reshape(a, [-1, k]);
      return this.reshape(this.matmul(rows, b, false, transposeB), [...a.shape.slice(0, -1), n]);
    }
    const batch = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
    return this.#tensor({ kind: "matmul", transposeA, transposeB }, [a, b], [...batch, m, n]);
  }

  /** Rows of a table by index: [rows, …] and [n…] give [n…, …]. An index outside the table gives zeros. */
  gather(table: Tensor, indices: Tensor): Tensor {
    this.#requireFloats("gather", table);
    this.#requireIndices("gather", indices);
    if (table.shape.length === 0) throw new ContractError("gather needs a table of rows, got a single number.");
    return this.#tensor({ kind: "gather" }, [table, indices], [...indices.shape, ...table.shape.slice(1)]);
  }

  /**
   * Values added up in the rows that the indices name: [n…, …] and [n…] give [rows, …]. The adjoint of
   * {@link gather}; an index outside the table adds nothing.
   */
  scatter(values: Tensor, indices: Tensor, rows: number): Tensor {
    this.#requireFloats("scatter", values);
    this.#requireIndices("scatter", indices);
    const inner = values.shape.slice(indices.shape.length);
    if (!sameShape(values.shape, [...indices.shape, ...inner])) {
      throw new ContractError(
        `scatter: ${shapeText(values.shape)} has no row for each of ${shapeText(indices.shape)}.`,
      );
    }
    return this.#tensor({ kind: "scatter", rows }, [values, indices], [rows, ...inner]);
  }

  /** 1 at each index, 0 elsewhere, along a new last dimension: [n…] gives [n…, classes]. */
  oneHot(indices: Tensor, classes: number): Tensor {
    this.#requireIndices("oneHot", indices);
    return this.#tensor({ kind: "oneHot", classes }, [indices], [...indices.shape, classes]);
  }

  /** Every window of images as a row: [b, h, w, c] gives [b, h′, w′, kh·kw·c]. */
  unfold(x: Tensor, windows: Windows): Tensor {
    this.#requireFloats("unfold", x);
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    if (x.shape.length !== 4) {
      throw new ContractError(`unfold needs [batch, height, width, channels], got ${shapeText(x.shape)}.`);
    }
    const [rows, columns] = windowCounts("unfold", height, width, windows);
    const shape = [batch, rows, columns, windows.height * windows.width * channels];
    return this.#tensor({ kind: "unfold", windows }, [x], shape);
  }

  /** Windows added up in images of a given height and width: the adjoint of {@link unfold}. */
  fold(x: Tensor, windows: Windows, height: number, width: number): Tensor {
    this.#requireFloats("fold", x);
    const [rows, columns] = windowCounts("fold", height, width, windows);
    const [batch = 0, , , row = 0] = x.shape;
    const channels = row / (windows.height * windows.width);
    if (!sameShape(x.shape, [batch, rows, columns, row]) || !Number.isInteger(channels)) {
      throw new ContractError(
        `fold: ${shapeText(x.shape)} does not hold ${rows}×${columns} windows of ` +
          `${windows.height}×${windows.width} and their channels.`,
      );
    }
    return this.#tensor({ kind: "fold", windows, height, width }, [x], [batch, height, width, channels]);
  }

  #reduce(fn: "sum" | "max", x: Tensor, axes: readonly number[]): Tensor {
    this.#requireFloats(fn, x);
    const normal = normalAxes(fn, x.shape, axes).filter((axis) => x.shape[axis] !== 1);
    if (normal.length === 0) return x;
    const shape = x.shape.map((dimension, axis) => (normal.includes(axis) ? 1 : dimension));
    return this.#tensor({ kind: "reduce", fn, axes: normal }, [x], shape);
  }

  /** What a binary operation comes to where an operand is a constant that makes it trivial. */
  #neutral(fn: BinaryFunction, a: Tensor, b: Tensor, shape: Shape): Tensor | undefined {
    const [x, y] = [constantValue(a), constantValue(b)];
    const fold = FOLD_BINARY[fn];
    if (x !== undefined && y !== undefined && fold !== undefined) {
      return this.broadcast(this.constant(fold(x, y)), shape);
    }
    const noTerm = y === 0 && (fn === "add" || fn === "subtract");
    const noFactor = y === 1 && (fn === "multiply" || fn === "divide");
    if (noTerm || noFactor) return this.broadcast(a, shape);
    if ((x === 0 && fn === "add") || (x === 1 && fn === "multiply")) return this.broadcast(b, shape);
    return undefined;
  }

  #float(operation: string, x: Value): Tensor {
    if (typeof x === "number") return this.constant(x);
    this.#requireFloats(operation, x);
    return x;
  }

  /** A tensor of another graph would be taken for the one of this graph that has its number. */
  #requireOwn(operation: string, x: Tensor): void {
    if (this.#tensors[x.id] === x) return;
    throw new ContractError(`${operation}: the tensor of shape ${shapeText(x.shape)} is of another graph.`);
  }

  #requireFloats(operation: string, x: Tensor): void {
    this.#requireOwn(operation, x);
    if (x.element !== "f32") throw new ContractError(`${operation} needs float32 numbers, got indices.`);
  }

  #requireIndices(operation: string, indices: Tensor): void {
    this.#requireOwn(operation, indices);
    if (indices.element !== "i32") {
      throw new ContractError(`${operation} needs indices (i32), got float32 numbers.`);
    }
  }

  #claim(name: string): void {
    if (this.#names.has(name)) throw new ContractError(`The graph has a tensor named "${name}" already.`);
    this.#names.add(name);
  }

  #tensor(
    operation: Operation,
    operands: readonly Tensor[],
    shape: Shape,
    element: ElementType = "f32",
  ): Tensor {
    for (const dimension of shape) {
      if (!Number.isInteger(dimension) || dimension < 1) {
        throw new ContractError(
          `${operation.kind}: ${shapeText(shape)} is no shape; dimensions are positive integers.`,
        );
      }
    }
    const key = `${spell(operation)} ${operands.map(({ id }) => id).join(",")} ${shape.join(",")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tensor: Tensor = { id: this.#tensors.length, operation, operands, shape, element };
    this.#tensors.push(tensor);
    this.#known.set(key, tensor);
    return tensor;
  }
}

/** The number that a tensor holds throughout, if it is a constant, repeated or not. */
function constantValue({ operation, operands }: Tensor): number | undefined {
  if (operation.kind === "constant") return operation.value;
  const repeats = operation.kind === "broadcast" || operation.kind === "reshape";
  return repeats ? constantValue(operands[0] as Tensor) : undefined;
}

/** An operation as text; unlike JSON alone, it tells −0 from 0 and NaN from the infinities. */
function spell(operation: Operation): string {
  return JSON.stringify(operation, (_, value: unknown) => {
    if (typeof value !== "number") return value;
    return Object.is(value, -0) ? "-0" : String(value);
  });
}

/** How many windows fit the height and the width of an image. */
function windowCounts(operation: string, height: number, width: number, windows: Windows): [number, number] {
  const { stride, padding } = windows;
  const isNatural = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (![windows.height, windows.width, stride, padding + 1].every(isNatural)) {
    throw new ContractError(
      `${operation}: windows of ${windows.height}×${windows.width}, stride ${stride} and padding ${padding} ` +
        "are no windows; all are integers, the padding at least 0, the others at least 1.",
    );
  }
  const count = (side: string, length: number, window: number): number => {
    const found = Math.floor((length + 2 * padding - window) / stride) + 1;
    if (found >= 1) return found;
    throw new ContractError(
      `${operation}: a window of ${side} ${window} does not fit ${length} with padding ${padding}.`,
    );
  };
  return [count("height", height, windows.height), count("width", width, windows.width)];
}
