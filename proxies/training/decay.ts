import type { UpdateArray } from "../../src/engine/update/array.js";
import type { TrainingOptions } from "./training.js";

/** For each array what lr · weights is multiplied by and added to its update. */
export function decayFactors(
  arrays: readonly UpdateArray[], { decay = 0, decayed = "matrices" }: Pick<TrainingOptions, "decay" | "decayed">,
): readonly number[] {
  return arrays.map(({ ndim }) => (decayed === "all" || ndim >= 2 ? decay : 0));
}
