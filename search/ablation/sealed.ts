import { RunStore } from "../../results/store/store.js";
import { familiesIn } from "../configuration/families.js";
import { candidateOf } from "../load-program.js";
import { readContent } from "../run/content.js";

/**
 * The families that the run of a candidate keeps sealed, so that nothing may be decided on them; none of a program
 * that is named otherwise.
 *
 * @param reference - What the user named the program as.
 * @throws {@link InputError} where the run cannot be read.
 */
export function sealedFamiliesOf(reference: string): readonly string[] {
  const candidate = candidateOf(reference);
  if (candidate === undefined) return [];
  const store = RunStore.read(candidate.run);
  try {
    return familiesIn(readContent(store).configuration.tasks.sealed);
  } finally {
    store.close();
  }
}
