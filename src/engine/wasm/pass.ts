import { type UpdateRule, type UpdateValue, operandsOf } from "../update/rule.js";
import type { Stage } from "../update/stage.js";
import {
  type I32,
  type Local,
  type V128,
  add,
  and,
  f32x4,
  f64x2,
  less,
  loadI32,
  scalar64,
  shuffleLanes,
  times,
  v128,
} from "./expression.js";
import type { FunctionBuilder } from "./module.js";
import { primitiveLanes } from "./primitive.js";
import { ENTRY, type UpdatePlace, type UpdateRoom } from "./room.js";

/** Keys of the lanes that tuning adds. */
const SCALE = -1;
const DECAY = -2;

/** Writes passes of a rule. */
export class PassWriter {
  readonly #rule: UpdateRule;
  readonly #place: UpdatePlace;
  readonly #room: UpdateRoom;
  readonly #tuned: boolean;

  constructor(rule: UpdateRule, place: UpdatePlace, room: UpdateRoom, tuned: boolean) {
    this.#rule = rule;
    this.#place = place;
    this.#room = room;
    this.#tuned = tuned;
  }

  /**
   * Writes a pass: array after array, four parameters at a time (eight where sums are taken, which go round
   * eight partial sums), what is left of an array under a mask.
   *
   * @param isLast - Whether the pass moves the weights and the state on.
   */
  write(f: FunctionBuilder, stage: Stage, isLast: boolean): void {
    const { table, masks } = this.#room;
    const count = this.#place.arrays.length;
    const sums = new Map(stage.reductions.map((i) => [i, [0, 1, 2, 3].map(() => f.local("v128"))]));
    const vectors = stage.reductions.length > 0 ? 2 : 1;
    const step = vectors * 16;
    const scalars = this.#narrowLanes(f, stage, isLast, undefined);
    f.forRange(0, count, 1, (a) => {
      const arrayWise = this.#narrowLanes(f, stage, isLast, a);
      const narrow = (i: number): V128 => (scalars.get(i) ?? arrayWise.get(i)) as V128;
      const entry = add(table, times(a, ENTRY));
      const at = f.let(loadI32(entry));
      const size = f.let(loadI32(entry, 4));
      for (const lanes of sums.values()) for (const sum of lanes) f.set(sum, v128.zero);
      const rest = f.let(and(size, vectors * 4 - 1));
      const end = f.let(add(at, times(add(size, times(rest, -1)), 4)));
      const body = (mask: ((vector: number) => V128) | undefined): void => {
        for (let v = 0; v < vectors; v++) this.#vector(f, stage, isLast, at, v, mask?.(v), narrow, sums);
      };
      f.when(less(at, end), () => {
        f.doWhile(() => {
          body(undefined);
          f.set(at, add(at, step));
          return less(at, end);
        });
      });
      f.when(rest, () => {
        const maskAt = f.let(add(masks, times(rest, 32)));
        body((vector) => v128.load(maskAt, vector * 16));
      });
      for (const [i, lanes] of sums) {
        const [s0, s1, s2, s3] = lanes as [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];
        const pair = (x: V128) => scalar64.add(f64x2.lane(x, 0), f64x2.lane(x, 1));
        const total = scalar64.add(scalar64.add(pair(s0), pair(s1)), scalar64.add(pair(s2), pair(s3)));
        f.storeF64(add(this.#room.address[i] as number, times(a, 8)), total);
      }
    });
  }

  /** Narrow operands of a pass in all four lanes, rounded once to float32: scalars, or those of one array. */
  #narrowLanes(f: FunctionBuilder, stage: Stage, isLast: boolean, array: I32 | undefined): Map<number, V128> {
    const wanted = new Set<number>();
    const width = array === undefined ? 0 : 1;
    const { values, states, update } = this.#rule;
    const want = (i: number): void => { if (values[i]?.width === width) wanted.add(i); };
    for (const i of stage.computed) operandsOf(values[i] as UpdateValue).forEach(want);
    const moved = states.filter((state) => state.width === 2).map(({ next }) => next);
    if (isLast) [update, ...moved].forEach(want);
    const lanes = new Map<number, V128>();
    for (const i of wanted) {
      const at = add(this.#room.address[i] as number, array === undefined ? 0 : times(array, 8));
      lanes.set(i, f.let(f32x4.splat(scalar64.toF32(scalar64.load(at)))));
    }
    if (!isLast || !this.#tuned) return lanes;
    const extra = array === undefined ? this.#room.scale : add(this.#room.decay, times(array, 8));
    lanes.set(array === undefined ? SCALE : DECAY, f.let(f32x4.splat(scalar64.toF32(scalar64.load(extra)))));
    return lanes;
  }

  /** Four parameters of a pass: everything computed, kept, summed and, in the last pass, moved on. */
  #vector(
    f: FunctionBuilder,
    stage: Stage,
    isLast: boolean,
    at: Local<"i32">,
    vector: number,
    mask: V128 | undefined,
    narrow: (i: number) => V128,
    sums: ReadonlyMap<number, readonly Local<"v128">[]>,
  ): void {
    const { values, update, states } = this.#rule;
    const shift = vector * 16;
    const lanes = new Map<number, V128>();
    const load = (address: number): V128 => f.let(v128.load(at, address + shift));
    const of = (i: number): V128 => {
      const known = lanes.get(i);
      if (known !== undefined) return known;
      const value = values[i] as UpdateValue;
      const found = value.width < 2 ? narrow(i) : load(this.#room.tensorAddress(i, value, this.#place));
      lanes.set(i, found);
      return found;
    };
    const store = (address: number, value: V128): void => {
      const whole = mask === undefined ? value : v128.select(value, v128.load(at, address + shift), mask);
      f.storeVector(at, whole, address + shift);
    };
    for (const i of stage.computed) {
      const value = values[i] as UpdateValue & { readonly kind: "element" };
      lanes.set(i, f.let(primitiveLanes(f, value.primitive, value.operands.map(of))));
    }
    for (const i of stage.reductions) this.#accumulate(f, i, vector, mask, of, sums.get(i) ?? []);
    if (isLast) {
      const next = states.flatMap((state, k) =>
        state.width === 2 ? [[this.#room.stateAddress[k] as number, of(state.next)] as const] : [],
      );
      const u = of(update);
      const w = load(this.#place.weights);
      const moved = this.#tuned
        ? f32x4.add(f32x4.multiply(narrow(SCALE), u), f32x4.multiply(narrow(DECAY), w))
        : u;
      for (const [address, value] of next) store(address, value);
      store(this.#place.weights, f32x4.subtract(w, moved));
    }
    for (const i of stage.kept) store(this.#room.address[i] as number, of(i));
  }

  /** Adds four elements, or products, to the eight float64 sums of a reduction. */
  #accumulate(
    f: FunctionBuilder,
    i: number,
    vector: number,
    mask: V128 | undefined,
    of: (i: number) => V128,
    sums: readonly Local<"v128">[],
  ): void {
    const value = this.#rule.values[i] as UpdateValue & { readonly kind: "reduce" };
    const masked = (x: V128): V128 => (mask === undefined ? x : f.let(v128.and(x, mask)));
    const [x, y] = value.operands.map((operand) => masked(of(operand))) as [V128, V128 | undefined];
    const half = (lanes: V128, high: boolean): V128 =>
      f64x2.promoteLow(high ? shuffleLanes(lanes, lanes, [2, 3, 0, 1]) : lanes);
    [false, true].forEach((high, k) => {
      const sum = sums[vector * 2 + k] as Local<"v128">;
      const term = y === undefined ? half(x, high) : f64x2.multiply(half(x, high), half(y, high));
      f.set(sum, f64x2.add(sum, term));
    });
  }
}
