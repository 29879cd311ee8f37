import { ContractError } from "../../errors.js";
import { needed } from "../graph/needed.js";
import { type Shape, sameShape, sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { STRETCH, halvesOf } from "./element.js";
import type { Kernel, LoopKernel, LoopStore } from "./kernel.js";
import { type BufferId, type View, contiguousView, isContiguous, reshapedView, transposedView } from "./view.js";

/** A buffer of a plan. */
export interface BufferSpec {
  /** In elements of four bytes. */
  readonly size: number;
  /** A place that outlives the step, such as a parameter's, by the name that the caller gave it. */
  readonly fixed?: string;
}

/** A graph turned into a sequence of kernels over buffers. */
export interface LoweredGraph {
  readonly kernels: readonly Kernel[];
  readonly buffers: readonly BufferSpec[];
  /** Where inputs, parameters and roots are. */
  readonly views: ReadonlyMap<Tensor, View>;
}

/** Tensors that must lie in a fixed place, and at which element of it. */
export interface Placement {
  readonly name: string;
  readonly offset: number;
}

/** Work a lane, in additions, beyond which recomputing costs more than storing and loading. */
const RECOMPUTE = 4;
const COST: Readonly<Record<string, number>> = {
  exp: 14, log: 18, tanh: 24, sigmoid: 20, phi: 24, sqrt: 5, divide: 5,
};

/**
 * Turns what the roots need of a graph into kernels: element-wise chains fused into the loops that read them,
 * transposes and reshapes into views.
 *
 * @param sizes - The size of each fixed place, by name, in elements.
 * @param placements - Inputs, parameters and roots that have a fixed place.
 * @param copies - Further places that a root is copied to at the end.
 */
export function lowerGraph(
  roots: readonly Tensor[],
  sizes: Readonly<Record<string, number>>,
  placements: ReadonlyMap<Tensor, Placement>,
  copies: readonly (readonly [Tensor, Placement])[] = [],
): LoweredGraph {
  return new Lowering(roots, sizes, placements).result(copies);
}

class Lowering {
  readonly #buffers: BufferSpec[] = [];
  readonly #kernels: Kernel[] = [];
  readonly #views = new Map<Tensor, View>();
  readonly #fixed = new Map<string, BufferId>();
  readonly #placements: ReadonlyMap<Tensor, Placement>;
  readonly #roots: ReadonlySet<Tensor>;
  readonly #order: readonly Tensor[];
  readonly #consumers = new Map<Tensor, Tensor[]>();
  readonly #stored = new Set<Tensor>();
  /** For a stored tensor that a later loop writes in passing: the tensor that the loop is made for. */
  readonly #writers = new Map<Tensor, Tensor>();

  constructor(
    roots: readonly Tensor[],
    sizes: Readonly<Record<string, number>>,
    placements: ReadonlyMap<Tensor, Placement>,
  ) {
    this.#placements = placements;
    this.#roots = new Set(roots);
    for (const [name, size] of Object.entries(sizes)) this.#fixed.set(name, this.#buffer(size, name));
    this.#order = needed(roots);
    for (const tensor of this.#order) {
      for (const operand of tensor.operands) {
        const known = this.#consumers.get(operand);
        if (known === undefined) this.#consumers.set(operand, [tensor]);
        else known.push(tensor);
      }
    }
    for (const tensor of this.#order) if (this.#mustBeStored(tensor)) this.#stored.add(tensor);
    this.#defer();
    for (const tensor of this.#order) this.#lower(tensor);
  }

  result(copies: readonly (readonly [Tensor, Placement])[]): LoweredGraph {
    for (const [tensor, { name, offset }] of copies) {
      const to = contiguousView(this.#fixed.get(name) as BufferId, tensor.shape, offset);
      this.#kernels.push(copyKernel(tensor, this.#viewOf(tensor), to));
    }
    return { kernels: this.#kernels, buffers: this.#buffers, views: this.#views };
  }

  #lower(tensor: Tensor): void {
    if (this.#views.has(tensor)) return;
    const { operation, operands, shape } = tensor;
    const [x, y] = operands as [Tensor, Tensor];
    switch (operation.kind) {
      case "input":
      case "parameter":
        this.#place(tensor);
        return;
      case "constant":
        if (this.#stored.has(tensor)) this.#loop(tensor);
        return;
      case "unary":
      case "binary":
      case "broadcast":
      case "oneHot":
      case "positions":
      case "stop":
        if (this.#stored.has(tensor) && !this.#writers.has(tensor)) this.#loop(tensor);
        return;
      case "reduce":
        this.#loop(tensor);
        return;
      case "transpose":
        this.#alias(tensor, transposedView(this.#viewOf(x), operation.permutation));
        return;
      case "reshape":
        this.#alias(tensor, reshapedView(this.#viewOf(x), shape) ?? reshapedView(this.#copied(x), shape));
        return;
      case "matmul":
        this.#product(tensor, operation, x, y);
        return;
      case "gather":
        this.#kernels.push({
          kind: "gather", count: sizeOf(y.shape), row: sizeOf(x.shape.slice(1)), rows: x.shape[0] as number,
          table: this.#contiguous(x), indices: this.#contiguous(y), values: this.#place(tensor),
        });
        return;
      case "scatter":
        this.#kernels.push({
          kind: "scatter", count: sizeOf(y.shape), row: sizeOf(shape.slice(1)), rows: operation.rows,
          values: this.#contiguous(x), indices: this.#contiguous(y), table: this.#place(tensor),
        });
        return;
      case "unfold":
        this.#kernels.push({
          kind: "unfold", windows: operation.windows, image: this.#contiguous(x), rows: this.#place(tensor),
        });
        return;
      case "fold":
        this.#kernels.push({
          kind: "fold", windows: operation.windows, rows: this.#contiguous(x), image: this.#place(tensor),
        });
    }
  }

  /** Whether a tensor's elements go to memory by themselves, and are not only computed on the way to others. */
  #mustBeStored(tensor: Tensor): boolean {
    if (!isElementWise(tensor)) return false;
    if (this.#roots.has(tensor) || tensor.operation.kind === "positions") return true;
    const consumers = this.#consumers.get(tensor) ?? [];
    if (!consumers.every((consumer) => isElementWise(consumer) || consumer.operation.kind === "reduce")) return true;
    if (tensor.operation.kind === "constant") return false;
    const cost = this.#cost(tensor);
    const widened = consumers.some((consumer) => sizeOf(iterationShape(consumer)) > sizeOf(tensor.shape));
    if (widened && cost > 1) return true;
    return consumers.length > 1 && cost > RECOMPUTE;
  }

  /** What it takes to compute one lane from what is stored. */
  #cost(tensor: Tensor): number {
    const { operation, operands } = tensor;
    if (!isElementWise(tensor) || this.#stored.has(tensor) || operation.kind === "constant") return 0;
    const own = operation.kind === "unary" || operation.kind === "binary" ? (COST[operation.fn] ?? 1) : 0;
    return operands.reduce((sum, operand) => sum + this.#cost(operand), own);
  }

  /**
   * Leaves a stored tensor to the first kernel that reads it, instead of a loop of its own, where that is a
   * loop over the same elements. Kernels are made in the order of the tensors that they are made for, and a
   * deferred tensor is there no earlier than its writer; so readers are settled first, from the last one back.
   */
  #defer(): void {
    const first = new Map<Tensor, Tensor>();
    for (const tensor of [...this.#order].reverse()) {
      let reader: Tensor | undefined;
      for (const consumer of this.#consumers.get(tensor) ?? []) {
        const computed = isElementWise(consumer) && !this.#stored.has(consumer);
        const own = computed ? first.get(consumer) : (this.#writers.get(consumer) ?? consumer);
        if (own !== undefined && (reader === undefined || own.id < reader.id)) reader = own;
      }
      if (reader === undefined) continue;
      first.set(tensor, reader);
      const loops = reader.operation.kind === "reduce" || isElementWise(reader);
      const deferred = this.#stored.has(tensor) && tensor.operation.kind !== "positions";
      const fits = loops && sameShape(iterationShape(reader), tensor.shape);
      const isApart = reducesColumns(reader) && this.#isHalved(tensor);
      if (deferred && fits && !isApart && !this.#placements.has(tensor)) this.#writers.set(tensor, reader);
    }
  }

  /** Whether a function with halves is computed on the way to a tensor: only loops along rows make use of them. */
  #isHalved(tensor: Tensor): boolean {
    const isPassed = (operand: Tensor): boolean => isElementWise(operand) && !this.#stored.has(operand);
    return halvesOf(tensor) !== undefined || tensor.operands.some((x) => isPassed(x) && this.#isHalved(x));
  }

  /** Makes the loop that computes a tensor, and with it whatever was left for it to store. */
  #loop(tensor: Tensor): void {
    const { operation, operands } = tensor;
    const reduces = operation.kind === "reduce";
    const shape = iterationShape(tensor);
    const computed: Tensor[] = [];
    const loads = new Map<Tensor, View>();
    const stores: LoopStore[] = [];
    const seen = new Set<Tensor>();
    const visit = (value: Tensor): void => {
      if (seen.has(value)) return;
      seen.add(value);
      const view = this.#views.get(value);
      if (view !== undefined) {
        loads.set(value, view);
        return;
      }
      if (!isElementWise(value)) throw readTooEarly(value);
      if (value.operation.kind === "oneHot") loads.set(value, this.#indexView(value));
      else value.operands.forEach(visit);
      computed.push(value);
      if (this.#stored.has(value) && value !== tensor) stores.push({ tensor: value, view: this.#place(value) });
    };
    if (reduces) {
      const source = operands[0] as Tensor;
      visit(source);
      const { fn, axes } = operation;
      stores.push({ tensor: source, view: this.#place(tensor), reduction: { fn, axes } });
    } else {
      if (operation.kind === "oneHot") loads.set(tensor, this.#indexView(tensor));
      else tensor.operands.forEach(visit);
      computed.push(tensor);
      stores.push({ tensor, view: this.#place(tensor) });
    }
    const halved = computed.filter((value) => halvesOf(value) !== undefined).length;
    const kernel = { kind: "loop", shape, computed, loads, stores } as const;
    this.#kernels.push(halved === 0 ? kernel : { ...kernel, scratch: this.#buffer(halved * 2 * STRETCH) });
  }

  #product(
    tensor: Tensor,
    { transposeA, transposeB }: { readonly transposeA: boolean; readonly transposeB: boolean },
    x: Tensor,
    y: Tensor,
  ): void {
    const a = matrixView(this.#viewOf(x), transposeA);
    let b = matrixView(this.#viewOf(y), transposeB);
    const [m = 0, k = 0] = a.shape.slice(-2);
    const n = b.shape.at(-1) as number;
    const [rowStride, columnStride] = b.strides.slice(-2) as [number, number];
    if (n > 1 && k > 1 && columnStride !== 1 && rowStride !== 1) b = matrixView(this.#copied(y), transposeB);
    const scratch = n > 1 && b.strides.at(-1) !== 1 ? this.#buffer(k * n) : undefined;
    const c = this.#placeProduct(tensor);
    const batch = tensor.shape.slice(0, -2);
    const kernel = { kind: "product", batch, m, n, k, a, b, c } as const;
    this.#kernels.push(scratch === undefined ? kernel : { ...kernel, scratch });
  }

  /** Gives a tensor memory: its fixed place, or a buffer of its own. */
  #place(tensor: Tensor): View {
    const known = this.#views.get(tensor);
    if (known !== undefined) return known;
    const placement = this.#placements.get(tensor);
    const buffer = placement === undefined ? this.#buffer(sizeOf(tensor.shape)) : this.#fixed.get(placement.name);
    if (buffer === undefined) throw new ContractError(`No fixed place is called "${placement?.name ?? ""}".`);
    const view = contiguousView(buffer, tensor.shape, placement?.offset ?? 0);
    this.#views.set(tensor, view);
    return view;
  }

  /** Gives a product memory: laid out for the transpose that alone reads it, which spares a copy after it. */
  #placeProduct(tensor: Tensor): View {
    const [reader, ...others] = this.#consumers.get(tensor) ?? [];
    const isFree = others.length === 0 && !this.#roots.has(tensor) && !this.#placements.has(tensor);
    if (!isFree || reader?.operation.kind !== "transpose") return this.#place(tensor);
    const { permutation } = reader.operation;
    // Columns stay adjacent.
    if (permutation.at(-1) !== permutation.length - 1) return this.#place(tensor);
    const rows = contiguousView(this.#buffer(sizeOf(tensor.shape)), reader.shape);
    const view = transposedView(rows, permutation.map((_, axis) => permutation.indexOf(axis)));
    this.#views.set(tensor, view);
    return view;
  }

  /** The indices of a one-hot tensor, repeated along the classes. */
  #indexView(oneHot: Tensor): View {
    const view = this.#viewOf(oneHot.operands[0] as Tensor);
    return { ...view, shape: [...view.shape, 1], strides: [...view.strides, 0] };
  }

  /** Lets a tensor be a view of another's memory; what must lie in a fixed place or row by row is copied. */
  #alias(tensor: Tensor, view: View | undefined): void {
    if (view === undefined) throw new ContractError(`Tensor ${tensor.id} cannot be viewed.`);
    if (!this.#placements.has(tensor) && (!this.#roots.has(tensor) || isContiguous(view))) {
      this.#views.set(tensor, view);
      return;
    }
    this.#kernels.push(copyKernel(tensor, view, this.#place(tensor)));
  }

  #viewOf(tensor: Tensor): View {
    const view = this.#views.get(tensor);
    if (view === undefined) throw readTooEarly(tensor);
    return view;
  }

  /** A view of a tensor as one row-major block, copied where it is not. */
  #contiguous(tensor: Tensor): View {
    const view = this.#viewOf(tensor);
    return isContiguous(view) ? view : this.#copied(tensor);
  }

  #copied(tensor: Tensor): View {
    const view = contiguousView(this.#buffer(sizeOf(tensor.shape)), tensor.shape);
    this.#kernels.push(copyKernel(tensor, this.#viewOf(tensor), view));
    return view;
  }

  #buffer(size: number, fixed?: string): BufferId {
    this.#buffers.push(fixed === undefined ? { size } : { size, fixed });
    return this.#buffers.length - 1;
  }
}

function readTooEarly({ id, operation }: Tensor): ContractError {
  return new ContractError(`Tensor ${id} (${operation.kind}) is read too early.`);
}

function copyKernel(tensor: Tensor, from: View, to: View): LoopKernel {
  const loads = new Map([[tensor, from]]);
  return { kind: "loop", shape: tensor.shape, computed: [], loads, stores: [{ tensor, view: to }] };
}

function matrixView(view: View, transpose: boolean): View {
  if (!transpose) return view;
  const axes = view.shape.map((_, axis) => axis);
  const [row = 0, column = 0] = axes.splice(-2);
  return transposedView(view, [...axes, column, row]);
}

const ELEMENT_WISE: ReadonlySet<Tensor["operation"]["kind"]> = new Set([
  "unary", "binary", "broadcast", "stop", "oneHot", "positions", "constant",
] as const);

/** Whether a tensor's elements are functions of others' elements alone. */
function isElementWise({ operation: { kind } }: Tensor): boolean {
  return ELEMENT_WISE.has(kind);
}

/** Whether a tensor is a reduction that keeps the last dimension. */
function reducesColumns({ operation, shape }: Tensor): boolean {
  return operation.kind === "reduce" && !operation.axes.includes(shape.length - 1);
}

/** What the loop made for a tensor runs over. */
function iterationShape({ operation, operands, shape }: Tensor): Shape {
  return operation.kind === "reduce" ? (operands[0] as Tensor).shape : shape;
}
