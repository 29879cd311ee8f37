import type { Size } from "../../proxies/problem/task.js";
import type { Effort } from "./reference.js";

/** How much work goes into a reference, by the size of the task: a training at ×100 takes up to 90 seconds. */
export const EFFORTS: Readonly<Record<Size, Effort>> = {
  1: { trials: 64, tuningSeeds: 2, seeds: 8, horizons: [1 / 4, 1 / 2, 1, 2, 4] },
  10: { trials: 16, tuningSeeds: 1, seeds: 4, horizons: [1 / 2, 1, 2, 4] },
  100: { trials: 8, tuningSeeds: 1, seeds: 2, horizons: [1 / 2, 1, 2] },
};
