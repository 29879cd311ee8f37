import type { Outcome } from "../proxies/executor/executor.js";

/** Why a training did not come to a loss, in a word or a sentence; of one that did, its kind. */
export function causeOf(outcome: Outcome): string {
  if (outcome.kind === "fault") return outcome.message;
  if (outcome.kind !== "failed") return outcome.kind;
  const { reason } = outcome;
  return reason === "no-room"
    ? `no lane of this executor can hold it, \`--executor wasm\` can (${outcome.message})`
    : reason;
}
