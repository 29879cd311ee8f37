import { log2 } from "../../src/transcendental/index.js";
import { fallingSequence, monotoneCurve } from "../reference/curve.js";
import type { Reference } from "../reference/reference.js";

/** The least slope that is believed, relative to the mean over the whole curve: the points are noisy. */
const LEAST = 1 / 4;

/**
 * By how much the reference's loss falls with an octave of the horizon where it is near the given loss: what turns
 * small differences of losses into differences of log2 speed-up. Of a curve that is flat there by chance, a quarter of
 * its mean slope.
 */
export function slopeAt({ curve, horizon }: Reference, loss: number): number {
  const octaves = curve.map((point) => log2(point.horizon / horizon));
  const gains = fallingSequence(curve.map((point) => point.loss)).map((falling) => -falling);
  const { inverse, slope } = monotoneCurve(octaves, gains);
  const [first, last] = [0, octaves.length - 1];
  const rise = (gains[last] as number) - (gains[first] as number);
  const secant = rise / ((octaves[last] as number) - (octaves[first] as number));
  return Math.max(slope(inverse(-loss)), LEAST * secant);
}
