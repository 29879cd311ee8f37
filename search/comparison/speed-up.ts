import type { Reached, SpeedUp } from "../../results/comparison-report.js";
import { ContractError } from "../../src/errors.js";
import { type PairedDifference, pairedDifference } from "../../src/paired.js";
import { mean } from "../../src/statistics.js";
import { log2 } from "../../src/transcendental/index.js";
import { fallingSequence, monotoneCurve } from "../reference/curve.js";

/** The final losses of a rule that was trained for so many steps. */
export interface HorizonLosses {
  readonly horizon: number;
  /** One for each seed, the same seeds at every horizon; infinite where the training failed. */
  readonly losses: readonly number[];
}

/** What a program is worth on a problem. */
export interface Advantage {
  /** The bar's loss less the program's at the problem's own horizon, seed by seed. */
  readonly difference: PairedDifference;
  readonly speedUp: SpeedUp;
  /** The smallest speed-up that so many seeds show. */
  readonly detectable: Reached;
}

/**
 * How much faster than the bar a program is. At each horizon the bar's loss at T less the program's is a difference of
 * pairs, since a seed means the same data and the same first weights for both; the horizon where it crosses zero,
 * interpolated in the logarithm of the horizon, is T′, and the speed-up T / T′.
 *
 * The interval has the horizons that a paired t-test at 5 % does not reject: it ends where the ends of the interval
 * of the difference cross zero (Fieller's, by inversion of the test). A speed-up seed by seed would not do: it is cut
 * at ⁴⁄₅ on one side and 3 on the other, and the mean of what noise there is would come out above 1 for two equal
 * rules. What does not cross within the horizons is censored: it lies beyond the last of them.
 *
 * @param horizon - T.
 * @param bar - The bar's losses at T, one for each seed.
 * @param own - The program's, at ascending horizons, T among them; at T none failed.
 * @throws {@link ContractError} where T is not among them, or a training failed there.
 */
export function advantageOver(horizon: number, bar: readonly number[], own: readonly HorizonLosses[]): Advantage {
  const known = usable(horizon, own);
  const octaves = known.map((point) => log2(point.horizon / horizon));
  const differences = known.map(({ losses }) => pairedDifference(bar, losses));
  const at = known.findIndex((point) => point.horizon === horizon);
  const difference = differences[at] as PairedDifference;
  const value = crossing(octaves, differences.map((each) => each.mean));
  const low = crossing(octaves, differences.map((each) => each.low));
  const high = crossing(octaves, differences.map((each) => each.high));
  const losses = known.map((point) => mean(point.losses));
  const detected = (losses[at] as number) + difference.detectable;
  return {
    difference,
    // Between points the three curves may cross by a hair.
    speedUp: { value, low: lesser(low, value), high: greater(high, value) },
    detectable: crossing(octaves, losses.map((loss) => detected - loss)),
  };
}

/** The speed-up where only some of the seeds count, some of them more than once. */
export function resampledSpeedUp(
  horizon: number, bar: readonly number[], own: readonly HorizonLosses[], seeds: readonly number[],
): Reached {
  const drawn = (losses: readonly number[]): number => mean(seeds.map((seed) => losses[seed] as number));
  const known = usable(horizon, own);
  const target = drawn(bar);
  return crossing(
    known.map((point) => log2(point.horizon / horizon)), known.map(({ losses }) => target - drawn(losses)),
  );
}

/** The horizons from the longest shorter one that failed on any seed to the shortest longer one, both left out. */
function usable(horizon: number, own: readonly HorizonLosses[]): readonly HorizonLosses[] {
  const at = own.findIndex((point) => point.horizon === horizon);
  const isTrained = (point: HorizonLosses | undefined): boolean => point?.losses.every(Number.isFinite) === true;
  if (!isTrained(own[at])) throw new ContractError("A speed-up takes the losses at the problem's own horizon.");
  let [from, to] = [at, at];
  while (isTrained(own[from - 1])) from--;
  while (isTrained(own[to + 1])) to++;
  return own.slice(from, to + 1);
}

/**
 * Where a gain that grows with the horizon crosses zero, as a speed-up in octaves. Made to grow by pooling.
 *
 * @param octaves - Of the horizon over T, ascending.
 */
function crossing(octaves: readonly number[], gains: readonly number[]): Reached {
  const rising = fallingSequence(gains.map((gain) => -gain)).map((loss) => -loss);
  const [first, last] = [octaves[0] as number, octaves.at(-1) as number];
  if ((rising.at(-1) as number) < 0) return { octaves: 0 - last, beyond: "slower" };
  if ((rising[0] as number) > 0) return { octaves: 0 - first, beyond: "faster" };
  return { octaves: 0 - (octaves.length === 1 ? first : monotoneCurve(octaves, rising).inverse(0)), beyond: null };
}

function lesser(a: Reached, b: Reached): Reached {
  return a.octaves <= b.octaves ? a : b;
}

function greater(a: Reached, b: Reached): Reached {
  return a.octaves >= b.octaves ? a : b;
}
