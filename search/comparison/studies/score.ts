import type { ScoreOverSeeds } from "../../../results/comparison-report.js";
import { mean, standardError } from "../../../src/statistics.js";
import { studentQuantile } from "../../../src/student.js";
import type { Reference } from "../../reference/reference.js";
import { scorerOf } from "../../reference/scorer.js";

/** Below and above of a two-sided interval of 95 %. */
const TAIL = 0.025;

/**
 * The score of a rule on a problem: the mean over its seeds of what a search gives each, and its 95 % interval by
 * Student's t.
 *
 * @param reference - The problem's own.
 * @param losses - Of validation data, one for each seed; infinite where the training failed.
 * @returns `null` where it failed on any seed.
 */
export function scoreOver(reference: Reference, losses: readonly number[]): ScoreOverSeeds | null {
  if (!losses.every(Number.isFinite)) return null;
  const { score } = scorerOf(reference);
  const scores = losses.map(score);
  const centre = mean(scores);
  const half = losses.length < 2 ? Infinity : studentQuantile(1 - TAIL, scores.length - 1) * standardError(scores);
  // A seed at an end of what was measured may lie anywhere beyond it.
  const [isBelow, isAbove] = [scores.includes(score(Infinity)), scores.includes(score(-Infinity))];
  const beyond = isBelow === isAbove ? null : isBelow ? "slower" : "faster";
  return { mean: centre, low: centre - half, high: centre + half, beyond };
}
