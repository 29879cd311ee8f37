import { ContractError } from "./errors.js";
import type { RandomStream } from "./random.js";
import { mean } from "./statistics.js";
import { studentQuantile } from "./student.js";
import { erf } from "./transcendental/index.js";

/** How often all intervals together may miss the truth. */
const RISK = 0.05;

/** The least and the most that a quantity may be: equal where it is known. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A quantity that is estimated from a sample. */
export interface Sampled {
  /** How many observations there are. */
  readonly count: number;
  /** The estimate from the observations of these places, some of them more than once. */
  readonly estimate: (drawn: readonly number[]) => Bounds;
}

/** Options of {@link hierarchicalBootstrap}. */
export interface BootstrapOptions {
  readonly resamples: number;
  readonly stream: RandomStream;
  /** How many intervals are of 95 % together: Bonferroni's correction. @default 1 */
  readonly intervals?: number;
}

/**
 * The 95 % interval of the mean over groups of the mean of their quantities, by a bootstrap of both levels: draws
 * groups, then for each quantity of a drawn group its observations. Where a quantity is known but within bounds, the
 * lower end is of the least that it may be, the upper of the most.
 *
 * Percentiles of few groups are too narrow; these are expanded as Hesterberg (2015) has it: as far out as Student's t
 * of so many groups, times √(n / (n − 1)). Of one group alone its observations are what counts. An interval that would
 * reach beyond all resamples ends at the last of them.
 *
 * @param groups - Each with at least one quantity, of at least two observations.
 * @throws {@link ContractError} where there are none.
 */
export function hierarchicalBootstrap(
  groups: readonly (readonly Sampled[])[], { resamples, stream, intervals = 1 }: BootstrapOptions,
): Bounds {
  const least = Math.min(...groups.flatMap((group) => group.map(({ count }) => count)));
  if (groups.length === 0 || groups.some((group) => group.length === 0) || !(least >= 2) || !(resamples >= 1)) {
    throw new ContractError("A bootstrap takes groups of quantities, each of at least two observations.");
  }
  const lows = new Float64Array(resamples);
  const highs = new Float64Array(resamples);
  for (let k = 0; k < resamples; k++) {
    const drawn = groups.map(() => groupBounds(stream.pick(groups), stream));
    lows[k] = mean(drawn.map(({ low }) => low));
    highs[k] = mean(drawn.map(({ high }) => high));
  }
  lows.sort();
  highs.sort();
  const outside = expanded(groups.length > 1 ? groups.length : least, RISK / (2 * intervals));
  const place = Math.floor(outside * resamples);
  return { low: lows[place] as number, high: highs[resamples - 1 - place] as number };
}

function groupBounds(group: readonly Sampled[], stream: RandomStream): Bounds {
  const bounds = group.map(({ count, estimate }) =>
    estimate(Array.from({ length: count }, () => stream.integer(count))));
  return { low: mean(bounds.map(({ low }) => low)), high: mean(bounds.map(({ high }) => high)) };
}

/** The part of the resamples that lies outside of the interval of n observations on one side, at a risk there. */
function expanded(n: number, risk: number): number {
  const quantile = studentQuantile(risk, n - 1) * Math.sqrt(n / (n - 1));
  return (1 + erf(quantile / Math.SQRT2)) / 2;
}
