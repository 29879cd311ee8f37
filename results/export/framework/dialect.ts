import type { Expression } from "../expression.js";
import type { Term } from "./term.js";

/** How a framework spells what a step computes. */
export interface Dialect {
  /** Whether the language itself can choose by a value: it is one of its numbers, known when the code runs. */
  readonly isHost: (term: Term) => boolean;
  /** What is there without a name: a constant, or what an array says of itself. `undefined` of what has a name. */
  readonly given: (term: Term) => Expression | undefined;
  /** A call. */
  readonly call: (term: Term, args: readonly Expression[]) => Expression;
  /** A value as the condition of a choice: whether it is not 0. */
  readonly test: (term: Term, x: Expression) => Expression;
  /** One side of a choice that the language makes, as wide as the choice. */
  readonly side: (choice: Term, side: Term, x: Expression) => Expression;
}
