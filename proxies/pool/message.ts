import type { Outcome } from "../executor/executor.js";
import type { WorkplaceOptions } from "../executor/workplace.js";

/** What a worker is told when it starts. */
export interface WorkerStart extends WorkplaceOptions {
  /** Memory of its pulse. */
  readonly pulse: SharedArrayBuffer;
  /** How many times as long as expected a training may take. */
  readonly factor: number;
  /** Seconds that every training may take, however short it should be. */
  readonly floor: number;
}

/** What a worker answers; a worker that cannot answer dies. */
export type Reply =
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  /** The request is at fault, not the worker: the code and the message of the `InputError`. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string };
