import type { EntryTraining } from "../../results/store/entry.js";
import { mean } from "../../src/statistics.js";

/** The mean score over problems on each seed, in the order of the seeds. */
export function bySeed(trainings: readonly EntryTraining[]): readonly number[] {
  const seeds = [...new Set(trainings.map(({ seed }) => seed))];
  return seeds.map((seed) => mean(trainings.filter((each) => each.seed === seed).map(({ score }) => score ?? 0)));
}
