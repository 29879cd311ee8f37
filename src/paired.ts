import { ContractError } from "./errors.js";
import { mean, standardDeviation } from "./statistics.js";
import { studentDistribution, studentQuantile } from "./student.js";

/** The part of Student's t that lies below the upper end of a two-sided 95 % interval. */
const UPPER = 0.975;

/** How likely the smallest detectable difference is to be detected. */
const POWER = 0.8;

/** The mean difference of pairs, and how sure it is. */
export interface PairedDifference {
  readonly mean: number;
  /** Standard deviation of the differences. */
  readonly deviation: number;
  /** Standard error of the mean. */
  readonly error: number;
  /** The 95 % interval of the mean, by Student's t. */
  readonly low: number;
  readonly high: number;
  /** Of the two-sided test that the mean is 0. */
  readonly p: number;
  /**
   * The smallest true difference that such a test, at 5 %, finds with a probability of 80 %: the sum of both
   * quantiles of Student's t, in standard errors.
   */
  readonly detectable: number;
}

/**
 * Student's t of paired numbers: what the pairs have in common, such as the data of a seed, drops out.
 *
 * @param a - At least two.
 * @param b - As many; the differences are a − b.
 * @throws {@link ContractError} where there are too few, or not as many.
 */
export function pairedDifference(a: readonly number[], b: readonly number[]): PairedDifference {
  const n = a.length;
  if (n < 2 || n !== b.length) {
    throw new ContractError(`A paired test takes at least two pairs, got ${n} and ${b.length} numbers.`);
  }
  const differences = a.map((value, k) => value - (b[k] as number));
  const centre = mean(differences);
  const deviation = standardDeviation(differences);
  const error = deviation / Math.sqrt(n);
  const half = studentQuantile(UPPER, n - 1) * error;
  return {
    mean: centre, deviation, error, low: centre - half, high: centre + half,
    p: pValue(centre, error, n - 1),
    detectable: (studentQuantile(UPPER, n - 1) + studentQuantile(POWER, n - 1)) * error,
  };
}

/**
 * The upper end of the one-sided interval of a mean difference, by Student's t.
 *
 * @param pairs - How many it is of.
 * @param risk - How often the true mean may lie above: 0.05 for the end of a 95 % interval.
 */
export function upperBound(
  difference: Pick<PairedDifference, "mean" | "error">, pairs: number, risk: number,
): number {
  return difference.mean + studentQuantile(1 - risk, pairs - 1) * difference.error;
}

function pValue(centre: number, error: number, freedom: number): number {
  if (centre === 0) return 1;
  return error === 0 ? 0 : 2 * studentDistribution(-Math.abs(centre) / error, freedom);
}
