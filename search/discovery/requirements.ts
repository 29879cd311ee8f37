import type { Configuration } from "../configuration/configuration.js";
import { atSize } from "../selection/problems.js";
import { requireSelection, selectionOf } from "../selection/select.js";
import { ablationTasks } from "./ablate-found.js";

/**
 * Requires that there is something to select by, of every size that what follows a search asks for: it would be late
 * to learn of it when the search has ended.
 *
 * @throws {@link InputError} where there is not.
 */
export async function requireDiscoverable(configuration: Configuration): Promise<void> {
  requireSelection(configuration);
  for (const { size } of selectionOf(configuration).stages) await atSize(configuration.tasks.selection, size);
  await ablationTasks(configuration);
}
