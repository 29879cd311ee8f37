import { availableParallelism } from "node:os";
import { hasRun } from "../results/store/place.js";
import { loadConfiguration } from "../search/configuration/load.js";
import { resumeRun, startRun } from "../search/run/run.js";

/**
 * Searches into a folder until so many training steps are spent; goes on with a run that is there already.
 *
 * @param settings - Beside those of the file, as `path=value`.
 */
export async function searchInto(
  folder: string, file: string, steps: number, settings: readonly string[],
): Promise<void> {
  const options = {
    folder, workers: availableParallelism(), signal: new AbortController().signal, version: "bench",
  };
  if (hasRun(folder)) {
    await resumeRun(options);
    return;
  }
  const budget = ["budget.evaluations=null", "budget.minutes=null", `budget.steps=${steps}`];
  await startRun(await loadConfiguration({ file, overrides: [...budget, ...settings] }), options);
}
