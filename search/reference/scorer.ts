import { MOST_SCORE } from "../../results/score.js";
import { ContractError } from "../../src/errors.js";
import { log2 } from "../../src/transcendental/index.js";
import { fallingSequence, monotoneCurve } from "./curve.js";
import type { Reference } from "./reference.js";

/** By how many standard deviations of its seeds a reference's loss must fall over two octaves of the horizon. */
export const LEAST_FALL = 3;

/** A search needs its scores to tell programs apart: what a problem offers. */
export interface Signal {
  /** Fall of the reference's loss from T/2 to 2T, in standard deviations over seeds. */
  readonly fall: number;
  /** Whether that is enough to search on. */
  readonly suffices: boolean;
}

/** Turns losses on a problem into scores: log2 speed-up over the reference. */
export interface Scorer {
  /**
   * log2(T′/T), T′ being the horizon at which the tuned reference reaches the loss, within what was measured of
   * it and at most ±{@link MOST_SCORE}.
   */
  readonly score: (loss: number) => number;
  /** The standard deviation over seeds of a score near this one. */
  readonly deviation: (score: number) => number;
  readonly signal: Signal;
}

/**
 * The scorer of a reference. The curve is made to fall (pooling adjacent violators) and interpolated in the
 * logarithm of the horizon by a monotone cubic.
 *
 * @throws {@link ContractError} where the reference has fewer than two horizons.
 */
export function scorerOf({ task, curve, horizon }: Reference): Scorer {
  if (curve.length < 2) throw new ContractError(`The reference of "${task}" has ${curve.length} horizons: too few.`);
  const octaves = curve.map((point) => log2(point.horizon / horizon));
  const losses = fallingSequence(curve.map(({ loss }) => loss));
  const gains = losses.map((loss) => -loss);
  const interpolation = monotoneCurve(octaves, gains);
  const lossAt = interpolated(octaves, curve.map(({ loss }) => loss));
  const deviationAt = interpolated(octaves, curve.map(({ deviation }) => deviation));
  // As it was measured: a curve that was made to fall would always do so.
  const drop = lossAt(-1) - lossAt(1);
  const spread = Math.sqrt((square(deviationAt(-1)) + square(deviationAt(1))) / 2);
  const fall = spread > 0 ? drop / spread : drop > 0 ? Infinity : 0;
  return {
    score: (loss) => Math.min(MOST_SCORE, Math.max(-MOST_SCORE, interpolation.inverse(-loss))),
    deviation: (score) => Math.min(MOST_SCORE, deviationAt(score) / interpolation.slope(score)),
    signal: { fall, suffices: fall >= LEAST_FALL },
  };
}

/** The highest score that a reference can give: where it was measured for less than four times T, that is below 2. */
export function ceilingOf({ curve, horizon }: Pick<Reference, "curve" | "horizon">): number {
  return Math.min(MOST_SCORE, ...curve.slice(-1).map((last) => log2(last.horizon / horizon)));
}

/** A function through points at ascending octaves: linear between them, beyond them as at the nearest. */
function interpolated(octaves: readonly number[], values: readonly number[]): (octave: number) => number {
  const valueOf = (k: number): number => values[k] as number;
  return (octave) => {
    const after = octaves.findIndex((known) => known >= octave);
    if (after === -1) return valueOf(values.length - 1);
    const [right, left] = [octaves[after] as number, octaves[after - 1]];
    if (left === undefined) return valueOf(0);
    const share = (octave - left) / (right - left);
    return valueOf(after - 1) * (1 - share) + valueOf(after) * share;
  };
}

function square(x: number): number {
  return x * x;
}
