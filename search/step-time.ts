import type { Outcome } from "../proxies/executor/executor.js";

/**
 * Milliseconds of a step, of the training that took the least: the others also made their data, or were disturbed.
 * `null` where none made a step.
 */
export function millisecondsPerStep(outcomes: readonly Outcome[]): number | null {
  const times = outcomes.flatMap(({ kind, spent }) =>
    kind !== "fault" && spent.steps > 0 ? [(1000 * spent.seconds) / spent.steps] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
}
