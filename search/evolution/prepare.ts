import { isDeepStrictEqual } from "node:util";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Size } from "../../proxies/problem/task.js";
import { BAR_RULES } from "../../results/bar.js";
import { InputError } from "../../src/errors.js";
import { peerOf } from "../peer.js";
import { type FindReferenceOptions, findReference } from "../reference/find.js";
import type { Reference } from "../reference/reference.js";
import { LEAST_FALL, ceilingOf } from "../reference/scorer.js";
import { type ReferencedProblem, type ScoredProblem, scoredProblem } from "./problem.js";

/** Options of {@link findReferences}. */
export interface FindReferencesOptions extends Omit<FindReferenceOptions, "onProgress" | "onMeasure"> {
  /** Told after every training where a reference is measured: the task, and how many steps of how many are done. */
  readonly onProgress?: (task: string, steps: number, total: number) => void;
  /** Told of a task where a rule of the bar has the highest score that there is: nothing can be above it. */
  readonly onCeiling?: (ceiling: Ceiling) => void;
}

/** A task on which nothing can be above the bar. */
export interface Ceiling {
  readonly task: string;
  readonly size: Size;
  /** The rule of the bar that is at the end of scores. */
  readonly rule: string;
  /** That end. */
  readonly score: number;
}

/**
 * The references of the problems that a search trains on, one after the other: symopt's own, those measured
 * before, or measured now.
 *
 * @throws {@link InputError} where a problem cannot tell good rules from bad ones.
 */
export async function findReferences(
  executor: Executor, problems: readonly ProblemReference[], options: FindReferencesOptions = {},
): Promise<readonly Reference[]> {
  const { onProgress, onCeiling, ...rest } = options;
  const references: Reference[] = [];
  for (const problem of problems) {
    const reference = await findReference(executor, problem, {
      ...rest, onProgress: (steps, total) => onProgress?.(problem.name, steps, total),
    });
    const scored = scoredProblem(problem, reference);
    refuseWeak(scored, problems);
    const ceiling = ceilingAbove(scored);
    if (ceiling !== undefined) onCeiling?.(ceiling);
    references.push(reference);
  }
  return references;
}

/** What to tell of a problem whose bar is at the end of scores. */
function ceilingAbove({ problem, reference, scorer, bar }: ReferencedProblem): Ceiling | undefined {
  const { name: task, size } = problem;
  const score = ceilingOf(reference);
  const best = BAR_RULES.find((rule) => scorer.score(reference.bar[rule].loss) >= score);
  return bar < score || best === undefined ? undefined : { task, size, rule: best, score };
}

/** Refuses a problem on which a longer training hardly changes the loss: its scores would be noise. */
function refuseWeak({ problem, scorer: { signal } }: ScoredProblem, problems: readonly ProblemReference[]): void {
  if (signal.suffices) return;
  const { name, size, horizon, batch } = problem;
  // Cut, not rounded: what falls short must not look as if it did not.
  const fall = (Math.floor(100 * signal.fall) / 100).toFixed(2);
  const other = problems.find((each) => isDeepStrictEqual(peerOf(each), problem));
  const advice = other === undefined
    ? "Train it for fewer steps, in larger batches, make it harder, or search on another task."
    : `It is the peer of that task with ${other.horizon} steps of ${other.batch}, which trains for longer in smaller ` +
      "batches: search without peers (--set tasks.peers=false), or on another task.";
  throw new InputError(
    "weak-task",
    `Task "${name}" ×${size} with ${horizon} steps of ${batch} cannot be searched on: from half to twice its horizon ` +
      `the loss of tuned AdamW falls by ${fall} standard deviations of its seeds, and ` +
      `${LEAST_FALL} are needed to tell rules apart. ${advice}`,
  );
}
