import { quoted } from "../../results/path.js";
import { InputError } from "../../src/errors.js";
import { fingerprintOf } from "../reference/fingerprint.js";
import type { RunContent } from "./content.js";

/**
 * Refuses to go on with a run whose search tasks are no longer what they were when it began: losses on them could not
 * be compared with those that are in its log. A module of the user's may well have been edited since.
 *
 * @throws {@link InputError} naming the task; as loading it does, where it cannot be loaded any more.
 */
export async function requireSameTasks({ configuration, references }: RunContent, folder: string): Promise<void> {
  const { search } = configuration.tasks;
  for (const [k, problem] of search.entries()) {
    if (references[k]?.fingerprint === await fingerprintOf(problem)) continue;
    const { name, size, module = "built in", data } = problem;
    const where = data === undefined ? module : `${module}, ${data}`;
    throw new InputError(
      "other-task",
      `Task "${name}" ×${size} (${where}) is not what it was when ${folder} was begun: its model or its data are others. ` +
        `Bring them back, or begin a new run from it with \`symopt search --from ${quoted(folder)}\`.`,
    );
  }
}
