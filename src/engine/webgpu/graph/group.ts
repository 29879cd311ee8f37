import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import { Elements } from "./element.js";
import { type Items, isGiven } from "./item.js";
import { type Space, elementSpace, reductionSpace, scatterSpace } from "./space.js";
import { type Naming, type Sum, divide, keyOf, plus, sumOf, times } from "./sum.js";
import { Body } from "./text.js";

/** What a kernel makes of an item: every element of its space, one number a row, or a row's sum or maximum. */
export type Role = "element" | "row" | "reduction";

/** Items that one kernel computes, in order. */
export type Group = RowGroup | ProductGroup;

/** Items over the rows of one space. */
export interface RowGroup {
  readonly kind: "rows";
  readonly space: Space;
  readonly items: readonly Tensor[];
}

/** A product, and what goes on with its elements one by one. */
export interface ProductGroup {
  readonly kind: "product";
  readonly product: Tensor;
  /** The product first. */
  readonly items: readonly Tensor[];
}

/** More items in a kernel would need too many registers, or too much of a workgroup's memory. */
const MOST_ITEMS = 24;
const MOST_REDUCTIONS = 8;

/** Puts items into as few kernels as can be: each joins one that is there where no thread needs another's result. */
export function groupItems({ order, reads }: Items): readonly Group[] {
  const groups: Group[] = [];
  const places = new Map<Tensor, number>();
  const items = new Set(order);
  for (const item of order) {
    const latest = Math.max(-1, ...[...(reads.get(item) ?? [])].map((read) => places.get(read) as number));
    let place = groups.length;
    for (let at = Math.max(latest, 0); at < groups.length; at++) {
      const joined = join(groups[at] as Group, item, items, at === latest);
      if (joined === undefined) continue;
      groups[at] = joined;
      place = at;
      break;
    }
    if (place === groups.length) groups.push(alone(item));
    places.set(item, place);
  }
  return groups;
}

/** Groups by their numbers, in the order of time: none needs another one of its wave. */
export function wavesOf(groups: readonly Group[], { reads }: Items): readonly (readonly number[])[] {
  const waves: number[][] = [];
  const known = new Map<Tensor, number>();
  groups.forEach(({ items }, k) => {
    const own = new Set(items);
    const needed = items.flatMap((item) => [...(reads.get(item) ?? [])].filter((read) => !own.has(read)));
    const wave = Math.max(0, ...needed.map((read) => (known.get(read) as number) + 1));
    for (const item of items) known.set(item, wave);
    (waves[wave] ??= []).push(k);
  });
  return waves;
}

/** What an item is to a space: whole, a number a row, or reduced. */
export function roleOf({ operation, shape }: Tensor, space: Space): Role {
  if (operation.kind === "reduce" || operation.kind === "scatter") return "reduction";
  return sizeOf(shape) === space.rows ? "row" : "element";
}

function alone(item: Tensor): Group {
  switch (item.operation.kind) {
    case "matmul":
      return { kind: "product", product: item, items: [item] };
    case "reduce":
      return { kind: "rows", space: reductionSpace(item), items: [item] };
    case "scatter":
      return { kind: "rows", space: scatterSpace(item), items: [item] };
    default:
      return { kind: "rows", space: elementSpace(sizeOf(item.shape)), items: [item] };
  }
}

/** A group with an item more; `undefined` where it does not fit in. */
function join(group: Group, item: Tensor, items: ReadonlySet<Tensor>, isRead: boolean): Group | undefined {
  const { kind } = item.operation;
  const size = sizeOf(item.shape);
  if (kind === "matmul" || group.items.length === MOST_ITEMS) return undefined;
  if (group.kind === "product") {
    if (!isRead || kind === "reduce" || kind === "scatter" || size !== sizeOf(group.product.shape)) return undefined;
    const joined = { ...group, items: [...group.items, item] };
    return isApart(joined.items, elementSpace(size), item, items) ? joined : undefined;
  }
  const reductions = group.items.filter((other) => roleOf(other, group.space) === "reduction").length;
  if (kind === "reduce" || kind === "scatter") {
    const space = kind === "reduce" ? reductionSpace(item) : scatterSpace(item);
    const isSame = space.key === group.space.key;
    // What is reduced over a single place each is no element of the wider space.
    const isWider = reductions === 0 && group.space.length === 1 && group.space.rows === space.rows * space.length &&
      kind === "reduce";
    if (reductions === MOST_REDUCTIONS || (!isSame && !isWider)) return undefined;
    const joined = { ...group, space, items: [...group.items, item] };
    return isApart(joined.items, space, item, items) ? joined : undefined;
  }
  const { space } = group;
  const isWhole = space.element !== undefined && size === space.rows * space.length;
  if (size !== space.rows && !isWhole) return undefined;
  const joined = { ...group, items: [...group.items, item] };
  return isApart(joined.items, space, item, items) ? joined : undefined;
}

/** Whether an item needs nothing of the others in its kernel but what its own thread, or its row, has computed. */
function isApart(group: readonly Tensor[], space: Space, item: Tensor, items: ReadonlySet<Tensor>): boolean {
  const body = new Body();
  const row = sumOf({ name: "row", count: space.rows, depth: 0 });
  const place = sumOf({ name: "place", count: space.length, depth: 0 });
  const whole = space.element?.(row, place, body.variable) ?? row;
  let fits = true;
  const known = (tensor: Tensor, flat: Sum) => {
    if (tensor === item) return undefined;
    if (group.includes(tensor)) {
      const own = roleOf(tensor, space) === "element" ? whole : row;
      if (keyOf(own) !== keyOf(flat)) fits = false;
    } else if (!items.has(tensor) && !isGiven(tensor)) return undefined;
    return { text: body.name("known"), depth: 0 };
  };
  const elements = new Elements(body, known);
  const [x, y] = item.operands as [Tensor, Tensor];
  switch (item.operation.kind) {
    case "reduce":
      elements.of(x, whole);
      break;
    case "scatter": {
      elements.of(y, place);
      elements.of(x, scattered(item, row, place, body.variable));
      break;
    }
    default:
      elements.of(item, roleOf(item, space) === "element" ? whole : row);
  }
  return fits;
}

/** The number that an index may add to a number of a scatter's table. */
export function scattered({ shape }: Tensor, row: Sum, place: Sum, name: Naming): Sum {
  const size = sizeOf(shape.slice(1));
  const [, inside] = divide(row, size, name);
  return plus(times(place, size), inside);
}
