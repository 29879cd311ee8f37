import type { RandomStream } from "../../src/random.js";
import { normalQuantile } from "../../src/transcendental/index.js";

/** 2^-32: turns 32 random bits into a number of [0, 1). */
const UNIT = 1 / 0x100000000;

/** How many values the noise of {@link addNoise} takes: a power of two, and a table that stays in cache. */
const LEVELS = 4096;

const normals = normalTable();

/** Uniform on [low, high), from 32 bits: half the price of `RandomStream.uniform`. */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + (high - low) * (stream.bits() * UNIT);
}

/**
 * Adds normal noise to `count` numbers, or writes it in their place.
 *
 * Each value is one of 4096 equally likely quantiles (the largest 3.7), scaled to variance 1; one draw
 * gives two of them, so that a number costs 5 ns instead of 45. Meant for pixels, where nothing hangs on the
 * tails.
 *
 * @param into - Where the numbers stand.
 * @param start - Index of the first.
 * @param count - How many.
 * @param deviation - The noise's standard deviation.
 * @param stream - Where the draws come from.
 * @param replace - Whether the noise takes the place of what is there. @default false
 */
export function addNoise(
  into: Float32Array, start: number, count: number, deviation: number, stream: RandomStream, replace = false,
): void {
  // Not by a factor of zero: what is there may be NaN.
  if (replace) into.fill(0, start, start + count);
  for (let i = 0; i < count; i += 2) {
    const bits = stream.bits();
    const at = start + i;
    into[at] = (into[at] as number) + deviation * (normals[bits & (LEVELS - 1)] as number);
    if (i + 1 === count) return;
    into[at + 1] = (into[at + 1] as number) + deviation * (normals[bits >>> 20] as number);
  }
}

function normalTable(): Float64Array {
  const table = new Float64Array(LEVELS);
  let square = 0;
  for (let i = 0; i < LEVELS; i++) {
    const quantile = normalQuantile((i + 0.5) / LEVELS);
    table[i] = quantile;
    square += quantile * quantile;
  }
  const scale = Math.sqrt(LEVELS / square);
  return table.map((quantile) => quantile * scale);
}
