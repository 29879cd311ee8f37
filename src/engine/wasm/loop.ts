import { ContractError } from "../../errors.js";
import type { Tensor } from "../graph/tensor.js";
import { binaryLanes, writeUnary } from "./element.js";
import {
  type Expression, type I32, type Local, type V128, add, f32x4, i32x4, scalar32, shuffleLanes, times, v128,
} from "./expression.js";
import type { LoopKernel, LoopStore } from "./kernel.js";
import type { FunctionBuilder } from "./module.js";
import { type BufferId, type View, broadcastStrides } from "./view.js";

/** One memory operand of a loop: a view that is read or written, with its strides over the loop's dimensions. */
interface Access {
  readonly view: View;
  /** In elements, one a collapsed dimension. */
  readonly strides: readonly number[];
}

/** A dimension of the iteration space, adjacent ones merged where every access allows it. */
interface Dimension {
  readonly size: number;
  readonly reduced: boolean;
}

const IOTA = v128.constant([0, 1, 2, 3]);
const ALL = 0xffffffff | 0;

/** Writes one pass over an iteration space, four lanes at a time along its last dimension. */
export function writeLoop(f: FunctionBuilder, kernel: LoopKernel, address: (buffer: BufferId) => number): void {
  new LoopWriter(f, kernel, address).write();
}

class LoopWriter {
  readonly #f: FunctionBuilder;
  readonly #kernel: LoopKernel;
  readonly #address: (buffer: BufferId) => number;
  readonly #dimensions: readonly Dimension[];
  readonly #loads = new Map<Tensor, Access>();
  readonly #stores: readonly { readonly store: LoopStore; readonly access: Access }[];
  readonly #reduction: LoopStore | undefined;

  constructor(f: FunctionBuilder, kernel: LoopKernel, address: (buffer: BufferId) => number) {
    this.#f = f;
    this.#kernel = kernel;
    this.#address = address;
    this.#reduction = kernel.stores.find(({ reduction }) => reduction !== undefined);
    const views = [...kernel.loads.values(), ...kernel.stores.map(({ view }) => view)];
    const strides = views.map((view) => broadcastStrides(view, kernel.shape));
    const fixedLast = kernel.computed.some(({ operation: { kind } }) => kind === "oneHot" || kind === "positions");
    const { dimensions, merged } = collapse(kernel, strides, this.#reduction?.reduction?.axes ?? [], fixedLast);
    this.#dimensions = dimensions;
    let next = 0;
    for (const [tensor, view] of kernel.loads) {
      this.#loads.set(tensor, { view, strides: merged[next++] as number[] });
    }
    this.#stores = kernel.stores.map((store) => ({
      store,
      access: { view: store.view, strides: merged[next++] as number[] },
    }));
  }

  write(): void {
    const last = this.#dimensions.length - 1;
    const inner = this.#dimensions[last] as Dimension;
    const outer = this.#dimensions.map((_, axis) => axis).slice(0, last);
    const kept = outer.filter((axis) => this.#dimensions[axis]?.reduced === false);
    const reduced = outer.filter((axis) => this.#dimensions[axis]?.reduced === true);
    const bases = new Map<Access, I32>(this.#accesses().map((access) => [access, this.#start(access)]));
    this.#nest(kept, bases, (at) => {
      if (this.#reduction === undefined) this.#elements(at);
      else if (inner.reduced) this.#reduceInner(reduced, at);
      else this.#reduceOuter(reduced, at);
    });
  }

  /** Every element stored, along the last dimension. */
  #elements(at: ReadonlyMap<Access, I32>): void {
    this.#along((position, count, offset) => {
      const lanes = this.#compute(at, position, offset, count);
      this.#storeElements(at, lanes, offset, count);
    });
  }

  /** The last dimension is reduced: lanes are accumulated and combined at the end. */
  #reduceInner(reduced: readonly number[], at: ReadonlyMap<Access, I32>): void {
    const { store, fn } = this.#reductionStore();
    const total = accumulator(this.#f, fn);
    this.#nest(reduced, at, (inside) => {
      this.#along((position, count, offset) => {
        const lanes = this.#compute(inside, position, offset, count);
        this.#storeElements(inside, lanes, offset, count);
        total.add(lanes.get(store.tensor) as V128, count);
      });
    });
    const target = this.#target(at);
    this.#f.storeF32(target, horizontal(fn, this.#f.let(total.lanes())));
  }

  /** Dimensions before the last one are reduced: columns are accumulated, a few vectors at a time. */
  #reduceOuter(reduced: readonly number[], at: ReadonlyMap<Access, I32>): void {
    const { store, fn } = this.#reductionStore();
    const size = (this.#dimensions.at(-1) as Dimension).size;
    const columns = (width: number, count: number) => (j: I32): void => {
      const moved = new Map([...at].map(([access, base]): [Access, I32] => {
        const stride = access.strides.at(-1) as number;
        return [access, stride === 0 ? base : this.#f.let(add(base, times(j, stride * 4)))];
      }));
      const vectors = Math.ceil(width / 4);
      const totals = Array.from({ length: vectors }, () => accumulator(this.#f, fn));
      this.#nest(reduced, moved, (inside) => {
        totals.forEach((total, v) => {
          const used = v === vectors - 1 ? count : 4;
          const lanes = this.#compute(inside, typeof j === "number" ? j + v * 4 : add(j, v * 4), v * 16, used);
          this.#storeElements(inside, lanes, v * 16, used);
          total.add(lanes.get(store.tensor) as V128, 4);
        });
      });
      const target = this.#target(moved);
      totals.forEach((total, v) => {
        this.#f.storeLanes(target, total.lanes(), v === vectors - 1 ? count : 4, v * 16);
      });
    };
    let from = 0;
    for (const width of [16, 8, 4]) {
      const to = from + Math.floor((size - from) / width) * width;
      this.#f.forRange(from, to, width, columns(width, 4));
      from = to;
    }
    if (from < size) columns(4, size - from)(from);
  }

  #reductionStore(): { readonly store: LoopStore; readonly fn: "sum" | "max" } {
    const store = this.#reduction as LoopStore;
    return { store, fn: (store.reduction as { fn: "sum" | "max" }).fn };
  }

  #target(at: ReadonlyMap<Access, I32>): I32 {
    const found = this.#stores.find(({ store }) => store === this.#reduction);
    return at.get((found as { access: Access }).access) as I32;
  }

  /** Runs a body for every four elements of the last dimension; `offset` is where its lanes are, in bytes. */
  #along(
    body: (position: I32, count: number, offset: Expression<"i32"> | number) => void,
  ): void {
    const { size } = this.#dimensions.at(-1) as Dimension;
    const whole = size - (size % 4);
    this.#f.forRange(0, whole, 4, (j) => {
      body(j, 4, typeof j === "number" ? j * 4 : this.#f.let(times(j, 4)));
    });
    if (whole < size) body(whole, size - whole, whole * 4);
  }

  /** The lanes of everything that the loop computes, at a position of the last dimension; `count` are used. */
  #compute(
    at: ReadonlyMap<Access, I32>,
    position: I32,
    offset: Expression<"i32"> | number,
    count: number,
  ): Map<Tensor, V128> {
    const f = this.#f;
    const lanes = new Map<Tensor, V128>();
    for (const [tensor, access] of this.#loads) {
      const base = at.get(access) as I32;
      // What is computed here and loaded all the same is a one-hot tensor: its indices are loaded.
      if (this.#kernel.computed.includes(tensor)) continue;
      const stride = access.strides.at(-1) as number;
      lanes.set(tensor, f.let(this.#read(base, stride, offset, count)));
    }
    const of = (tensor: Tensor): V128 => lanes.get(tensor) as V128;
    for (const tensor of this.#kernel.computed) {
      const { operation, operands } = tensor;
      const [x, y] = operands as [Tensor, Tensor];
      switch (operation.kind) {
        case "constant":
          lanes.set(tensor, f32x4.constant(operation.value));
          break;
        case "unary":
          lanes.set(tensor, f.let(writeUnary(f, operation.fn, of(x))));
          break;
        case "binary":
          lanes.set(tensor, f.let(binaryLanes(operation.fn, of(x), of(y))));
          break;
        case "positions":
          lanes.set(tensor, f.let(f32x4.fromI32x4(i32x4.add(i32x4.splat(position), IOTA))));
          break;
        case "broadcast":
        case "stop":
          lanes.set(tensor, of(x));
          break;
        case "oneHot": {
          const index = v128.loadSplat(at.get(this.#loads.get(tensor) as Access) as I32);
          // A single class is repeated along the loop's last dimension.
          const here = operation.classes === 1 ? v128.zero : i32x4.add(i32x4.splat(position), IOTA);
          lanes.set(tensor, f.let(v128.and(i32x4.equal(here, index), f32x4.constant(1))));
          break;
        }
        default:
          throw new ContractError(`A loop cannot compute ${operation.kind}.`);
      }
    }
    return lanes;
  }

  /**
   * Four neighbours along the last dimension; `offset` is where they are if they are adjacent. Only `count` of
   * them may be read where they are apart: the others could lie far outside the buffer.
   */
  #read(base: I32, stride: number, offset: Expression<"i32"> | number, count: number): V128 {
    if (stride === 0) return v128.loadSplat(base);
    if (stride === 1) return typeof offset === "number" ? v128.load(base, offset) : v128.load(add(base, offset));
    const first = add(base, times(offset, stride));
    let lanes = v128.loadSplat(first);
    for (let lane = 1; lane < count; lane++) lanes = v128.loadLane(add(first, lane * stride * 4), lanes, lane);
    return lanes;
  }

  #storeElements(
    at: ReadonlyMap<Access, I32>,
    lanes: ReadonlyMap<Tensor, V128>,
    offset: Expression<"i32"> | number,
    count: number,
  ): void {
    for (const { store, access } of this.#stores) {
      if (store.reduction !== undefined) continue;
      const base = at.get(access) as I32;
      const value = lanes.get(store.tensor) as V128;
      if (typeof offset === "number") this.#f.storeLanes(base, value, count, offset);
      else this.#f.storeLanes(add(base, offset), value, count);
    }
  }

  /** Loops over dimensions, moving every access along. */
  #nest(
    axes: readonly number[],
    at: ReadonlyMap<Access, I32>,
    body: (at: ReadonlyMap<Access, I32>) => void,
  ): void {
    const [axis, ...rest] = axes;
    if (axis === undefined) {
      body(at);
      return;
    }
    this.#f.forRange(0, (this.#dimensions[axis] as Dimension).size, 1, (i) => {
      const moved = new Map([...at].map(([access, base]): [Access, I32] => {
        const stride = access.strides[axis] as number;
        return [access, stride === 0 ? base : this.#f.let(add(base, times(i, stride * 4)))];
      }));
      this.#nest(rest, moved, body);
    });
  }

  #start({ view }: Access): number {
    return this.#address(view.buffer) + view.offset * 4;
  }

  #accesses(): readonly Access[] {
    return [...this.#loads.values(), ...this.#stores.map(({ access }) => access)];
  }
}

/** Four running sums or maxima, one a lane. */
interface Accumulator {
  /** Takes in the first `count` lanes. */
  add(lanes: V128, count: number): void;
  /** What has come together. */
  lanes(): V128;
}

function accumulator(f: FunctionBuilder, fn: "sum" | "max"): Accumulator {
  const start = f32x4.constant(fn === "sum" ? 0 : -Infinity);
  const total = f.let(start);
  const used = (lanes: V128, count: number): V128 => {
    if (count === 4) return lanes;
    const mask = [0, 1, 2, 3].map((lane) => (lane < count ? ALL : 0)) as [number, number, number, number];
    return v128.select(lanes, start, v128.constant(mask));
  };
  if (fn === "sum") {
    return {
      add: (lanes, count) => { f.set(total, f32x4.add(total, used(lanes, count))); },
      lanes: () => total,
    };
  }
  // The instruction that is fast loses NaN, so lanes that ever held one are marked.
  const marked = f.let(v128.zero);
  return {
    add: (lanes, count) => {
      const value = count === 4 ? lanes : f.let(used(lanes, count));
      f.set(total, f32x4.larger(total, value));
      f.set(marked, v128.or(marked, f32x4.notEqual(value, value)));
    },
    lanes: () => v128.select(f32x4.constant(NaN), total, marked),
  };
}

/** The four lanes combined as (0 + 1) + (2 + 3). */
function horizontal(fn: "sum" | "max", lanes: Local<"v128">): Expression<"f32"> {
  if (fn === "sum") {
    const lane = (index: number): Expression<"f32"> => f32x4.lane(lanes, index);
    return scalar32.add(scalar32.add(lane(0), lane(1)), scalar32.add(lane(2), lane(3)));
  }
  const half = (x: V128, order: readonly [number, number, number, number]): V128 =>
    f32x4.maximum(x, shuffleLanes(x, x, order));
  return f32x4.lane(half(half(lanes, [2, 3, 0, 1]), [1, 0, 3, 2]), 0);
}

/** Merges neighbouring dimensions along which every access moves evenly, and drops those of one element. */
function collapse(
  { shape }: LoopKernel,
  strides: readonly (readonly number[])[],
  axes: readonly number[],
  fixedLast: boolean,
): { readonly dimensions: readonly Dimension[]; readonly merged: readonly number[][] } {
  const dimensions: { size: number; reduced: boolean }[] = [];
  const merged: number[][] = strides.map(() => []);
  shape.forEach((size, axis) => {
    const reduced = axes.includes(axis);
    const isLast = axis === shape.length - 1;
    if (size === 1 && !(fixedLast && isLast)) return;
    const before = dimensions.at(-1);
    const evenly =
      before?.reduced === reduced &&
      !(fixedLast && isLast) &&
      strides.every((own, k) => (merged[k]?.at(-1) ?? 0) === (own[axis] as number) * size);
    if (before !== undefined && evenly) {
      before.size *= size;
      strides.forEach((own, k) => { (merged[k] as number[])[dimensions.length - 1] = own[axis] as number; });
    } else {
      dimensions.push({ size, reduced });
      strides.forEach((own, k) => (merged[k] as number[]).push(own[axis] as number));
    }
  });
  if (dimensions.length === 0) {
    dimensions.push({ size: 1, reduced: false });
    for (const own of merged) own.push(0);
  }
  return { dimensions, merged };
}
