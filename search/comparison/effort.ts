/** Fewest seeds of a comparison. */
export const LEAST_COMPARISON_SEEDS = 10;

/** Seeds of a comparison, unless it is told. */
export const COMPARISON_SEEDS = 10;

/** Settings that are tried for each rule, unless a comparison is told. */
export const COMPARISON_TRIALS = 16;

/** The horizons that a program is trained at, as multiples of the problem's own; the schedule is stretched to each. */
export const SPEED_UP_HORIZONS = [1 / 3, 1 / 2, 2 / 3, 4 / 5, 1, 5 / 4] as const;

/** Resamples of the bootstrap over families. */
export const RESAMPLES = 10_000;

/** The chance of a false claim that is taken, over all programs and tasks of a comparison. */
export const LEVEL = 0.05;

/**
 * Families that it takes to speak of families at all, at a level that holds for so many programs: of n, the true middle
 * lies outside of all that was seen one time in 2ⁿ⁻¹, which of five is more often than one time in twenty.
 */
export function leastFamilies(programs: number): number {
  let families = 1;
  for (let chance = 1; chance > LEVEL / programs; chance /= 2) families++;
  return families;
}
