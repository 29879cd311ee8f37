import { mean } from "../../src/statistics.js";
import type { Estimate, Trained } from "./estimate.js";

/**
 * Who gets the next seeds: `paired`, what is not behind the best on the seeds that both were trained on; `interval`,
 * what the upper end of its 95 % interval takes to the best, as in runs of versions that knew nothing else.
 */
export const RACES = ["paired", "interval"] as const;

/** A way to race over seeds. */
export type Race = (typeof RACES)[number];

/** What a candidate races with. */
export interface Rival extends Pick<Trained, "bySeed"> {
  /** What it comes to on seeds that it was not chosen by; as estimated where there are none. */
  readonly sure: number;
}

/** Whether a candidate that was trained on several seeds may still be better than the best. */
export function staysInRace(race: Race, own: Estimate & Pick<Trained, "bySeed">, best: Rival): boolean {
  if (race === "interval") return own.fitness + own.error >= best.sure;
  // Most of what one seed differs from another by is the same for both: a difference of two varies less than either.
  const common = Math.min(own.bySeed.length, best.bySeed.length);
  return mean(own.bySeed.slice(0, common)) >= mean(best.bySeed.slice(0, common));
}
