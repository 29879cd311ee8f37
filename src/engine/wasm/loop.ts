import { ContractError } from "../../errors.js";
import type { Tensor } from "../graph/tensor.js";
import { type Halves, STRETCH, binaryLanes, halvesOf, writeUnary } from "./element.js";
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

/** Four neighbours along a loop's last dimension. */
interface Place {
  /** The first one's index. */
  readonly position: I32;
  /** Where they are if they are adjacent, in bytes. */
  readonly offset: I32;
  /** How many are used: 1 to 4. */
  readonly count: number;
}

/** Gives the lanes of a tensor at a place. */
type LanesOf = (tensor: Tensor) => V128;

const IOTA = v128.constant([0, 1, 2, 3]);
const ALL = 0xffffffff | 0;
/** Elements below which functions are not halved: a stretch must hold more than the processor looks ahead. */
const LEAST_STRETCH = 32;

/** Writes one pass over an iteration space, four lanes at a time along its last dimension. */
export function writeLoop(f: FunctionBuilder, kernel: LoopKernel, address: (buffer: BufferId) => number): void {
  new LoopWriter(f, kernel, address).write();
}

class LoopWriter {
  readonly #f: FunctionBuilder;
  readonly #kernel: LoopKernel;
  readonly #address: (buffer: BufferId) => number;
  readonly #dimensions: readonly Dimension[];
  readonly #computed: ReadonlySet<Tensor>;
  readonly #loads = new Map<Tensor, Access>();
  readonly #stores: readonly { readonly store: LoopStore; readonly access: Access }[];
  readonly #reduction: LoopStore | undefined;
  /** Computed functions that have halves. */
  readonly #halved: readonly Tensor[];

  constructor(f: FunctionBuilder, kernel: LoopKernel, address: (buffer: BufferId) => number) {
    this.#f = f;
    this.#kernel = kernel;
    this.#computed = new Set(kernel.computed);
    this.#halved = kernel.computed.filter((tensor) => halvesOf(tensor) !== undefined);
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
    const isAlong = this.#reduction === undefined || inner.reduced;
    const rows = kept.at(-1);
    const isShort = inner.size < LEAST_STRETCH && rows !== undefined && reduced.length === 0;
    if (isAlong && isShort && this.#halved.length > 0) {
      this.#nest(kept.slice(0, -1), bases, (at) => { this.#rowsTogether(rows, at); });
      return;
    }
    this.#nest(kept, bases, (at) => {
      if (isAlong) this.#row(reduced, at);
      else this.#reduceOuter(reduced, at);
    });
  }

  /** Rows too short for a stretch: as many as it holds have the first halves of functions done one after another. */
  #rowsTogether(axis: number, at: ReadonlyMap<Access, I32>): void {
    const { size } = this.#dimensions.at(-1) as Dimension;
    const count = (this.#dimensions[axis] as Dimension).size;
    const pitch = Math.ceil(size / 4) * 16;
    const together = Math.floor((STRETCH * 4) / pitch);
    const group = (from: I32, rows: number): void => {
      const each = (body: (row: ReadonlyMap<Access, I32>, begun: I32) => void): void => {
        this.#f.forRange(0, rows, 1, (i) => {
          const begun = typeof i === "number" ? i * pitch : this.#f.let(times(i, pitch));
          body(this.#moved(at, axis, add(from, i)), begun);
        });
      };
      each((row, begun) => { this.#begin(row, 0, size, begun); });
      each((row, begun) => { this.#row([], row, begun); });
    };
    const whole = count - (count % together);
    this.#f.forRange(0, whole, together, (from) => { group(from, together); });
    if (whole < count) group(whole, count - whole);
  }

  /**
   * One row: every element stored, or lanes accumulated and combined at the end.
   *
   * @param reduced - Outer dimensions that are reduced with the last one.
   * @param begun - Where in the scratch the first halves of the row's functions are, if they are done already.
   */
  #row(reduced: readonly number[], at: ReadonlyMap<Access, I32>, begun?: I32): void {
    if (this.#reduction === undefined) {
      this.#along(at, begun, (of, place) => { this.#storeElements(at, of, place); });
      return;
    }
    const { store, fn } = this.#reductionStore();
    const total = accumulator(this.#f, fn);
    this.#nest(reduced, at, (inside) => {
      this.#along(inside, begun, (of, place) => {
        this.#storeElements(inside, of, place);
        total.add(of(store.tensor), place.count);
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
      const moved = this.#moved(at, this.#dimensions.length - 1, j);
      const vectors = Math.ceil(width / 4);
      const totals = Array.from({ length: vectors }, () => accumulator(this.#f, fn));
      this.#nest(reduced, moved, (inside) => {
        totals.forEach((total, v) => {
          const position = typeof j === "number" ? j + v * 4 : add(j, v * 4);
          const place = { position, offset: v * 16, count: v === vectors - 1 ? count : 4 };
          const of = this.#lanes(inside, place);
          this.#storeElements(inside, of, place);
          total.add(of(store.tensor), 4);
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

  /**
   * Runs a body for every four elements of the last dimension. Where functions with halves are computed, and the
   * dimension is long enough, the first halves are done for a stretch of elements before all the rest is.
   */
  #along(at: ReadonlyMap<Access, I32>, begun: I32 | undefined, body: (of: LanesOf, place: Place) => void): void {
    const { size } = this.#dimensions.at(-1) as Dimension;
    const rest = (from: I32, length: number, start: I32): void => {
      this.#vectors(from, length, (place, offset) => {
        body(this.#lanes(at, place, this.#ends(add(start, offset))), place);
      });
    };
    if (begun !== undefined) {
      rest(0, size, begun);
      return;
    }
    if (this.#halved.length === 0 || size < LEAST_STRETCH) {
      this.#vectors(0, size, (place) => { body(this.#lanes(at, place), place); });
      return;
    }
    const stretch = (from: I32, length: number): void => {
      this.#begin(at, from, length, 0);
      rest(from, length, 0);
    };
    const whole = size - (size % STRETCH);
    this.#f.forRange(0, whole, STRETCH, (from) => { stretch(from, STRETCH); });
    if (whole < size) stretch(whole, size - whole);
  }

  /** The first halves of functions for a part of a row, left in the scratch from an offset on. */
  #begin(at: ReadonlyMap<Access, I32>, from: I32, length: number, start: I32): void {
    this.#vectors(from, length, (place, offset) => {
      const of = this.#lanes(at, place);
      this.#halved.forEach((tensor, h) => {
        const { begin } = halvesOf(tensor) as Halves;
        begin(this.#f, of(tensor.operands[0] as Tensor)).forEach((lanes, k) => {
          this.#f.storeVector(add(start, offset), lanes, this.#scratch(h, k));
        });
      });
    });
  }

  /** The lanes of functions whose first halves are at an offset of the scratch. */
  #ends(offset: I32): Map<Tensor, V128> {
    return new Map(this.#halved.map((tensor, h) => {
      const { end } = halvesOf(tensor) as Halves;
      const [first, second] = [0, 1].map((k) => this.#f.let(v128.load(offset, this.#scratch(h, k))));
      return [tensor, this.#f.let(end(this.#f, first as Local<"v128">, second as Local<"v128">))];
    }));
  }

  /** Where the first or second vectors that a function's first half leaves begin. */
  #scratch(h: number, k: number): number {
    return this.#address(this.#kernel.scratch as BufferId) + (h * 2 + k) * STRETCH * 4;
  }

  /** Runs a body for every four elements of a part of the last dimension; `offset` is in bytes from its start. */
  #vectors(from: I32, length: number, body: (place: Place, offset: I32) => void): void {
    const vector = (k: I32, count: number): void => {
      const position = from === 0 ? k : typeof from === "number" && typeof k === "number" ? from + k : add(from, k);
      const bytes = (x: I32): I32 => (typeof x === "number" ? x * 4 : this.#f.let(times(x, 4)));
      const offset = bytes(k);
      body({ position, count, offset: from === 0 ? offset : bytes(position) }, offset);
    };
    const whole = length - (length % 4);
    this.#f.forRange(0, whole, 4, (k) => { vector(k, 4); });
    if (whole < length) vector(whole, length - whole);
  }

  /** The lanes of what the loop loads and computes at a place, each written where it is first asked for. */
  #lanes(at: ReadonlyMap<Access, I32>, place: Place, known = new Map<Tensor, V128>()): LanesOf {
    const of = (tensor: Tensor): V128 => {
      let lanes = known.get(tensor);
      if (lanes === undefined) known.set(tensor, (lanes = this.#write(tensor, of, at, place)));
      return lanes;
    };
    return of;
  }

  #write(tensor: Tensor, of: LanesOf, at: ReadonlyMap<Access, I32>, { position, offset, count }: Place): V128 {
    const f = this.#f;
    const access = this.#loads.get(tensor);
    // What is computed here and loaded all the same is a one-hot tensor: its indices are loaded.
    if (access !== undefined && !this.#computed.has(tensor)) {
      return f.let(this.#read(at.get(access) as I32, access.strides.at(-1) as number, offset, count));
    }
    const { operation, operands } = tensor;
    const [x, y] = operands as [Tensor, Tensor];
    switch (operation.kind) {
      case "constant":
        return f32x4.constant(operation.value);
      case "unary":
        return f.let(writeUnary(f, operation.fn, of(x)));
      case "binary":
        return f.let(binaryLanes(operation.fn, of(x), of(y)));
      case "positions":
        return f.let(f32x4.fromI32x4(i32x4.add(i32x4.splat(position), IOTA)));
      case "broadcast":
      case "stop":
        return of(x);
      case "oneHot": {
        const index = v128.loadSplat(at.get(access as Access) as I32);
        // A single class is repeated along the loop's last dimension.
        const here = operation.classes === 1 ? v128.zero : i32x4.add(i32x4.splat(position), IOTA);
        return f.let(v128.and(i32x4.equal(here, index), f32x4.constant(1)));
      }
      default:
        throw new ContractError(`A loop cannot compute ${operation.kind}.`);
    }
  }

  /**
   * Four neighbours along the last dimension; `offset` is where they are if they are adjacent. Only `count` of
   * them may be read where they are apart: the others could lie far outside the buffer.
   */
  #read(base: I32, stride: number, offset: I32, count: number): V128 {
    if (stride === 0) return v128.loadSplat(base);
    if (stride === 1) return typeof offset === "number" ? v128.load(base, offset) : v128.load(add(base, offset));
    const first = add(base, times(offset, stride));
    let lanes = v128.loadSplat(first);
    for (let lane = 1; lane < count; lane++) lanes = v128.loadLane(add(first, lane * stride * 4), lanes, lane);
    return lanes;
  }

  #storeElements(at: ReadonlyMap<Access, I32>, of: LanesOf, { offset, count }: Place): void {
    for (const { store, access } of this.#stores) {
      if (store.reduction !== undefined) continue;
      const base = at.get(access) as I32;
      const value = of(store.tensor);
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
      this.#nest(rest, this.#moved(at, axis, i), body);
    });
  }

  /** Every access moved along a dimension. */
  #moved(at: ReadonlyMap<Access, I32>, axis: number, by: I32): ReadonlyMap<Access, I32> {
    return new Map([...at].map(([access, base]): [Access, I32] => {
      const stride = access.strides[axis] as number;
      return [access, stride === 0 ? base : this.#f.let(add(base, times(by, stride * 4)))];
    }));
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
