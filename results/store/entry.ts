import type { Measures } from "../../dsl/probe/probe.js";

/**
 * Why an entry is in the log: a `candidate` was proposed; a `sweep` is a candidate again with its update scaled;
 * a `confirmation` trains a candidate on seeds that it has not seen; a `challenge` compares a candidate with the
 * best so far on seeds that neither has seen.
 */
export type EntryKind = "candidate" | "sweep" | "confirmation" | "challenge";

/** How an entry ended: as its trainings did, the worst of them. */
export type EntryStatus = "trained" | "stopped" | "failed" | "fault";

/** One training of an entry. */
export interface EntryTraining {
  /** Which of the run's problems it was, from 0. */
  readonly problem: number;
  readonly seed: number;
  /** Validation loss; `null` where it did not come to one. */
  readonly loss: number | null;
  /** Its score, log2 speed-up; `null` as `loss` is. */
  readonly score: number | null;
  /** Steps that it made, or was charged for. */
  readonly steps: number;
  /** Losses at the hurdles that it reached. */
  readonly hurdles: readonly number[];
}

/** One line of a run's log. All of it is repeatable to the bit, but for `seconds`. */
export interface Entry {
  /** Its place in the log: from 0, without gaps. */
  readonly index: number;
  readonly kind: EntryKind;
  /** The island that it belongs to, from 0. */
  readonly island: number;
  /** A candidate's parent, `null` where it is a starting program; otherwise the candidate that it is about. */
  readonly subject: number | null;
  /** The second parent of a crossover; in a challenge the best so far; otherwise `null`. */
  readonly mate: number | null;
  /** Where a candidate's parent was taken from; `null` of a starting program and of what is no candidate. */
  readonly source: "population" | "archive" | null;
  /** How it came about, in words: a mutation, `library lion`, `update × 2`. */
  readonly change: string;
  /** The program, as text; of a confirmation or challenge empty, since it is its subject's. */
  readonly program: string;
  /** Structural hash; empty as `program` is. */
  readonly hash: string;
  /** Fingerprint of its behaviour on the probe; `null` where the probe was not asked. */
  readonly fingerprint: string | null;
  /** What the probe measured; `null` where it was not asked or could not tell. */
  readonly measures: Measures | null;
  /** The earlier entry whose outcome it took over, since it is the same program; otherwise `null`. */
  readonly repeats: number | null;
  /** What it repeats: the structure or the behaviour of that entry. */
  readonly repeatOf: "structure" | "behaviour" | null;
  readonly status: EntryStatus;
  /** Why it failed, was stopped, or what became of its worker; otherwise `null`. */
  readonly reason: string | null;
  /** Mean score over the problems; `null` where it was not trained to the end. */
  readonly fitness: number | null;
  readonly trainings: readonly EntryTraining[];
  /** Whether it went on beyond a hurdle that it did not pass, to see how often hurdles are wrong. */
  readonly spared: boolean;
  /** Statements of the program, and how many of them change nothing in one step. */
  readonly statements: number;
  readonly redundant: number;
  /** Static cost, as a multiple of AdamW's. */
  readonly cost: number;
  /** Children that were proposed before it and thrown away as invalid. */
  readonly invalid: number;
  /** Training steps that it took, or was charged for. */
  readonly steps: number;
  /** Seconds of the workers. Not repeatable, and not part of the digest. */
  readonly seconds: number;
}
