import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../../../dsl/type.js";
import type { Dataflow, Value } from "../dataflow.js";

/**
 * A moment of a step. A step passes over all arrays once for each level, since a sum over all arrays must be known
 * before what depends on it; at each array there is a loop over its elements for each stage, since a reduction of an
 * array must be known before what depends on it. Narrow values and matrix functions come right before the loop.
 */
export interface Place {
  readonly level: number;
  readonly stage: number;
}

/** Whoever reads a value: another value, or the write that ends its way. */
export type Reader = Value | Write;

/** A write of a step: of the weights, or of a state variable. */
export interface Write {
  readonly value: Value;
  /** The state variable's place among them; −1 of the weights. */
  readonly state: number;
  readonly type: ValueType;
  readonly place: Place;
}

/** When what of a step is computed and written. */
export interface Schedule {
  /** The last moment: the weights are written in its loop. */
  readonly end: Place;
  /** Of tensors and array-wise values; of a scalar, the level before which it is computed. */
  readonly placeOf: (value: Value) => Place;
  /** Who reads a value. A statement that reads it twice counts twice. */
  readonly readersOf: (value: Value) => readonly Reader[];
  /** State variables in order, then the weights; none of state that never changes. */
  readonly writes: readonly Write[];
}

/** Whether a value is there before the step. */
export function isLeaf({ origin: { kind } }: Value): boolean {
  return kind !== "element" && kind !== "reduce" && kind !== "total" && kind !== "matrix";
}

/** Whether two moments are the same. */
export function samePlace(a: Place, b: Place): boolean {
  return a.level === b.level && a.stage === b.stage;
}

/**
 * Places the values of a step: reductions and matrix functions as early as they can be, all else as late, so that
 * little has to be kept from one loop to the next. State is written in place as soon as its old value is not read
 * any more.
 */
export function scheduleOf({ values, update, states }: Dataflow): Schedule {
  // Places as numbers: level · stride + stage.
  const stride = values.length + 2;
  const earliest = new Map<Value, number>();
  const at = (places: ReadonlyMap<Value, number>, value: Value): number => places.get(value) ?? 0;
  for (const value of values) earliest.set(value, earliestOf(value, (arg) => at(earliest, arg), stride));
  const end = Math.max(0, ...earliest.values());
  const lastOf = (level: number): number =>
    Math.max(level * stride, ...[...earliest.values()].filter((place) => Math.floor(place / stride) === level));

  const readers = new Map<Value, Value[]>(values.map((value) => [value, []]));
  for (const value of values) for (const arg of value.args) readers.get(arg)?.push(value);
  const places = new Map(earliest);
  for (const value of values.toReversed()) {
    if (value.origin.kind !== "element" || value.type === SCALAR) continue;
    const limits = (readers.get(value) ?? []).map((reader) => {
      const place = at(places, reader);
      if (reader.origin.kind === "total") return lastOf(place / stride - 1);
      const isBarrier = reader.origin.kind === "reduce" || reader.origin.kind === "matrix";
      if (!isBarrier || value.type !== TENSOR) return place;
      return Math.max(at(earliest, value), lastBefore(place, at(earliest, value)));
    });
    places.set(value, Math.min(end, ...limits));
  }

  const writes = writesOf();
  const readersOf = new Map<Value, readonly Reader[]>(
    values.map((value) => [value, [...(readers.get(value) ?? []), ...writes.filter((write) => write.value === value)]]),
  );
  return {
    end: placeAt(end),
    placeOf: (value) => placeAt(at(places, value)),
    readersOf: (value) => readersOf.get(value) ?? [],
    writes,
  };

  function placeAt(place: number): Place {
    return { level: Math.floor(place / stride), stage: place % stride };
  }

  /** The last loop before a barrier of the same level; else the last of an earlier one that is not before `least`. */
  function lastBefore(barrier: number, least: number): number {
    return barrier % stride > 0 ? barrier - 1 : least;
  }

  function writesOf(): readonly Write[] {
    const written: Write[] = states.flatMap(({ next, type }, index): Write[] => {
      const { origin } = next;
      if (origin.kind === "state" && origin.index === index) return [];
      let place = end;
      if (type === TENSOR && !isLeaf(next)) {
        const old = values.find((value) => value.origin.kind === "state" && value.origin.index === index);
        const isReturned = old !== undefined && (old === update || states.some((state) => state.next === old));
        const lastRead = isReturned ? end : Math.max(0, ...(old === undefined ? [] : readers.get(old) ?? [])
          .map((reader) => at(places, reader)));
        place = Math.max(at(places, next), lastRead);
      }
      return [{ value: next, state: index, type, place: placeAt(place) }];
    });
    return [...written, { value: update, state: -1, type: TENSOR, place: placeAt(end) }];
  }
}

function earliestOf({ origin, args, type }: Value, at: (arg: Value) => number, stride: number): number {
  const known = Math.max(0, ...args.map(at));
  const level = Math.floor(known / stride);
  switch (origin.kind) {
    case "total":
      return (level + 1) * stride;
    case "reduce":
    case "matrix":
      // What a loop computes is there after it.
      return args.some((arg) => arg.origin.kind === "element" && at(arg) === known) ? known + 1 : known;
    case "element":
      return type === SCALAR ? level * stride : known;
    default:
      return type === ARRAY_WISE ? 0 : known;
  }
}
