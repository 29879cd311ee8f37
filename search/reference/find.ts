import { isDeepStrictEqual } from "node:util";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { BUILT_IN } from "./built-in/index.js";
import { ReferenceCache } from "./cache.js";
import { EFFORTS } from "./effort.js";
import { fingerprintOf } from "./fingerprint.js";
import { type ReferenceOptions, measureReference } from "./measure.js";
import type { Reference } from "./reference.js";

/** Options of {@link findReference}. */
export interface FindReferenceOptions extends ReferenceOptions {
  /** Where references that are not built in are kept. @default in the user's cache folder */
  readonly cache?: ReferenceCache;
  /** Told before a reference is measured, which takes as long as hundreds of trainings. */
  readonly onMeasure?: (problem: ProblemReference) => void;
}

/** A built-in problem's reference, if symopt brings one for this horizon and batch size. */
export function builtInReference(problem: ProblemReference): Reference | undefined {
  if (problem.module !== undefined || problem.data !== undefined) return undefined;
  return BUILT_IN.find(
    ({ task, size, horizon, batch }) =>
      task === problem.name && size === problem.size && horizon === problem.horizon && batch === problem.batch,
  );
}

/**
 * The reference of the same built-in task at the next smaller size that there is one of, at its own horizon;
 * `undefined` where there is none.
 *
 * @param references - Those to look among. @default those that symopt brings
 */
export function smallerReference(
  problem: ProblemReference, references: readonly Reference[] = BUILT_IN,
): Reference | undefined {
  const { name, module, data, size } = problem;
  if (module !== undefined || data !== undefined) return undefined;
  // A peer trains for longer than the task itself.
  return references
    .filter((reference) => reference.task === name && reference.size < size)
    .toSorted((a, b) => b.size - a.size || a.horizon - b.horizon)[0];
}

/**
 * The reference of a problem: symopt's own, else one that was measured before on this machine with the same
 * effort, else measured now, and kept where the executor is exact.
 *
 * @throws {@link InputError} as {@link measureReference}.
 */
export async function findReference(
  executor: Executor, problem: ProblemReference, options: FindReferenceOptions = {},
): Promise<Reference> {
  const { cache = new ReferenceCache(), onMeasure, ...rest } = options;
  const known = builtInReference(problem);
  if (known !== undefined) return known;
  const fingerprint = await fingerprintOf(problem);
  const { name: task, size, horizon, batch } = problem;
  const kept = cache.get({ task, size, horizon, batch, fingerprint });
  const { effort = EFFORTS[size] } = options;
  if (kept !== undefined && isDeepStrictEqual(kept.effort, effort)) return kept;
  onMeasure?.(problem);
  const measured = await measureReference(executor, problem, { from: smallerReference(problem), ...rest });
  // What is kept answers for every executor, so it must be what it is on every machine.
  if (executor.isApproximate !== true) cache.put(measured);
  return measured;
}
