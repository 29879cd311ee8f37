import type { RandomStream } from "../../src/random.js";
import { exp2 } from "../../src/transcendental/index.js";

/** The largest size of a constant that a mutation writes, as in the paper's search space. */
export const LARGEST_CONSTANT = 1e10;

/** The nearest number that a constant may be. */
function clampConstant(value: number): number {
  return value > LARGEST_CONSTANT ? LARGEST_CONSTANT : value < -LARGEST_CONSTANT ? -LARGEST_CONSTANT : value;
}

/** A fresh constant: standard normal. */
export function freshConstant(stream: RandomStream): number {
  return clampConstant(stream.normal());
}

/** A constant times 2^N(0, 1). */
export function scaledConstant(value: number, stream: RandomStream): number {
  return clampConstant(value * exp2(stream.normal()));
}
