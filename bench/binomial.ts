/** Halvings of an interval until its ends are equal for all that is printed. */
const HALVINGS = 60;

/** The exact 95 % interval (Clopper and Pearson's) of a share of which `hits` of `trials` are known. */
export function shareInterval(hits: number, trials: number): { readonly low: number; readonly high: number } {
  return {
    low: hits === 0 ? 0 : solve((share) => 1 - atMost(hits - 1, trials, share) > 0.025),
    high: hits === trials ? 1 : solve((share) => atMost(hits, trials, share) < 0.025),
  };
}

/** The probability of so many hits at most. */
function atMost(hits: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  let sum = term;
  for (let k = 1; k <= hits; k++) {
    term *= ((trials - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}

/** The least share of which something holds that holds of all above it. */
function solve(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
