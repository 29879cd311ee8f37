import { parse } from "../../dsl/text/parse.js";
import { ablate } from "../ablation/ablate.js";
import { keepAblation } from "../ablation/keep.js";
import { flatProblem } from "../ablation/problem.js";
import type { Configuration } from "../configuration/configuration.js";
import { settingsSchema } from "../configuration/schema.js";
import { atSize, plain } from "../selection/problems.js";
import type { StageProgram } from "../selection/stage.js";
import type { DiscoverOptions, Discovering } from "./discovering.js";

/** The size of the tasks on which a program is tried without its parts. */
const SIZE = 10;

/**
 * The program without what training can do without, on the families that it was selected by, at size 10. What the
 * budget of the configuration leaves undecided stays; where that is 0 steps, nothing is tried.
 *
 * @returns The text of what is left.
 */
export async function ablateFound(
  { run, store, executor }: Discovering, { index, text }: StageProgram, { signal, onProgress }: DiscoverOptions,
): Promise<string> {
  const { steps, margin } = ablationOf(run.content.configuration);
  if (steps === 0) return text;
  const problems = [];
  // At their own horizons: of others no reference is known, and to measure one takes longer than all else.
  const options = { longest: 1, ...(signal === undefined ? {} : { signal }) };
  for (const problem of await atSize(run.content.configuration.tasks.selection, SIZE)) {
    problems.push(await flatProblem(executor, plain(problem), options));
  }
  const report = await ablate(executor, {
    program: parse(text), name: `candidate ${index}`, problems, margin, budget: steps ?? Infinity, signal,
    onProgress: (stage, done, total) => onProgress?.(`ablation, ${stage}`, done, total),
  });
  keepAblation(store, index, report);
  return report.text;
}

/** How a run ablates; one of an older version has the defaults. */
function ablationOf({ ablation }: Partial<Pick<Configuration, "ablation">>): Configuration["ablation"] {
  return ablation ?? settingsSchema.parse({}).ablation;
}
