import type { Entry } from "../../results/store/entry.js";

/** What is known of an entry before its trainings. */
export type EntryFacts = Omit<Entry, "status" | "reason" | "fitness" | "trainings" | "spared" | "steps" | "seconds">;

/** A training that a plan asks for. */
export interface PlannedTraining {
  /** Which of the run's problems, from 0. */
  readonly problem: number;
  readonly seed: number;
  /** Where it is looked at on its way: after how many steps, and above which loss it does badly. */
  readonly hurdles: readonly { readonly step: number; readonly loss: number }[];
}

/** What an entry of the log will be, up to the outcome of its trainings. */
export interface Plan {
  readonly facts: EntryFacts;
  /** Text of the program that is trained; the entry of a confirmation does not repeat it. */
  readonly trained: string;
  /** In order; the first that does not come to its end is the last. None where nothing is to be trained. */
  readonly trainings: readonly PlannedTraining[];
  /** Whether it goes on where it does badly at a hurdle. */
  readonly goesOn: boolean;
  /** Of a sweep: its candidate's scores, training by training; one that falls behind these is given up. */
  readonly rivalScores?: readonly number[];
  /** Why it fails without a training; otherwise `null`. */
  readonly refusal: string | null;
}

/** Whether an entry takes a place among the trainings that may be under way at a time. */
export function isTraining(repeats: number | null, trainings: readonly unknown[]): boolean {
  return repeats === null && trainings.length > 0;
}
