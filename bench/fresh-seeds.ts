import type { Executor } from "../proxies/executor/executor.js";
import type { Gain } from "../results/run-progress.js";
import { MOST_SCORE } from "../results/score.js";
import type { ScoredProblem } from "../search/evolution/problem.js";
import { SEEDS, seedsOf } from "../search/seeds.js";
import { mean, standardError } from "../src/statistics.js";
import { studentQuantile } from "../src/student.js";

/** The upper end of a 95 % interval. */
const UPPER = 0.975;

/**
 * The mean score of a program over problems, seed by seed, on seeds that nothing was chosen by. What fails on a seed
 * has the lowest score there is.
 */
export async function scoresOf(
  executor: Executor, problems: readonly ScoredProblem[], program: string, seeds: number,
): Promise<readonly number[]> {
  return Promise.all(seedsOf(SEEDS.looking, seeds).map(async (seed) => {
    const scores = problems.map(async ({ problem: task, scorer }) => {
      const outcome = await executor.submit({ index: 0, program, task, seed });
      return outcome.kind === "trained" ? scorer.score(outcome.loss) : -MOST_SCORE;
    });
    return mean(await Promise.all(scores));
  }));
}

/** The interval of the mean of some numbers. */
export function intervalOf(values: readonly number[]): Gain {
  return { mean: mean(values), error: studentQuantile(UPPER, values.length - 1) * standardError(values) };
}

/** The interval of the mean difference of numbers that belong together in pairs. */
export function pairedInterval(a: readonly number[], b: readonly number[]): Gain {
  return intervalOf(a.map((value, k) => value - (b[k] as number)));
}
