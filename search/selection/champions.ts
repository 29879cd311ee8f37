import type { Champion, ReadRun } from "../run/read.js";

/** Most champions of a run whose score at the last stage is looked at. */
export const MOST_CHAMPIONS = 6;

/** So many champions of a run at most, spread over its time: the first and the last of all are among them. */
export function championsOf({ bests }: Pick<ReadRun, "bests">, most: number): readonly Champion[] {
  if (bests.length <= most) return bests;
  return Array.from({ length: most }, (_, k) => bests[Math.round((k * (bests.length - 1)) / (most - 1))] as Champion);
}
