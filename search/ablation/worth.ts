import type { MeasuredWorth } from "../../results/ablation-report.js";
import { pairedDifference, upperBound } from "../../src/paired.js";

/** How often a worth may lie above its bound. */
export const RISK = 0.05;

/**
 * What something is worth that one program has and another has not, in octaves: log2 speed-up. Above 0 where training
 * is slower without it; infinite where a training without it fails, or so many with it that nothing can be said.
 *
 * @param without - How slow training is without it, in octaves, one for each seed; infinite where it fails.
 * @param whole - The same with it. Seeds on which that fails say nothing, and are left out.
 * @param risk - How often the true worth may lie above the bound. @default 0.05
 */
export function worthOf(without: readonly number[], whole: readonly number[], risk = RISK): MeasuredWorth {
  const pairs = without.flatMap((own, k): readonly (readonly [number, number])[] => {
    const other = whole[k] as number;
    return Number.isFinite(other) ? [[own, other]] : [];
  });
  const fails = pairs.length < 2 || pairs.some(([own]) => !Number.isFinite(own));
  if (fails) return { mean: Infinity, error: Infinity, bound: Infinity, pairs: pairs.length };
  const difference = pairedDifference(pairs.map(([own]) => own), pairs.map(([, other]) => other));
  const { mean, error } = difference;
  return { mean, error, bound: upperBound(difference, pairs.length, risk), pairs: pairs.length };
}
