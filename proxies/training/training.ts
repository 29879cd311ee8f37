import type { Split } from "../data/source.js";
import type { ScheduleName } from "./schedule.js";

/** A cut inside a training, which goes on under its full schedule where it passes. */
export interface Hurdle {
  /** After how many steps: from 1, below the horizon. */
  readonly step: number;
  /** The training stops where its loss here is above this; `Infinity` only looks. */
  readonly loss: number;
}

/** What one training is told. */
export interface TrainingOptions {
  /** Which weights it starts from and which data it sees. */
  readonly seed: number;
  /** @default "cosine" */
  readonly schedule?: ScheduleName | undefined;
  /** What every update is multiplied by. @default 1 */
  readonly scale?: number | undefined;
  /** What lr · weights is multiplied by and added to every update. @default 0 */
  readonly decay?: number | undefined;
  /** Whether decay applies to every array, or to those of two or more dimensions. @default "matrices" */
  readonly decayed?: "matrices" | "all" | undefined;
  /** Which data the result and the hurdles are judged on. @default "validation" */
  readonly split?: Exclude<Split, "train"> | undefined;
  /** @default none */
  readonly hurdles?: readonly Hurdle[] | undefined;
  /** Told after every step: how far the training is. */
  readonly onStep?: ((step: number) => void) | undefined;
}

/** What every training leaves, however far it came. */
export interface TrainingTrace {
  /** The training loss of each step. */
  readonly curve: Float32Array;
  /** The loss at each hurdle that was reached with one that is finite. */
  readonly hurdles: readonly number[];
  /** In the middle of each quarter that was reached: rms of the update over rms of the weights before it. */
  readonly ratios: readonly number[];
}

/** How a training ended. */
export type TrainingResult = TrainingTrace &
  (
    | {
        readonly kind: "trained";
        /** Mean loss on the split that it is judged on. */
        readonly loss: number;
        /** Mean of each metric there. */
        readonly metrics: Readonly<Record<string, number>>;
      }
    | {
        readonly kind: "stopped";
        /** The loss at the hurdle that it did not pass. */
        readonly loss: number;
      }
    | {
        readonly kind: "failed";
        /** `not-finite`: a loss or a weight is NaN or infinite. `blown-up`: a loss is 100 times the first. */
        readonly reason: "not-finite" | "blown-up";
      }
  );
