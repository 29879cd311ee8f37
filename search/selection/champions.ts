import type { ReadRun } from "../run/read.js";

/** A program that was the best of a run for a while. */
export interface Champion {
  /** Its place in the log. */
  readonly index: number;
  /** How many entries the log had when it became the best. */
  readonly at: number;
}

/** So many champions of a run at most, spread over its time: the first and the last of all are among them. */
export function championsOf({ bests }: Pick<ReadRun, "bests">, most: number): readonly Champion[] {
  if (bests.length <= most) return bests;
  return Array.from({ length: most }, (_, k) => bests[Math.round((k * (bests.length - 1)) / (most - 1))] as Champion);
}
