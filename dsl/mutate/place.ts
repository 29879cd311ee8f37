import type { RandomStream } from "../../src/random.js";
import { type Liveness, liveness } from "../liveness.js";
import { type Operand, type Program, type Statement, variable } from "../program.js";
import { edited, withArgument } from "./edit.js";

/** A place where live code reads a variable: an argument of a statement, or the update that is returned. */
export interface Place {
  /** Index of the statement, or `statements.length` for the update. */
  readonly at: number;
  readonly argument: number;
}

/**
 * A random place among those where live code reads a variable and that pass the test; each equally likely.
 * The test sees the program's statements in order, the update last.
 */
export function pickPlace(
  program: Program,
  stream: RandomStream,
  test: (slot: number, place: Place) => boolean,
  live: Liveness = liveness(program),
): Place | undefined {
  const { statements, outputs } = program;
  const found: Place[] = [];
  for (let at = 0; at < statements.length; at++) {
    const { args } = statements[at] as Statement;
    if (live.statements[at] === 0) continue;
    for (let argument = 0; argument < args.length; argument++) {
      const arg = args[argument] as Operand;
      const place = { at, argument };
      if (arg.kind === "variable" && test(arg.slot, place)) found.push(place);
    }
  }
  const update = { at: statements.length, argument: 0 };
  if (test(outputs[0] as number, update)) found.push(update);
  return found.length === 0 ? undefined : stream.pick(found);
}

/** The slot that a place reads. */
export function slotAt({ statements, outputs }: Program, { at, argument }: Place): number {
  const operand = statements[at]?.args[argument];
  return operand?.kind === "variable" ? operand.slot : (outputs[0] as number);
}

/** A program with statements inserted just before a place, which reads another slot from now on. */
export function redirect(
  program: Program,
  { at, argument }: Place,
  inserted: readonly Statement[],
  slot: number,
  names: readonly string[] = program.names,
): Program {
  const { statements, outputs } = program;
  const reader = statements[at];
  if (reader === undefined) {
    return edited(program, {
      names,
      statements: [...statements, ...inserted],
      outputs: [slot, ...outputs.slice(1)],
    });
  }
  return edited(program, {
    names,
    statements: [
      ...statements.slice(0, at),
      ...inserted,
      withArgument(reader, argument, variable(slot)),
      ...statements.slice(at + 1),
    ],
  });
}
