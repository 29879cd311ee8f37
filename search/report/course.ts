import type { Course, Moment, TriedPoint } from "../../results/html/story.js";
import type { CandidateScore } from "../../results/candidate-report.js";
import { mean } from "../../src/statistics.js";
import { judge } from "../run/judge.js";
import type { ReadRun } from "../run/read.js";

/** Most candidates that a page shows one by one. */
const SHOWN = 400;

/** How the best of a run became better. Takes time in the entries of the run. */
export function courseOf(run: ReadRun, startName: string | null): Course {
  const { store, entries, bests, problems, state } = run;
  const moments = new Map<number, Moment>();
  const wanted = new Set(bests.map(({ at }) => at));
  const tried: TriedPoint[] = [];
  let [trained, steps] = [0, 0];
  for (const entry of store.entries()) {
    if (entry.index >= entries) break;
    const isTraining = entry.kind === "candidate" && entry.trainings.length > 0;
    if (isTraining) trained++;
    steps += entry.steps;
    if (isTraining && entry.fitness !== null) tried.push({ index: entry.index, trained, steps, score: entry.fitness });
    if (wanted.has(entry.index + 1)) moments.set(entry.index + 1, { trained, steps });
  }
  const { bestStart } = state;
  const start = bestStart === undefined ? null : scoreOf(bestStart, run);
  return {
    end: { trained, steps },
    champions: bests.map(({ index, at }) => ({
      index, ...(moments.get(at) ?? { trained: 0, steps: 0 }),
      change: store.entry(index)?.change ?? "", score: scoreOf(index, run),
    })),
    tried: thinned(tried, SHOWN),
    bar: mean(problems.map(({ bar }) => bar)),
    start: start === null ? null : { name: startName ?? "", score: start },
  };
}

function scoreOf(index: number, run: ReadRun): CandidateScore | null {
  const judged = judge(index, run);
  if (judged === undefined || judged.mean === -Infinity) return null;
  const { mean: score, error, seeds, confirmed } = judged;
  return { score, error, seeds, confirmed };
}

/** At most so many of the points, at equal distances, the first and the last among them. */
export function thinned<Point>(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, k) => points[Math.round(k * step)] as Point);
}
