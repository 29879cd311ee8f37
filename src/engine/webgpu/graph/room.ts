import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import type { Items } from "./item.js";

/** Tensors begin at multiples of this, so that neighbouring threads read neighbouring lines. */
const ALIGNMENT = 32;

/** Where items lie in a lane. */
export interface RoomPlan {
  /** Floats from the start of the lane; items that only their own kernel reads lie nowhere. */
  readonly offsets: ReadonlyMap<Tensor, number>;
  /** The first free float behind all of them. */
  readonly end: number;
}

/**
 * Gives items that are read by another kernel than their own a place in the room of a lane, which they share wherever
 * they are not needed at the same time.
 *
 * @param waves - Items in the order of time; those of a wave are computed at once.
 * @param fixed - Items that have a place.
 * @param kept - Items that are read after the last kernel.
 * @param start - The first free float.
 */
export function planRoom(
  waves: readonly (readonly Tensor[])[],
  items: Items,
  fixed: ReadonlyMap<Tensor, number>,
  kept: readonly Tensor[],
  start: number,
): RoomPlan {
  const written = new Map<Tensor, number>();
  const last = new Map<Tensor, number>();
  waves.forEach((wave, step) => { for (const item of wave) written.set(item, step); });
  waves.forEach((wave, step) => {
    for (const item of wave) {
      for (const read of items.reads.get(item) ?? []) if (written.get(read) !== step) last.set(read, step);
    }
  });
  for (const item of kept) last.set(item, waves.length);
  const offsets = new Map(fixed);
  const placed: { readonly from: number; readonly to: number; readonly start: number; readonly end: number }[] = [];
  const order = [...last.keys()].filter((item) => !fixed.has(item));
  for (const item of order.sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape) || a.id - b.id)) {
    const size = aligned(sizeOf(item.shape));
    const [from, to] = [written.get(item) as number, last.get(item) as number];
    const busy = placed.filter((other) => other.from <= to && from <= other.to).sort((a, b) => a.start - b.start);
    let at = aligned(start);
    for (const other of busy) {
      if (other.start - at >= size) break;
      at = Math.max(at, other.end);
    }
    offsets.set(item, at);
    placed.push({ from, to, start: at, end: at + size });
  }
  return { offsets, end: placed.reduce((end, place) => Math.max(end, place.end), aligned(start)) };
}

function aligned(floats: number): number {
  return Math.ceil(floats / ALIGNMENT) * ALIGNMENT;
}
