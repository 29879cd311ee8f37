import type { Configuration } from "../configuration/configuration.js";
import { atSize } from "../selection/problems.js";
import { requireSelection, selectionOf } from "../selection/select.js";
import { requireAnswers } from "../selection/thresholdout.js";
import { ablationTasks } from "./ablate-found.js";

/**
 * Requires that there is something to select by, of every size that what follows a search asks for, and that a holdout
 * can answer: it would be late to learn of it when the search has ended.
 *
 * @throws {@link InputError} where there is not.
 */
export async function requireDiscoverable(configuration: Configuration): Promise<void> {
  requireSelection(configuration);
  const { stages, holdout } = selectionOf(configuration);
  const { selection } = configuration.tasks;
  for (const { size } of stages) await atSize(selection, size);
  if (stages.length > 0 && selection.some(({ data }) => data !== undefined)) requireAnswers(holdout);
  await ablationTasks(configuration);
}
