/** A score of a rule, for who reads its code. */
export interface DocumentedScore {
  /** What it was measured on, as in `noisy-labels ×10, 200 steps of 64`. */
  readonly on: string;
  /** What it is, as in `log2 speed-up over the bar`. */
  readonly what: string;
  readonly mean: number;
  /** Lower and upper end of its 95 % interval; `null` where it is not known. */
  readonly interval: readonly [lower: number, upper: number] | null;
}

/** What the code of a rule says of where it comes from. */
export interface Documentation {
  /** What it is, in a sentence. */
  readonly summary: string;
  /** What found it, as in `symopt 0.1.0, candidate 512 of runs/first, seed 1`; `null` of a rule that was given. */
  readonly found: string | null;
  readonly scores: readonly DocumentedScore[];
  /** What every update is multiplied by unless the user says otherwise. */
  readonly learningRate: number;
  /**
   * The decay that is added to every update unless the user says otherwise, in units of the learning rate: weights lose
   * learning rate · lr · this · weights.
   */
  readonly weightDecay: number;
}
