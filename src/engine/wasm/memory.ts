import type { Kernel } from "./kernel.js";
import type { LoweredGraph } from "./lower.js";
import type { BufferId } from "./view.js";

/** Kernels may read this many bytes past the end of a buffer, never write there. */
const SLACK = 64;
const ALIGNMENT = 64;

/** Where every buffer of a lowered graph lies. */
export interface MemoryPlan {
  /** Byte address of each buffer. */
  readonly addresses: readonly number[];
  /** Bytes from 0 to the end of the last buffer, slack included. */
  readonly size: number;
}

/**
 * Gives buffers addresses. Those with a fixed place lie first and apart; the others share memory wherever
 * their lifetimes, from the first kernel that writes them to the last that reads them, do not overlap.
 *
 * @param start - The first free byte.
 * @param kept - Buffers that are read after the step.
 */
export function planMemory(lowered: LoweredGraph, start: number, kept: ReadonlySet<BufferId>): MemoryPlan {
  const { buffers, kernels } = lowered;
  const addresses = new Array<number>(buffers.length).fill(0);
  let end = start;
  buffers.forEach(({ fixed, size }, id) => {
    if (fixed === undefined) return;
    addresses[id] = end;
    end = align(end + size * 4 + SLACK);
  });
  const first = new Map<BufferId, number>();
  const last = new Map<BufferId, number>();
  const written = new Set<BufferId>();
  kernels.forEach((kernel, step) => {
    for (const id of writes(kernel)) written.add(id);
    for (const id of [...reads(kernel), ...writes(kernel)]) {
      if (!first.has(id)) first.set(id, step);
      last.set(id, step);
    }
  });
  const placed: Record<"from" | "to" | "start" | "end", number>[] = [];
  const sizeOf = (id: BufferId): number => buffers[id]?.size ?? 0;
  const order = [...buffers.keys()]
    .filter((id) => buffers[id]?.fixed === undefined)
    .sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  for (const id of order) {
    const bytes = align(sizeOf(id) * 4 + SLACK);
    // Buffers that no kernel writes are inputs: the caller writes them, and finds them unchanged.
    const isInput = !written.has(id);
    const from = isInput ? -1 : (first.get(id) as number);
    const to = isInput || kept.has(id) ? kernels.length : (last.get(id) as number);
    const busy = placed.filter((other) => other.from <= to && from <= other.to).sort((a, b) => a.start - b.start);
    let at = end;
    for (const other of busy) {
      if (other.start - at >= bytes) break;
      at = Math.max(at, other.end);
    }
    addresses[id] = at;
    placed.push({ from, to, start: at, end: at + bytes });
  }
  return { addresses, size: Math.max(end, ...placed.map((place) => place.end)) + SLACK };
}

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

function reads(kernel: Kernel): readonly BufferId[] {
  switch (kernel.kind) {
    case "loop":
      return [...kernel.loads.values()].map(({ buffer }) => buffer);
    case "product":
      return [kernel.a.buffer, kernel.b.buffer];
    case "gather":
      return [kernel.table.buffer, kernel.indices.buffer];
    case "scatter":
      return [kernel.values.buffer, kernel.indices.buffer];
    case "unfold":
      return [kernel.image.buffer];
    case "fold":
      return [kernel.rows.buffer];
  }
}

function writes(kernel: Kernel): readonly BufferId[] {
  switch (kernel.kind) {
    case "loop":
      return [...kernel.stores.map(({ view }) => view.buffer), ...scratchOf(kernel)];
    case "product":
      return [kernel.c.buffer, ...scratchOf(kernel)];
    case "gather":
      return [kernel.values.buffer];
    case "scatter":
      return [kernel.table.buffer];
    case "unfold":
      return [kernel.rows.buffer];
    case "fold":
      return [kernel.image.buffer];
  }
}

function scratchOf({ scratch }: { readonly scratch?: BufferId }): readonly BufferId[] {
  return scratch === undefined ? [] : [scratch];
}
