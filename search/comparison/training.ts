import type { Outcome, TrainingRequest } from "../../proxies/executor/executor.js";

/** Trains what belongs to one comparison. */
export type Train = (request: Omit<TrainingRequest, "index">) => Promise<Outcome>;

/** The final loss of a training; infinite where it came to none. */
export function lossOf(outcome: Outcome): number {
  return outcome.kind === "trained" ? outcome.loss : Infinity;
}
