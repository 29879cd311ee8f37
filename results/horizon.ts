import type { ScalarInput } from "../dsl/program.js";

/**
 * Which of the step `t` and the steps in all `T` are among the inputs that a program's updates depend on. With either
 * a rule is called dependent on the horizon, since it may be good at one alone: with `T` all its steps change where it
 * trains for longer; with `t` alone, as AdamW has it for its bias correction, later steps are new to it.
 */
export function horizonInputs(inputs: readonly ScalarInput[]): readonly ("t" | "T")[] {
  return inputs.filter((input) => input === "t" || input === "T");
}

/** The same in words: `independent`, or `dependent: reads t`. */
export function horizonWords({ reads }: { readonly reads: readonly ("t" | "T")[] }): string {
  return reads.length === 0 ? "independent" : `dependent: reads ${reads.join(" and ")}`;
}
