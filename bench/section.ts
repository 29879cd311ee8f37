import type { BenchRow } from "../results/bench-report.js";

/** How much is measured. */
export interface Effort {
  /** Whether it is only to show that everything runs. */
  readonly quick: boolean;
  /** Rounds in which what is compared takes turns; a figure is the median of them. */
  readonly rounds: number;
  /** Seconds of a turn. */
  readonly seconds: number;
  /** Ends the run between two turns. */
  readonly signal: AbortSignal;
}

/** What a section measured. */
export interface Measured {
  readonly rows: readonly BenchRow[];
  /** What else there is to say, a line each. @default none */
  readonly notes?: readonly string[];
}

/** A part of the benchmark, which can be run by itself. */
export interface Section {
  readonly name: string;
  /** What it measures, in a line. */
  readonly title: string;
  /** Whether it only runs where it is asked for by name. @default false */
  readonly isOptional?: boolean;
  /** Measures it, as often as the effort says. */
  measure(effort: Effort): Measured | Promise<Measured>;
}
