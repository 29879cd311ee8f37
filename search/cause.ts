import type { Outcome } from "../proxies/executor.js";

/** Why a training did not come to a loss, in a word or a sentence; of one that did, its kind. */
export function causeOf(outcome: Outcome): string {
  if (outcome.kind === "failed") return outcome.reason;
  return outcome.kind === "fault" ? outcome.message : outcome.kind;
}
