import type { StepState } from "./step.js";
import type { Term } from "./term.js";
import type { Walk } from "./walk.js";

/** Scalars that are computed before a walk. */
export interface ScalarsBefore {
  /** Arguments first. */
  readonly terms: readonly Term[];
  /** Those that must have a name: that of the state variable that they are after the step, or any, which is "". */
  readonly outputs: ReadonlyMap<Term, string>;
}

/**
 * Scalars that a walk or one of the later ones reads and that are not known yet, with the state variables of the step
 * and their names.
 */
export function scalarsBefore(
  walk: Walk, later: readonly Walk[], known: ReadonlyMap<Term, string>,
  { states, names }: { readonly states: readonly StepState[]; readonly names: readonly string[] },
): ScalarsBefore {
  const terms = walk.before.filter((term) => !known.has(term));
  const readLater = new Set(later.flatMap(({ before }) => before));
  const outputs = new Map(terms
    .filter((term) => walk.beforeOutputs.includes(term) || readLater.has(term))
    .map((term) => {
      const k = walk.writtenBefore.find((n) => states[n]?.after === term);
      return [term, k === undefined ? "" : names[k] as string];
    }));
  return { terms, outputs };
}
