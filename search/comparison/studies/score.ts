import type { Reached, SpeedUp } from "../../../results/comparison-report.js";
import { mean, standardError } from "../../../src/statistics.js";
import { studentQuantile } from "../../../src/student.js";
import { log2 } from "../../../src/transcendental/index.js";
import { fallingSequence, monotoneCurve } from "../../reference/curve.js";
import type { Reference } from "../../reference/reference.js";
import { MOST_SCORE } from "../../reference/scorer.js";

/** Below and above of a two-sided interval of 95 %. */
const TAIL = 0.025;

/**
 * The score of a rule that was trained for some steps, and its 95 % interval by Student's t over seeds: log2 of the
 * steps in which the reference comes to its loss over its own, at most ±2. The reference may be one of another horizon
 * than the rule's: what lies beyond the steps that it was measured at is said to be beyond.
 *
 * @param horizon - The steps of the rule.
 * @param losses - Of the rule, one for each seed; infinite where it failed.
 * @returns `null` where it failed on any seed.
 */
export function scoreAgainst(
  reference: Pick<Reference, "curve">, horizon: number, losses: readonly number[],
): SpeedUp | null {
  if (!losses.every(Number.isFinite)) return null;
  const { curve } = reference;
  const falling = fallingSequence(curve.map(({ loss }) => loss));
  const octaves = curve.map((point) => log2(point.horizon / horizon));
  const { inverse } = monotoneCurve(octaves, falling.map((loss) => -loss));
  const scoreOf = (loss: number): Reached => {
    const octave = inverse(-loss);
    const beyond = loss < (falling.at(-1) as number) ? "faster" : loss > (falling[0] as number) ? "slower" : null;
    return clipped(octave, beyond);
  };
  const centre = mean(losses);
  const half = losses.length < 2 ? Infinity : studentQuantile(1 - TAIL, losses.length - 1) * standardError(losses);
  return { value: scoreOf(centre), low: scoreOf(centre + half), high: scoreOf(centre - half) };
}

/** What is more than a score can be lies beyond its end. */
function clipped(octaves: number, beyond: Reached["beyond"]): Reached {
  if (octaves > MOST_SCORE) return { octaves: MOST_SCORE, beyond: "faster" };
  // What the reference was not measured to reach may be far above.
  if (octaves < -MOST_SCORE && beyond !== "faster") return { octaves: -MOST_SCORE, beyond: "slower" };
  return { octaves, beyond };
}
