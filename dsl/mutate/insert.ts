import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import { randomArguments } from "./call.js";
import { withStatement, withStatements } from "./edit.js";
import type { Attempt } from "./mutation.js";
import type { Palette } from "./options.js";
import { freeSlot, markUsed, typesAt, withNewName } from "./scope.js";

/**
 * A random statement at a random place: any allowed function, random arguments, its result in a new variable
 * or an existing one, half each. A new variable takes over a slot and name that nothing uses any more, if
 * there is one. Time O(statements).
 */
export function insertStatement(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  const { program } = parent;
  const { names, statements } = program;
  if (statements.length >= palette.statements) return undefined;
  const at = stream.integer(statements.length + 1);
  const fn = stream.pick(palette.functions);
  const args = randomArguments(fn, typesAt(parent, at), names.length, stream);
  if (args === undefined) return undefined;
  const used = markUsed(program);
  const target = stream.chance(0.5) ? freeSlot(used, program) : pickUsed(used, names.length, stream);
  const copy = withStatement(statements, at, { target, fn, args });
  return {
    program: withStatements(program, copy, target === names.length ? withNewName(names) : names),
    mutation: { kind: "insert", at },
  };
}

function pickUsed(used: Uint8Array, slots: number, stream: RandomStream): number {
  let count = 0;
  for (let slot = 0; slot < slots; slot++) count += used[slot] as number;
  let rest = stream.integer(count);
  for (let slot = 0; ; slot++) if (used[slot] === 1 && rest-- === 0) return slot;
}
