import { RunStore } from "../../results/store/store.js";
import { familiesIn } from "../configuration/families.js";
import { candidateOf } from "../load-program.js";
import { readContent } from "./content.js";

/**
 * The families of the tasks of a candidate's run: those that it was evolved on, or those that the run keeps sealed, so
 * that nothing may be decided on them; `undefined` of a program that is named otherwise.
 *
 * @param reference - What the user named the program as.
 * @throws {@link InputError} where the run cannot be read.
 */
export function familiesOf(reference: string, tasks: "search" | "sealed"): readonly string[] | undefined {
  const candidate = candidateOf(reference);
  if (candidate === undefined) return undefined;
  const store = RunStore.read(candidate.run);
  try {
    return familiesIn(readContent(store).configuration.tasks[tasks]);
  } finally {
    store.close();
  }
}
