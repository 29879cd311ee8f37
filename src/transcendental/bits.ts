/** The bit patterns of float64 numbers, the one place that knows the byte order (little endian). */

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/** The sign, exponent and first 20 fraction bits of x as a signed 32-bit integer. Exact. */
export function highWord(x: number): number {
  float[0] = x;
  return words[1] as number;
}

/** The exponent of the smallest positive float64. */
const LEAST = -1074;

/**
 * 2^k at index k + 1074, for k from -1074 to 1023.
 *
 * A load from a table is faster than assembling the bits, as the store of a word and the load of a float
 * over it stall the processor.
 */
const powers = new Float64Array(1023 - LEAST + 1);
for (let k = LEAST, power = 5e-324; k <= 1023; k++, power *= 2) powers[k - LEAST] = power;

/** 2^k for an integer k from -1074 to 1023. Exact. */
export function twoTo(k: number): number {
  return powers[k - LEAST] as number;
}

/** x 2^k for an integer k and x near 1, rounded once; overflows and underflows as in IEEE 754. */
export function scale(x: number, k: number): number {
  if (k >= -1022 && k <= 1023) return x * (powers[k - LEAST] as number);
  // The first factor keeps x normal, so that only the last product rounds.
  if (k > 1023) return k > 1100 ? x * Infinity : x * twoTo(k - 100) * twoTo(100);
  return k < -1200 ? x * 0 : x * twoTo(k + 200) * twoTo(-200);
}
