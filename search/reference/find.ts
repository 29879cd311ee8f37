import { isDeepStrictEqual } from "node:util";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { BUILT_IN } from "./built-in/index.js";
import { Ledger } from "../run/ledger.js";
import { type ReferenceKey, ReferenceCache } from "./cache.js";
import { EFFORTS } from "./effort.js";
import { fingerprintOf } from "./fingerprint.js";
import { type ReferenceOptions, measureReference } from "./measure.js";
import type { Effort, Reference } from "./reference.js";

/** Options of {@link knownReference}. */
export interface KnownReferenceOptions {
  /** What a kept reference must have been measured with. @default what the size of the problem allows, `EFFORTS` */
  readonly effort?: Effort;
  /** Where references that are not built in are kept. @default in the user's cache folder */
  readonly cache?: ReferenceCache;
}

/** Options of {@link findReference}. */
export interface FindReferenceOptions extends ReferenceOptions, KnownReferenceOptions {
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
 * The reference of a problem that is known without any training but a few steps: symopt's own, else one that was
 * measured before on this machine with the same effort.
 *
 * @throws {@link InputError} where the problem cannot be trained.
 */
export async function knownReference(
  problem: ProblemReference, options: KnownReferenceOptions = {},
): Promise<Reference | undefined> {
  return builtInReference(problem) ?? keptReference(await keyOf(problem), options);
}

/** What a problem's reference is kept under. */
async function keyOf(problem: ProblemReference): Promise<ReferenceKey> {
  const { name: task, size, horizon, batch } = problem;
  return { task, size, horizon, batch, fingerprint: await fingerprintOf(problem) };
}

/** What was measured before on this machine with the same effort. */
function keptReference(
  key: ReferenceKey, { cache = new ReferenceCache(), effort = EFFORTS[key.size] }: KnownReferenceOptions,
): Reference | undefined {
  const kept = cache.get(key);
  return kept !== undefined && isDeepStrictEqual(kept.effort, effort) ? kept : undefined;
}

/**
 * The reference of a problem: as {@link knownReference}, else measured now, and kept where the executor is exact. So
 * are its trainings until then: interrupted, it goes on with them when it is asked for again.
 *
 * @throws {@link InputError} as {@link measureReference}; {@link LostTraining} where a training was lost with its
 *   worker.
 */
export async function findReference(
  executor: Executor, problem: ProblemReference, options: FindReferenceOptions = {},
): Promise<Reference> {
  const { cache = new ReferenceCache(), onMeasure, ...rest } = options;
  const own = builtInReference(problem);
  if (own !== undefined) return own;
  const key = await keyOf(problem);
  const kept = keptReference(key, { ...options, cache });
  if (kept !== undefined) return kept;
  onMeasure?.(problem);
  const measure = (trains: Executor): Promise<Reference> =>
    measureReference(trains, problem, { from: smallerReference(problem), ...rest });
  // What is kept answers for every executor, so it must be what it is on every machine.
  if (executor.isApproximate === true) return measure(executor);
  const trainings = cache.trainings(key);
  const measured = await measure(new Ledger(executor, trainings));
  if (cache.put(measured)) trainings.remove();
  return measured;
}
