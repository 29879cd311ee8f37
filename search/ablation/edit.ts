import { functionNamed } from "../../dsl/functions/table.js";
import { replaceArgument, replaceDefault, withStatements } from "../../dsl/mutate/edit.js";
import { type Operand, type Program, type Statement, constant } from "../../dsl/program.js";

const COPY = functionNamed("copy");

/** One thing that is taken away from a program, or made simpler. */
export type Edit =
  /** A statement gives what a variable or a number is, instead of what it computes. */
  | { readonly kind: "operand"; readonly at: number; readonly by: Operand }
  /** A constant of a statement is another number. */
  | { readonly kind: "constant"; readonly at: number; readonly argument: number; readonly value: number }
  /** A hyperparameter has another default. */
  | { readonly kind: "default"; readonly parameter: number; readonly value: number };

/** A program with edits made, which are at different places. It may be invalid, and is not simplified. */
export function applyEdits(program: Program, edits: readonly Edit[]): Program {
  return edits.reduce(applyEdit, program);
}

function applyEdit(program: Program, edit: Edit): Program {
  switch (edit.kind) {
    case "operand": {
      const copy = program.statements.slice();
      const { target } = copy[edit.at] as Statement;
      copy[edit.at] = { target, fn: COPY, args: [edit.by] };
      return withStatements(program, copy);
    }
    case "constant":
      return replaceArgument(program, edit.at, edit.argument, constant(edit.value));
    case "default":
      return replaceDefault(program, edit.parameter, edit.value);
  }
}

/** The place of an edit: edits of one place exclude each other. A statement and its constants are one place. */
export function placeOf(edit: Edit): string {
  return edit.kind === "default" ? `parameter ${edit.parameter}` : `statement ${edit.at}`;
}
