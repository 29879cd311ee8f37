import type { ConfiguredProblem } from "./configuration.js";

/** The families of some tasks, each once. */
export function familiesIn(tasks: readonly ConfiguredProblem[]): readonly ConfiguredProblem["family"][] {
  return [...new Set(tasks.map(({ family }) => family))];
}
