/** How hard rules are tried at one size of a task. */
export interface ValidationEffort {
  /** Settings that are tried for each rule. */
  readonly trials: number;
  /** Seeds that each setting is tried on. */
  readonly tuningSeeds: number;
  /** Fresh seeds that the best setting is trained on. */
  readonly seeds: number;
}

/** How hard rules are tried where a task is validated: a training at ×10 takes ten times as long. */
export const VALIDATION_EFFORTS: { readonly proxy: ValidationEffort; readonly larger: ValidationEffort } = {
  proxy: { trials: 16, tuningSeeds: 2, seeds: 8 },
  larger: { trials: 8, tuningSeeds: 2, seeds: 2 },
};
