import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { InputError } from "../../src/errors.js";
import { median } from "../median.js";
import { type Mix, programOf } from "./mix.js";

/** How fast an executor trains candidates, and what became of them. */
export interface Rate {
  /** Trainings a second: one that failed on its way counts for the share of the steps that it made. */
  readonly perSecond: number;
  /** By index; those without one were refused before they made a step. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
}

/**
 * Trains the first candidates of a mix, all submitted at once.
 *
 * @param signal - Closes the executor; then its reason is thrown.
 */
export async function trainMix(
  executor: Executor,
  task: ProblemReference,
  mix: Mix,
  count: number,
  signal: AbortSignal,
): Promise<Rate> {
  const requests = Array.from({ length: count }, (_, index): TrainingRequest => {
    return { index, program: programOf(mix, index), task, seed: 1 };
  });
  const outcomes = new Map<number, Outcome>();
  const stop = (): void => { void executor.close(); };
  signal.throwIfAborted();
  signal.addEventListener("abort", stop);
  const start = performance.now();
  try {
    await Promise.all(requests.map(async (request) => {
      try {
        const outcome = await executor.submit(request);
        if (outcome.spent.steps > 0) outcomes.set(request.index, outcome);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: trainingsIn([...outcomes.values()], task.horizon) / seconds, outcomes };
}

/** Steps that were made, in whole trainings; what was lost with its process made none for sure. */
function trainingsIn(outcomes: readonly Outcome[], horizon: number): number {
  return outcomes.reduce((sum, { kind, spent }) => sum + (kind === "fault" ? 0 : spent.steps / horizon), 0);
}

/** How many outcomes say nothing of their candidates, since these were lost with their processes. */
export function faultsIn(outcomes: Rate["outcomes"]): number {
  return [...outcomes.values()].filter(({ kind }) => kind === "fault").length;
}

/** How much the outcomes of two executors are alike. */
export interface Likeness {
  /** Candidates that neither refused. */
  readonly compared: number;
  /** Share of them that ended in the same way, with a loss within a hundredth where there is one. */
  readonly agreeing: number;
  /** The median of the relative differences of their losses. */
  readonly difference: number;
}

/** Compares the outcomes of the same candidates. */
export function compareOutcomes(ours: Rate["outcomes"], theirs: Rate["outcomes"]): Likeness {
  const differences = [...ours].flatMap(([index, outcome]) => {
    const other = theirs.get(index);
    return other === undefined ? [] : [differenceOf(outcome, other)];
  });
  const agreeing = differences.filter((difference) => difference <= TOLERANCE).length;
  return {
    compared: differences.length,
    agreeing: agreeing / differences.length,
    difference: median(differences),
  };
}

/** How far the losses of whole trainings may be apart, relative: rounding grows over hundreds of steps. */
const TOLERANCE = 0.01;

/** The relative difference of two losses; 0 where both have none, infinite where they ended in different ways. */
function differenceOf(a: Outcome, b: Outcome): number {
  if (a.kind !== b.kind) return Infinity;
  if (a.kind !== "trained" || b.kind !== "trained") return 0;
  return Math.abs(a.loss - b.loss) / Math.max(Math.abs(a.loss), Math.abs(b.loss), Number.MIN_VALUE);
}
