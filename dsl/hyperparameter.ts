import { ContractError } from "../src/errors.js";
import type { Program } from "./program.js";

/** Names of the hyperparameters that a program has, in order. */
export function hyperparametersOf({ parameters }: Program): readonly string[] {
  return parameters.flatMap(({ kind, name }) => (kind === "hyperparameter" ? [name] : []));
}

/**
 * Makes sure that a program has the hyperparameters that are given values.
 *
 * @throws {@link ContractError} naming the first that it has not.
 */
export function requireHyperparameters(program: Program, values: Readonly<Record<string, number>>): void {
  const known = new Set(hyperparametersOf(program));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new ContractError(`Program "${program.name}" has no hyperparameter "${unknown}".`);
}
