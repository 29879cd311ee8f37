import type { RandomStream } from "../../src/random.js";
import type { Initializer } from "../../src/engine/graph/tensor.js";

/** A weight as a training begins with it, but that what begins alike throughout does not hide what is mistaken. */
export function drawWeight(initial: Initializer, random: RandomStream): number {
  const normal = random.normal();
  return Math.fround(initial.kind === "fill" ? initial.value + 0.1 * normal : initial.deviation * normal);
}
