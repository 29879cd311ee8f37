import type { UpdateRule } from "../../src/engine/update/rule.js";
import type { TrainingOptions } from "../training/training.js";

export { DeviceLost, OutOfRoom } from "../../src/engine/device-error.js";

/** The code of the {@link InputError} that says that a lane cannot hold a rule. */
export const NO_ROOM = "no-room";

/** What one lane trains: a rule under its options. Where it is cut, the caller decides. */
export interface LaneTraining extends Omit<TrainingOptions, "hurdles" | "onStep"> {
  readonly rule: UpdateRule;
}

/** What a lane did in an advance. */
export interface LaneProgress {
  readonly lane: number;
  /** The training loss of each step; from the first that is not finite on, the rest means nothing. */
  readonly losses: Float32Array;
  /** Rms of the update over rms of the weights before it, for each ratio step that was passed. */
  readonly ratios: readonly number[];
}

/** What an evaluation found of a lane. */
export interface LaneEvaluation {
  readonly lane: number;
  /** Means over the split that the lane is judged on: the loss, then each metric. */
  readonly values: readonly number[];
  /** Whether every weight is finite. */
  readonly isFinite: boolean;
}

/**
 * Trains candidates of one problem side by side, each in a lane of its own: what it gives for a lane does not depend on
 * what the others do, nor on how many steps an advance makes. The scheduler begins, advances and ends lanes; a trainer
 * knows nothing of queues. A trainer rejects or throws {@link OutOfRoom} where its device cannot hold what it is asked
 * to, and {@link DeviceLost} where the device is gone.
 */
export interface LanedTrainer {
  /** How many candidates it trains side by side: as many as were asked for, or what its device's limits allow. */
  readonly lanes: number;
  /** Why there are fewer lanes than were asked for. @default there are not */
  readonly shortage?: string | undefined;
  /** Names of the metrics, in the order of {@link LaneEvaluation.values} behind the loss. */
  readonly metrics: readonly string[];
  /**
   * Puts a training in a free lane, at step 0: fresh weights of its seed, all state zero.
   *
   * @throws {@link InputError} where the lane cannot hold the rule.
   */
  begin(lane: number, training: LaneTraining): void;
  /** Makes so many steps in every lane that was begun and not ended; no lane may pass its horizon. */
  advance(steps: number): Promise<readonly LaneProgress[]>;
  /** Judges some of the lanes as they are now. */
  evaluate(lanes: readonly number[]): Promise<readonly LaneEvaluation[]>;
  /** Frees a lane. */
  end(lane: number): void;
  /** Frees all that the trainer holds. */
  close(): void;
}
