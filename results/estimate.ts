import { toSignedNumber } from "./number.js";

/** A mean over seeds and what is known of it. */
export interface Estimate {
  readonly mean: number;
  /** Standard error of the mean over seeds; `null` with one seed. */
  readonly error: number | null;
}

/**
 * By how many octaves a program is ahead, and an interval of that, by Student's t over seeds: two-sided, and of 95 %
 * for all programs together that were judged on the same tasks.
 */
export interface Octaves {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A mean with its interval, as far as that is known.
 *
 * @param text - The text of a number.
 * @param errorText - That of an error, which has no sign. @default `text`
 */
export function intervalText(
  interval: Estimate | Octaves, text: (value: number) => string, errorText = text,
): string {
  const mean = text(interval.mean);
  if ("low" in interval) return `${mean} (${text(interval.low)} to ${text(interval.high)})`;
  return interval.error === null ? mean : `${mean} ± ${errorText(interval.error)}`;
}

/** A score or a gain with its interval, as in `+0.41 ± 0.12` and `+0.21 (+0.12 to +0.30)`. */
export function scoreText(score: Estimate | Octaves): string {
  return intervalText(score, toSignedNumber, (error) => (error === Infinity ? "∞" : error.toFixed(2)));
}

/** A mean and its error to the same digit, two digits of the error. */
export function estimateText(estimate: Estimate): string {
  const digits = digitsOf(estimate);
  return intervalText(estimate, (value) => value.toFixed(digits));
}

/** A mean alone, to the digit that its error leaves it. */
export function meanText(estimate: Estimate): string {
  return estimate.mean.toFixed(digitsOf(estimate));
}

/** How many digits behind the point are worth printing: two of the error, or four in all without one. */
function digitsOf({ mean, error }: Estimate): number {
  const scale = error === null || error === 0 ? Math.abs(mean) / 100 : error;
  return scale > 0 ? Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(scale)))) : 1;
}
