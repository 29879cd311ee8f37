import type { Estimate } from "../../results/estimate.js";
import { mean, standardError } from "../../src/statistics.js";

/** The mean of losses and its standard error; `null` where one of them is infinite. */
export function estimate(losses: readonly number[]): Estimate | null {
  if (!losses.every(Number.isFinite)) return null;
  return { mean: mean(losses), error: losses.length < 2 ? null : standardError(losses) };
}

/** A number that JSON knows. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
