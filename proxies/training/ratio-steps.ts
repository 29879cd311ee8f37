/** How often a training compares the size of its updates with that of its weights. */
const RATIOS = 4;

/**
 * The steps at which a training of so many compares the size of its update with that of its weights: the middle of each
 * quarter, rising. The shortest trainings, whose quarters share a step, stop at the first that would come twice.
 */
export function ratioSteps(horizon: number): readonly number[] {
  const steps: number[] = [];
  for (let part = 0; part < RATIOS; part++) {
    const step = Math.ceil(((part + 0.5) * horizon) / RATIOS);
    if (step === steps.at(-1)) break;
    steps.push(step);
  }
  return steps;
}
