/** What happened to the candidates of a run, counted over its log. */
export interface RunCounts {
  /** Lines of the log. */
  readonly entries: number;
  /** Programs that were proposed, the starting ones included. */
  readonly candidates: number;
  /** Children that were invalid or outside the limits, and were thrown away before they became candidates. */
  readonly invalid: number;
  /** Candidates that were known by their structure. */
  readonly structuralRepeats: number;
  /** Candidates that were new by structure, and known by their behaviour on the probe. */
  readonly behaviouralRepeats: number;
  /** Candidates that were not trained, since their update on the probe is zero or not finite. */
  readonly refused: number;
  /** Candidates that were trained to their end. */
  readonly trained: number;
  /** Candidates that were stopped at a hurdle. */
  readonly stopped: number;
  /** Candidates whose training failed, by reason. */
  readonly failed: Readonly<Record<string, number>>;
  /** Candidates that were given up: a worker was lost twice, or there was no room. A run with faults may not repeat. */
  readonly faults: number;
  /** Sweeps, confirmations and challenges that were. */
  readonly followUpFaults: number;
  /** Candidates trained again with their update scaled, and how many of these became better by it. */
  readonly sweeps: number;
  readonly sweepsKept: number;
  /** Candidates trained on further seeds. */
  readonly confirmations: number;
  /** Comparisons of a candidate with the best so far. */
  readonly challenges: number;
  /** Candidates that went on past a hurdle that they did not pass, and those of them that ended in the top quarter. */
  readonly spared: number;
  readonly falselyStopped: number;
  /** Mean statements of a candidate, and the share of them that changes nothing in one step. */
  readonly statements: number;
  readonly redundancy: number;
  /** Training steps, hurdles, sweeps and confirmations included. */
  readonly steps: number;
  /** Those of them that went to confirmations and challenges. */
  readonly confirmationSteps: number;
  /** Seconds of workers. */
  readonly seconds: number;
}
