import { parse } from "../../dsl/text/parse.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { InputError } from "../../src/errors.js";
import { UNTRAINABLE, ablate } from "../ablation/ablate.js";
import { keepAblation } from "../ablation/keep.js";
import { flatProblem } from "../ablation/problem.js";
import type { Configuration } from "../configuration/configuration.js";
import { settingsSchema } from "../configuration/schema.js";
import type { CountingExecutor } from "../selection/counting.js";
import { atSize, plain } from "../selection/problems.js";
import type { StageProgram } from "../selection/stage.js";
import type { DiscoverOptions, Discovering } from "./discovering.js";

/** The size of the tasks on which a program is tried without its parts. */
const SIZE = 10;

/**
 * The program without what training can do without, on the families that it was selected by, at size 10, long enough
 * that the reference's loss is flat: else what matters late in a training would seem to be worth nothing. Where a
 * task's own horizon is too short for that, the reference of a longer one is measured, as `symopt simplify` does. What
 * the budget of the configuration leaves undecided stays; where that is 0 steps, or the program fails at that size, it
 * stays whole.
 *
 * @returns The text of what is left.
 */
export async function ablateFound(
  { run, store, executor }: Discovering<CountingExecutor>, { index, text }: StageProgram,
  { signal, onProgress }: DiscoverOptions,
): Promise<string> {
  const { steps, margin } = ablationOf(run.content.configuration);
  const tasks = await ablationTasks(run.content.configuration);
  if (tasks.length === 0) return text;
  const problems = [];
  for (const problem of tasks) {
    problems.push(await flatProblem(executor.uncounted, plain(problem), {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (done, total) => onProgress?.(`reference of ${problem.name}`, done, total),
    }));
  }
  try {
    const report = await ablate(executor, {
      program: parse(text), name: `candidate ${index}`, problems, margin, budget: steps ?? Infinity, signal,
      onProgress: (stage, done, total) => onProgress?.(`ablation, ${stage}`, done, total),
    });
    keepAblation(store, index, report);
    return report.text;
  } catch (error) {
    // Where the whole program fails at that size there is nothing to compare with.
    if (error instanceof InputError && error.code === UNTRAINABLE) return text;
    throw error;
  }
}

/**
 * The tasks on which what is found is tried without its parts; none where it is not.
 *
 * @throws {@link InputError} where one of them has no such size.
 */
export async function ablationTasks(configuration: Configuration): Promise<readonly ProblemReference[]> {
  return ablationOf(configuration).steps === 0 ? [] : atSize(configuration.tasks.selection, SIZE);
}

/** How a run ablates; one of an older version has the defaults. */
function ablationOf({ ablation }: Partial<Pick<Configuration, "ablation">>): Configuration["ablation"] {
  return ablation ?? settingsSchema.parse({}).ablation;
}
