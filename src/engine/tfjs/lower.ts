import { ContractError } from "../../errors.js";
import { needed } from "../graph/needed.js";
import { type Shape, sameShape, shapeText, sizeOf } from "../graph/shape.js";
import type { BinaryFunction, Tensor, UnaryFunction } from "../graph/tensor.js";
import type { TfjsBackend } from "./backend.js";
import type { Tfjs, TfjsTensor } from "./library.js";
import { asFloats, signOf } from "./primitive.js";
import { fold, unfold } from "./windows.js";

/** A graph on TensorFlow.js. What depends on a parameter has a leading lanes axis, all else has none. */
export interface LoweredGraph {
  /** Computes the outputs, in order, from the inputs and parameters. To be called in `tf.tidy`. */
  run(leaves: ReadonlyMap<Tensor, TfjsTensor>): readonly TfjsTensor[];
  /** Whether a tensor has the lanes axis. */
  hasLanes(tensor: Tensor): boolean;
  /** Frees what the graph keeps between runs. */
  dispose(): void;
}

/** What {@link lowerGraph} is told. */
export interface LoweringSpec {
  readonly backend: TfjsBackend;
  readonly outputs: readonly Tensor[];
  readonly lanes: number;
  /** Inputs that differ from lane to lane. */
  readonly laneInputs: ReadonlySet<Tensor>;
}

/**
 * What XNNPACK's element-wise kernels go up to, beyond which they compute nothing and merely print a line, and what
 * shaders have vectors for.
 */
const MOST_DIMENSIONS = 6;

/**
 * Lowers what outputs depend on. The operations are TensorFlow.js's own, and so are their gradients, but for
 * that of `max`, whose share is split among equals as the graph has it.
 *
 * @throws {@link ContractError} where a tensor has more dimensions than the backend can take.
 */
export function lowerGraph(tf: Tfjs, { backend, outputs, lanes, laneInputs }: LoweringSpec): LoweredGraph {
  const tensors = needed(outputs);
  const laned = new Set<Tensor>();
  const trained = new Set<Tensor>();
  for (const tensor of tensors) {
    const { operation, operands } = tensor;
    const isParameter = operation.kind === "parameter";
    const hasOwn = isParameter || laneInputs.has(tensor);
    if (hasOwn || operands.some((operand) => laned.has(operand))) laned.add(tensor);
    if (isParameter || passesGradient(tensor).some((operand) => trained.has(operand))) trained.add(tensor);
  }
  for (const tensor of backend === "wasm" || backend === "webgpu" ? tensors : []) {
    if (tensor.shape.length + (laned.has(tensor) ? 1 : 0) <= MOST_DIMENSIONS) continue;
    throw new ContractError(
      `A tensor of shape ${shapeText(tensor.shape)} is too much for TensorFlow.js on ${backend}: with the lanes, ` +
        `it takes up to ${MOST_DIMENSIONS} dimensions.`,
    );
  }
  const kept: TfjsTensor[] = [];
  const writer = new Writer(tf, backend, lanes, laned, trained, kept);
  const steps = tensors.flatMap((tensor) => {
    const { kind } = tensor.operation;
    return kind === "input" || kind === "parameter" ? [] : [[tensor, writer.write(tensor)] as const];
  });
  return {
    run: (leaves) => {
      const values = new Map(leaves);
      const of = (tensor: Tensor): TfjsTensor => values.get(tensor) as TfjsTensor;
      for (const [tensor, compute] of steps) values.set(tensor, compute(of));
      return outputs.map(of);
    },
    hasLanes: (tensor) => laned.has(tensor),
    dispose: () => { tf.dispose(kept); },
  };
}

/**
 * Makes sure that a loss depends on parameters.
 *
 * @throws {@link ContractError} naming one that it does not depend on.
 */
export function requireDependence(loss: Tensor, parameters: readonly Tensor[]): void {
  const reached = new Set([loss]);
  // What is read has a smaller number than what reads it.
  for (const tensor of needed([loss]).toReversed()) {
    if (reached.has(tensor)) for (const operand of passesGradient(tensor)) reached.add(operand);
  }
  for (const parameter of parameters) {
    if (reached.has(parameter) || parameter.operation.kind !== "parameter") continue;
    throw new ContractError(`The loss does not depend on parameter "${parameter.operation.name}".`);
  }
}

/** The operands that gradients flow to. */
function passesGradient({ operation, operands }: Tensor): readonly Tensor[] {
  switch (operation.kind) {
    case "stop":
    case "oneHot":
      return [];
    case "binary":
      return isComparison(operation.fn) ? [] : operands;
    default:
      return operands.filter(({ element }) => element === "f32");
  }
}

function isComparison(fn: BinaryFunction): fn is "greater" | "greaterEqual" | "equal" {
  return fn === "greater" || fn === "greaterEqual" || fn === "equal";
}

type Compute = (of: (tensor: Tensor) => TfjsTensor) => TfjsTensor;

/** Writes operations as calls of TensorFlow.js. */
class Writer {
  readonly #tf: Tfjs;
  readonly #backend: TfjsBackend;
  readonly #lanes: number;
  readonly #laned: ReadonlySet<Tensor>;
  readonly #trained: ReadonlySet<Tensor>;
  readonly #kept: TfjsTensor[];

  constructor(
    tf: Tfjs,
    backend: TfjsBackend,
    lanes: number,
    laned: ReadonlySet<Tensor>,
    trained: ReadonlySet<Tensor>,
    kept: TfjsTensor[],
  ) {
    this.#tf = tf;
    this.#backend = backend;
    this.#lanes = lanes;
    this.#laned = laned;
    this.#trained = trained;
    this.#kept = kept;
  }

  write(tensor: Tensor): Compute {
    const tf = this.#tf;
    const { operation, operands, shape } = tensor;
    const [x, y] = operands as [Tensor, Tensor];
    const whole = this.#laned.has(tensor) ? [this.#lanes, ...shape] : [...shape];
    switch (operation.kind) {
      case "input":
      case "parameter":
        throw new ContractError(`"${operation.name}" is not computed.`);
      case "constant":
        return this.#keep(tf.scalar(operation.value));
      case "positions":
        return this.#keep(tf.range(0, shape[0] as number, 1, "float32"));
      case "stop":
        return (of) => this.#untracked(x, () => tf.clone(of(x)));
      case "unary":
        return this.#unary(operation.fn, x);
      case "binary":
        return this.#binary(operation.fn, x, y, whole, shape.length);
      case "broadcast":
        return this.#filled(x, whole);
      case "reduce": {
        const axes = operation.axes.map((axis) => axis + (this.#laned.has(x) ? 1 : 0));
        return operation.fn === "sum" ? (of) => tf.sum(of(x), axes, true) : this.#max(x, axes);
      }
      case "reshape":
        return (of) => tf.reshape(of(x), whole);
      case "transpose": {
        const { permutation } = operation;
        const order = this.#laned.has(x) ? [0, ...permutation.map((axis) => axis + 1)] : [...permutation];
        if (x.element === "f32" || this.#backend !== "webgpu") return (of) => tf.transpose(of(x), order);
        // It transposes no integers: see asFloats.
        return (of) => tf.cast(tf.transpose(this.#floats(of(x)), order), "int32");
      }
      case "matmul": {
        const batch = whole.slice(0, -2);
        const [a, b] = [this.#matrices(x, batch), this.#matrices(y, batch)];
        const { transposeA, transposeB } = operation;
        return (of) => tf.reshape(tf.matMul(a(of), b(of), transposeA, transposeB), whole);
      }
      case "gather": {
        // A product, whose gradient is one too: gathering's own gradient is slow, or missing on a backend.
        const [rows = 1, ...inner] = x.shape;
        const hot = this.#hot(y, rows, [sizeOf(y.shape), rows]);
        const table = this.#reshaped(x, [rows, sizeOf(inner)]);
        return (of) => tf.reshape(tf.matMul(hot(of), table(of)), whole);
      }
      case "scatter": {
        const count = sizeOf(y.shape);
        const hot = this.#hot(y, operation.rows, [count, operation.rows]);
        const values = this.#reshaped(x, [count, sizeOf(x.shape) / count]);
        return (of) => tf.reshape(tf.matMul(hot(of), values(of), true, false), whole);
      }
      case "oneHot": {
        const hot = this.#hot(x, operation.classes, shape);
        return (of) => tf.reshape(hot(of), whole);
      }
      case "unfold": {
        const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
        const [, rows = 0, columns = 0] = shape;
        const image = [batch * this.#lanesOf(x), height, width, channels] as const;
        const grid = { windows: operation.windows, image, rows, columns };
        return (of) => tf.reshape(unfold(tf, tf.reshape(of(x), [...image]), grid), whole);
      }
      case "fold": {
        const [batch = 0, rows = 0, columns = 0, row = 0] = x.shape;
        const [, height = 0, width = 0, channels = 0] = shape;
        const images = batch * this.#lanesOf(x);
        const image = [images, height, width, channels] as const;
        const grid = { windows: operation.windows, image, rows, columns };
        return (of) => tf.reshape(fold(tf, tf.reshape(of(x), [images, rows, columns, row]), grid), whole);
      }
    }
  }

  #unary(fn: UnaryFunction, x: Tensor): Compute {
    const tf = this.#tf;
    switch (fn) {
      case "negate":
        return (of) => tf.neg(of(x));
      case "abs":
        // The slope of tf.abs is −1 at 0, not 0.
        return (of) => tf.mul(of(x), this.#untracked(x, () => signOf(tf, of(x))));
      case "phi":
        return (of) => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, of(x)))));
      case "exp":
      case "log":
      case "sqrt":
      case "tanh":
      case "sigmoid":
      case "relu":
        return (of) => tf[fn](of(x));
    }
  }

  #binary(fn: BinaryFunction, x: Tensor, y: Tensor, whole: Shape, rank: number): Compute {
    const tf = this.#tf;
    const [a, b] = [this.#aligned(x, rank), this.#aligned(y, rank)];
    switch (fn) {
      case "add":
        return (of) => tf.add(a(of), b(of));
      case "subtract":
        return (of) => tf.sub(a(of), b(of));
      case "multiply":
        return (of) => tf.mul(a(of), b(of));
      case "divide":
        return (of) => tf.div(a(of), b(of));
      case "maximum":
      case "minimum": {
        // Their gradients in TensorFlow.js know nothing of broadcasting.
        const [p, q] = [this.#filled(x, whole), this.#filled(y, whole)];
        return (of) => tf[fn](p(of), q(of));
      }
      case "greater":
      case "greaterEqual":
      case "equal": {
        const depends = this.#trained.has(x) ? x : y;
        return (of) => this.#untracked(depends, () => this.#floats(tf[fn](a(of), b(of))));
      }
    }
  }

  #max(x: Tensor, axes: readonly number[]): Compute {
    const tf = this.#tf;
    const largest = (value: TfjsTensor): TfjsTensor => tf.max(value, [...axes], true);
    if (!this.#trained.has(x)) return (of) => largest(of(x));
    return (of) => {
      const all = of(x);
      return tf.customGrad((...given) => {
        const save = given.at(-1) as (tensors: TfjsTensor[]) => void;
        const found = largest(all);
        save([all, found]);
        // Equals share what tf.max would give to each of them.
        const gradFunc = (adjoint: TfjsTensor, [saved, value]: TfjsTensor[]): TfjsTensor => {
          const mask = this.#floats(tf.equal(saved as TfjsTensor, value as TfjsTensor));
          return tf.mul(mask, tf.div(adjoint, tf.sum(mask, [...axes], true)));
        };
        return { value: found, gradFunc };
      })(all);
    };
  }

  /** What is computed from a tensor so that nothing flows back to it, and no zeros are sent back either. */
  #untracked(from: Tensor, compute: () => TfjsTensor): TfjsTensor {
    if (!this.#trained.has(from)) return compute();
    return this.#tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();
  }

  /** 1 at each index, 0 elsewhere, with the lanes axis or 1 in front. */
  #hot(indices: Tensor, classes: number, shape: Shape): Compute {
    const tf = this.#tf;
    const lanes = this.#lanesOf(indices);
    const count = lanes * sizeOf(indices.shape);
    const whole = [lanes, ...shape];
    if (classes === 1) {
      // tf.oneHot refuses a single class.
      return (of) => tf.reshape(this.#floats(tf.equal(of(indices), 0)), whole);
    }
    return (of) => {
      // As float32 the wasm backend would write integers' bits.
      const hot = tf.oneHot(tf.reshape(of(indices), [count]), classes, 1, 0, "int32");
      return tf.reshape(this.#floats(hot), whole);
    };
  }

  /** A tensor as matrices [lanes or 1, rows, columns]. */
  #reshaped(x: Tensor, [rows, columns]: readonly [number, number]): Compute {
    return (of) => this.#tf.reshape(of(x), [this.#lanesOf(x), rows, columns]);
  }

  /**
   * A tensor's matrices in one row, [matrices, rows, columns]: one alone, or one for each place of a batch,
   * lanes included. The gradient of tf.matMul knows nothing of broadcasting.
   */
  #matrices(x: Tensor, batch: Shape): Compute {
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const isOne = !this.#laned.has(x) && sizeOf(x.shape) === rows * columns;
    const a = isOne ? this.#aligned(x, 2) : this.#filled(x, [...batch, rows, columns]);
    return (of) => this.#tf.reshape(a(of), [-1, rows, columns]);
  }

  /** A tensor repeated to fill a shape, lanes included. */
  #filled(x: Tensor, shape: Shape): Compute {
    const tf = this.#tf;
    const rank = shape.length - (this.#laned.has(x) ? 1 : 0);
    const a = this.#aligned(x, rank);
    if (sameShape(this.#alignedShape(x, rank), shape)) return a;
    // A product, because the gradient of tf.tile stops at four dimensions.
    const ones = this.#keep(tf.ones([...shape]));
    return (of) => tf.mul(a(of), ones(of));
  }

  /** A tensor that broadcasts with others of a rank, lanes not counted: its lanes stay in front. */
  #aligned(x: Tensor, rank: number): Compute {
    if (!this.#laned.has(x) || x.shape.length >= rank) return (of) => of(x);
    const shape = this.#alignedShape(x, rank);
    return (of) => this.#tf.reshape(of(x), shape);
  }

  #alignedShape(x: Tensor, rank: number): number[] {
    if (!this.#laned.has(x)) return [...x.shape];
    return [this.#lanes, ...Array.from({ length: Math.max(0, rank - x.shape.length) }, () => 1), ...x.shape];
  }

  #lanesOf(x: Tensor): number {
    return this.#laned.has(x) ? this.#lanes : 1;
  }

  #floats(x: TfjsTensor): TfjsTensor {
    return asFloats(this.#tf, this.#backend, x);
  }

  #keep(constant: TfjsTensor): Compute {
    this.#kept.push(constant);
    return () => constant;
  }
}
