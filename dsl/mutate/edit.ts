import type { Operand, Parameter, Program, Statement } from "../program.js";

/**
 * A program with some parts replaced. Every program is built with its properties in this order, as the parser
 * builds them, so that all programs are of one shape to the engine.
 */
export function edited(program: Program, parts: Partial<Program>): Program {
  return {
    name: program.name,
    parameters: parts.parameters ?? program.parameters,
    states: parts.states ?? program.states,
    names: parts.names ?? program.names,
    statements: parts.statements ?? program.statements,
    outputs: parts.outputs ?? program.outputs,
  };
}

/** A program with other statements and names: `edited` for the inner loop. */
export function withStatements(
  program: Program,
  statements: readonly Statement[],
  names: readonly string[] = program.names,
): Program {
  const { name, parameters, states, outputs } = program;
  return { name, parameters, states, names, statements, outputs };
}

/** Statements with one more. */
export function withStatement(
  statements: readonly Statement[],
  at: number,
  statement: Statement,
): Statement[] {
  const copy = statements.slice();
  copy.splice(at, 0, statement);
  return copy;
}

/** A statement with another argument. */
export function withArgument({ target, fn, args }: Statement, argument: number, operand: Operand): Statement {
  const copy = args.slice();
  copy[argument] = operand;
  return { target, fn, args: copy };
}

/** A program with another argument in one of its statements. */
export function replaceArgument(program: Program, at: number, argument: number, operand: Operand): Program {
  const copy = program.statements.slice();
  copy[at] = withArgument(copy[at] as Statement, argument, operand);
  return withStatements(program, copy);
}

/** A program with another default of a hyperparameter. */
export function replaceDefault(program: Program, parameter: number, value: number): Program {
  const copy: Parameter[] = program.parameters.slice();
  copy[parameter] = { kind: "hyperparameter", name: program.names[parameter] as string, value };
  return edited(program, { parameters: copy });
}

/** Whether one of the first statements assigns to a slot. */
export function assignedBefore(statements: readonly Statement[], place: number, slot: number): boolean {
  for (let i = 0; i < place; i++) if ((statements[i] as Statement).target === slot) return true;
  return false;
}
