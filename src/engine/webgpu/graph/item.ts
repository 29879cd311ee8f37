import { needed } from "../../graph/needed.js";
import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";

/** What it costs to load a number, in additions, or to store one. */
const MOVE = 2;
const COST: Readonly<Record<string, number>> = {
  exp: 8, log: 8, tanh: 20, sigmoid: 12, phi: 40, sqrt: 4, divide: 4, maximum: 2, minimum: 2,
};
/** What a kernel is worth that does nothing but prepare what others could compute from inputs and parameters. */
const KERNEL = 8;
/** How often a product reads an element of an operand, for each so many columns or rows on the other side. */
const TILE = 32;

/** What kernels compute of a graph. */
export interface Items {
  /** Tensors that kernels compute as such, in order: others are computed on the way to them. */
  readonly order: readonly Tensor[];
  /** For each of them the others that it is computed from. */
  readonly reads: ReadonlyMap<Tensor, ReadonlySet<Tensor>>;
}

/** Chooses which tensors are worth their own place, so that what is computed for a reader is not computed too often. */
export function chooseItems(roots: readonly Tensor[]): Items {
  const all = needed(roots);
  const readers = new Map<Tensor, Tensor[]>();
  for (const tensor of all) {
    for (const operand of new Set(tensor.operands)) {
      const known = readers.get(operand);
      if (known === undefined) readers.set(operand, [tensor]);
      else known.push(tensor);
    }
  }
  const items = new Set<Tensor>(roots);
  const costs = new Map<Tensor, number>();
  const uses = usesOf(all, readers);
  const loadable = (tensor: Tensor): boolean => items.has(tensor) || isGiven(tensor);
  for (const tensor of all) {
    if (isOwn(tensor)) items.add(tensor);
    if (isGiven(tensor) || tensor.element === "i32") continue;
    const cost = tensor.operands.reduce(
      (sum, operand) => sum + (loadable(operand) ? MOVE : (costs.get(operand) ?? 0)), ownCost(tensor));
    costs.set(tensor, cost);
    const often = uses.get(tensor) ?? 1;
    const isDear = often * cost > cost + MOVE + often * MOVE;
    if (isDear && (cost >= KERNEL || readsOf(tensor, items).size > 0)) items.add(tensor);
    if (isContinued(tensor, items, readers)) items.add(tensor);
  }
  const order = all.filter((tensor) => items.has(tensor));
  return { order, reads: new Map(order.map((tensor) => [tensor, readsOf(tensor, items)])) };
}

/** Whether a tensor is given from outside. */
export function isGiven({ operation: { kind } }: Tensor): boolean {
  return kind === "parameter" || kind === "input";
}

/** Whether a tensor has kernels of its own, being no function of single elements. */
function isOwn({ operation: { kind } }: Tensor): boolean {
  return kind === "matmul" || kind === "reduce" || kind === "scatter" || kind === "fold";
}

/**
 * Whether a tensor does nothing but go on with an item's elements, one by one, that nobody else reads: the kernel that
 * makes the item can do so in passing.
 */
function isContinued(tensor: Tensor, items: ReadonlySet<Tensor>, readers: ReadonlyMap<Tensor, Tensor[]>): boolean {
  const { kind } = tensor.operation;
  if (kind !== "unary" && kind !== "binary" && kind !== "reshape" && kind !== "broadcast") return false;
  const size = sizeOf(tensor.shape);
  return tensor.operands.some((operand) => {
    const isAlike = sizeOf(operand.shape) === size && readers.get(operand)?.length === 1;
    return isAlike && (items.has(operand) || isContinued(operand, items, readers));
  });
}

/** How often every element is read, if nothing between it and kernels is stored. */
function usesOf(all: readonly Tensor[], readers: ReadonlyMap<Tensor, Tensor[]>): ReadonlyMap<Tensor, number> {
  const uses = new Map<Tensor, number>();
  for (const tensor of [...all].reverse()) {
    const size = sizeOf(tensor.shape);
    const often = (readers.get(tensor) ?? []).reduce((sum, reader) => {
      const { kind } = reader.operation;
      if (kind === "matmul") return sum + productUses(reader, tensor);
      if (isOwn(reader)) return sum + 1;
      return sum + (uses.get(reader) ?? 1) * (sizeOf(reader.shape) / size);
    }, 0);
    uses.set(tensor, often);
  }
  return uses;
}

function productUses({ operands, shape }: Tensor, operand: Tensor): number {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const batch = sizeOf(shape.slice(0, -2));
  const of = (other: number): number => {
    return Math.ceil(other / TILE) * (batch / Math.min(batch, sizeOf(operand.shape.slice(0, -2))));
  };
  return (operands[0] === operand ? of(columns) : 0) + (operands[1] === operand ? of(rows) : 0);
}

function ownCost({ operation }: Tensor): number {
  switch (operation.kind) {
    case "unary":
    case "binary":
      return COST[operation.fn] ?? 1;
    case "gather":
    case "unfold":
    case "oneHot":
    case "transpose":
      return 1;
    default:
      return 0;
  }
}

/** The items that a tensor is computed from, through what is no item. */
function readsOf(tensor: Tensor, items: ReadonlySet<Tensor>): ReadonlySet<Tensor> {
  const found = new Set<Tensor>();
  const seen = new Set<Tensor>();
  const visit = (operand: Tensor): void => {
    if (seen.has(operand)) return;
    seen.add(operand);
    if (items.has(operand)) found.add(operand);
    else operand.operands.forEach(visit);
  };
  tensor.operands.forEach(visit);
  return found;
}
