import { RunStore } from "../../results/store/store.js";
import { familiesIn } from "../configuration/families.js";
import { candidateOf } from "../load-program.js";
import { readContent } from "../run/content.js";

/**
 * The families of the tasks that a candidate of a run was evolved on; `undefined` of a program that is named otherwise.
 *
 * @param reference - What the user named the program as.
 * @throws {@link InputError} where the run cannot be read.
 */
export function familiesOf(reference: string): readonly string[] | undefined {
  const candidate = candidateOf(reference);
  if (candidate === undefined) return undefined;
  const store = RunStore.read(candidate.run);
  try {
    return familiesIn(readContent(store).configuration.tasks.search);
  } finally {
    store.close();
  }
}
