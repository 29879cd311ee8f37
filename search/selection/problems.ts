import type { Executor } from "../../proxies/executor/executor.js";
import { type ProblemReference, loadProblem } from "../../proxies/problem/problem.js";
import type { Size } from "../../proxies/problem/task.js";
import { definitionOf } from "../../proxies/problem/task-source.js";
import { type ReferencedProblem, scoredProblem } from "../evolution/problem.js";
import { findReference } from "../reference/find.js";

/** Problems at one size, at the task's own horizon and batch size where that is not the one that they have. */
export async function atSize(problems: readonly ProblemReference[], size: Size): Promise<readonly ProblemReference[]> {
  return Promise.all(problems.map(async (problem) => {
    if (problem.size === size) return problem;
    const { task } = await loadProblem(problem);
    const { horizon, batch } = definitionOf({ task, size });
    return { ...problem, size, horizon, batch };
  }));
}

/** Problems with their references; those that symopt does not bring are measured, or found where they were kept. */
export async function withReferences(
  executor: Executor, problems: readonly ProblemReference[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ReferencedProblem[]> {
  const { signal } = options;
  const scored: ReferencedProblem[] = [];
  for (const problem of problems) {
    scored.push(scoredProblem(problem, await findReference(executor, problem, signal === undefined ? {} : { signal })));
  }
  return scored;
}

/** A problem without what a configuration knows of it besides. */
export function plain({ name, module, data, size, horizon, batch }: ProblemReference): ProblemReference {
  return {
    name, size, horizon, batch,
    ...(module === undefined ? {} : { module }),
    ...(data === undefined ? {} : { data }),
  };
}
