import type { Size } from "../../proxies/problem/task.js";
import type { BarRule } from "../../results/bar.js";
import type { Setting } from "../tuning.js";

/** The rule that scores are relative to: bias-corrected AdamW, tuned at each horizon. */
export const REFERENCE_RULE = "adamw";

/** How much work went into a reference. */
export interface Effort {
  /** Settings that were tried at each horizon, of the reference and of each rule of the bar. */
  readonly trials: number;
  /** Seeds that each setting was tried on; none of them is scored. */
  readonly tuningSeeds: number;
  /** Seeds, from 1, that the tuned rules were trained on. */
  readonly seeds: number;
  /** The horizons, as multiples of the problem's own, ascending; 1 is among them. */
  readonly horizons: readonly number[];
}

/** A tuned rule at one horizon. */
export interface TunedLoss {
  /** Steps of a training. */
  readonly horizon: number;
  readonly setting: Setting;
  /** Mean of the final validation loss over seeds. */
  readonly loss: number;
  /** Standard deviation of that loss over seeds. */
  readonly deviation: number;
  /** What of the setting lies at the edge of all that was tried. */
  readonly edges: readonly string[];
}

/** What is known of a problem before any candidate trains on it: computed once and kept. */
export interface Reference {
  readonly task: string;
  readonly size: Size;
  /** Steps of a training: T. */
  readonly horizon: number;
  /** Examples of a step. */
  readonly batch: number;
  /** Tells whether the problem is still the one that was measured. */
  readonly fingerprint: string;
  readonly effort: Effort;
  /** The reference rule's final loss against the horizon, shortest first. */
  readonly curve: readonly TunedLoss[];
  /** The rules of the bar at horizon T, by name. */
  readonly bar: Readonly<Record<BarRule, TunedLoss>>;
}
