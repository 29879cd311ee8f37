import type { Configuration } from "../configuration/configuration.js";
import type { Champion, ReadRun } from "../run/read.js";

/** Most champions of a run whose score at the last stage is looked at. */
export const MOST_CHAMPIONS = 6;

/**
 * Whether the last stage of a selection is larger than all that the search trained on: at the same size scores say
 * nothing of larger ones, and champions are not looked at.
 */
export function outgrowsSearch(
  { search }: Pick<Configuration["tasks"], "search">, { stages }: Pick<Configuration["selection"], "stages">,
): boolean {
  return (stages.at(-1)?.size ?? 0) > Math.max(...search.map(({ size }) => size));
}

/** So many champions of a run at most, spread over its time: the first and the last of all are among them. */
export function championsOf({ bests }: Pick<ReadRun, "bests">, most: number): readonly Champion[] {
  if (bests.length <= most) return bests;
  return Array.from({ length: most }, (_, k) => bests[Math.round((k * (bests.length - 1)) / (most - 1))] as Champion);
}
