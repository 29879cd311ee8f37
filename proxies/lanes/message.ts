import type { TrainingRequest } from "../executor/executor.js";
import type { Reply } from "../pool/message.js";
import type { Device, TrainerSource } from "./trainer-source.js";

/** A training, and the number by which the two processes call it. */
export interface Numbered {
  readonly id: number;
  readonly request: TrainingRequest;
}

/** What the child is told. */
export type ToChild =
  | {
      readonly kind: "start";
      readonly source: TrainerSource;
      readonly lanes: number;
      readonly mostCost: number | undefined;
    }
  | { readonly kind: "train"; readonly trainings: readonly Numbered[] }
  | { readonly kind: "takeBack"; readonly id: number }
  | { readonly kind: "close" };

/** What the child tells; one that cannot tell anything any more dies. */
export type FromChild =
  | { readonly kind: "ready"; readonly device: Device }
  /** It cannot start, which is the user's to mend. */
  | { readonly kind: "unfit"; readonly code: string; readonly message: string }
  /** A sign of life: it begins something that should take so many seconds, with these in its lanes. */
  | { readonly kind: "phase"; readonly seconds: number | undefined; readonly ids: readonly number[] }
  /** A task has fewer lanes from now on: so many. */
  | { readonly kind: "fewerLanes"; readonly lanes: number; readonly reason: string }
  | { readonly kind: "answers"; readonly answers: readonly (readonly [id: number, reply: Reply])[] }
  /** It ends itself, since nothing in it is trusted any more. */
  | { readonly kind: "dying"; readonly message: string };
