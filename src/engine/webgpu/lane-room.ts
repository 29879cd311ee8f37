import { OutOfRoom } from "../device-error.js";

/** What a device allows of its buffers, in bytes. */
export type BufferLimits = Pick<GPUSupportedLimits, "maxBufferSize" | "maxStorageBufferBindingSize">;

/** 32-bit words that each lane takes of the buffers that have a stretch for it. */
export interface LaneWords {
  readonly arena: number;
  readonly code: number;
  readonly results: number;
}

/** Workgroups along one dimension of a dispatch, which is also the most lanes. */
const MOST_WORKGROUPS = 65_535;

/** Fewer lanes than were asked for are a multiple of this, as long as there are as many. */
const ROUND = 8;

/** 32-bit words that one buffer can have, for shaders to read all of it. */
export function longestBuffer({ maxBufferSize, maxStorageBufferBindingSize }: BufferLimits): number {
  return Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4);
}

/** How many lanes there are, and why no more. */
export interface LaneRoom {
  readonly lanes: number;
  /** Why there are fewer than were asked for. @default there are not */
  readonly shortage?: string;
}

/**
 * As many lanes as a device's limits allow, up to those that are wanted. What is known beforehand need not be tried:
 * whether there is as much memory only shows when buffers are made.
 *
 * @throws {@link OutOfRoom} where there is no room for one.
 */
export function laneRoom(wanted: number, words: LaneWords, limits: BufferLimits): LaneRoom {
  const largest = Math.max(words.arena, words.code, words.results);
  const most = Math.min(MOST_WORKGROUPS, Math.floor(longestBuffer(limits) / largest));
  if (most >= wanted) return { lanes: wanted };
  const shortage = `lanes take ${4 * largest} bytes each of a buffer, where ${most} fit.`;
  if (most < 1) throw new OutOfRoom(shortage, { lanes: 1 });
  return { lanes: most < ROUND ? most : most - (most % ROUND), shortage };
}
