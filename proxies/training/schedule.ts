import { cos } from "../../src/transcendental/index.js";

/** How the learning rate goes over a training; its peak is 1. */
export type ScheduleName = "cosine" | "linear" | "constant";

/** The share of the horizon over which the learning rate rises from 0. */
const WARM_UP = 0.05;
const PI = 3.141592653589793;

/**
 * The learning rate of a step: a linear rise to 1 over the first 5 % of the horizon, then a half cosine or a
 * line down to 0 just after its end, so that the last step still counts, or 1 throughout.
 *
 * @param step - From 1 to `horizon`.
 */
export function learningRate(schedule: ScheduleName, step: number, horizon: number): number {
  const warmUp = Math.max(1, Math.floor(horizon * WARM_UP));
  if (step <= warmUp) return step / warmUp;
  const rest = (step - warmUp) / (horizon - warmUp + 1);
  switch (schedule) {
    case "cosine":
      return 0.5 * (1 + cos(PI * rest));
    case "linear":
      return 1 - rest;
    case "constant":
      return 1;
  }
}
