import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import type { Operand, Program, Statement } from "../program.js";
import { withStatements } from "./edit.js";
import type { Attempt } from "./mutation.js";

let read = new Uint8Array(256);
let firstAssignment = new Int32Array(256);
let candidates = new Int32Array(256);

/**
 * A random statement less: one of those without which every variable is still assigned before it is read.
 * Time O(statements).
 */
export function deleteStatement({ program }: TypedProgram, stream: RandomStream): Attempt | undefined {
  const count = findDeletable(program);
  if (count === 0) return undefined;
  const at = candidates[stream.integer(count)] as number;
  const copy = program.statements.slice();
  copy.splice(at, 1);
  return { program: withStatements(program, copy), mutation: { kind: "delete", at } };
}

/**
 * Lists the statements whose variable is assigned before as well, or not read before it is assigned again.
 */
function findDeletable({ parameters, names, statements, outputs }: Program): number {
  if (names.length > read.length) {
    read = new Uint8Array(names.length * 2);
    firstAssignment = new Int32Array(names.length * 2);
  }
  if (statements.length > candidates.length) candidates = new Int32Array(statements.length * 2);
  for (let i = statements.length - 1; i >= 0; i--) firstAssignment[(statements[i] as Statement).target] = i;
  firstAssignment.fill(-1, 0, parameters.length);
  read.fill(0, 0, names.length);
  for (let k = 0; k < outputs.length; k++) read[outputs[k] as number] = 1;
  let count = 0;
  for (let i = statements.length - 1; i >= 0; i--) {
    const { target, args } = statements[i] as Statement;
    if (read[target] === 0 || (firstAssignment[target] as number) < i) candidates[count++] = i;
    read[target] = 0;
    for (let k = 0; k < args.length; k++) {
      const arg = args[k] as Operand;
      if (arg.kind === "variable") read[arg.slot] = 1;
    }
  }
  return count;
}
