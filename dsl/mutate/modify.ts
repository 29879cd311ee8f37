import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import type { FunctionRow } from "../functions/row.js";
import { type Operand, type Program, type Statement, constant, variable } from "../program.js";
import { SCALAR } from "../type.js";
import { assignedBefore, replaceArgument, replaceDefault, withStatements } from "./edit.js";
import type { Attempt } from "./mutation.js";
import { freshConstant, scaledConstant } from "./number.js";
import type { Palette } from "./options.js";
import { pickAssigned, pickOfType, typesAt } from "./scope.js";

/** How often the default mode replaces a statement's function rather than an argument. */
const FUNCTION_SHARE = 0.3;

/** A random argument of a random statement changed, or, in the default mode, its function. */
export function modifyStatement(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  const { statements } = parent.program;
  if (statements.length === 0) return undefined;
  const at = stream.integer(statements.length);
  return !palette.paper && stream.chance(FUNCTION_SHARE)
    ? replaceFunction(parent, at, palette, stream)
    : changeArgument(parent, at, stream);
}

/** Another function with the same arguments and result. */
function replaceFunction(
  { program }: TypedProgram,
  at: number,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  const { target, fn, args } = program.statements[at] as Statement;
  const peers = palette.peers[fn.id] as readonly FunctionRow[];
  const own = palette.allowed[fn.id] as number;
  if (peers.length === own) return undefined;
  // The last stands in for the function itself, so that every other one is equally likely.
  const drawn = peers[stream.integer(peers.length - own)] as FunctionRow;
  const copy = program.statements.slice();
  copy[at] = { target, fn: drawn === fn ? (peers[peers.length - 1] as FunctionRow) : drawn, args };
  return { program: withStatements(program, copy), mutation: { kind: "function", at } };
}

/**
 * One argument becomes another variable, or a fresh constant where the function takes one, or, being a
 * constant, is scaled; each of those that are possible equally likely. A variable gives way to one of its
 * type; a constant to any that the function takes, for any variable may turn into a constant, and there must
 * be a way back. A hyperparameter is a constant with a name: scaling it scales its default. Time
 * O(statements).
 */
function changeArgument(parent: TypedProgram, at: number, stream: RandomStream): Attempt | undefined {
  const { program } = parent;
  const { args, fn } = program.statements[at] as Statement;
  if (args.length === 0) return undefined;
  const argument = stream.integer(args.length);
  const arg = args[argument] as Operand;
  const known = typesAt(parent, at);
  const wanted = fn.args[argument]?.type;
  const takesConstant = wanted !== "tensor";
  const slots = program.names.length;
  const slot =
    arg.kind === "variable"
      ? pickOfType(known, slots, known[arg.slot] as number, arg.slot, stream)
      : wanted === "any"
        ? pickAssigned(known, slots, stream)
        : pickOfType(known, slots, SCALAR, -1, stream);
  const value = scalableValue(program, at, arg);
  const ways = (slot < 0 ? 0 : 1) + (takesConstant ? 1 : 0) + (value === 0 ? 0 : 1);
  if (ways === 0) return undefined;
  let way = stream.integer(ways);
  if (slot < 0) way++;
  if (way === 0) return replaced(program, at, argument, variable(slot));
  if (!takesConstant) way++;
  if (way === 1) return replaced(program, at, argument, constant(freshConstant(stream)));
  const scaled = scaledConstant(value, stream);
  return arg.kind === "constant"
    ? replaced(program, at, argument, constant(scaled))
    : {
        program: replaceDefault(program, arg.slot, scaled),
        mutation: { kind: "hyperparameter", parameter: arg.slot },
      };
}

function replaced(program: Program, at: number, argument: number, operand: Operand): Attempt {
  return {
    program: replaceArgument(program, at, argument, operand),
    mutation: { kind: "argument", at, argument },
  };
}

/** The number that an operand is, by itself or as a hyperparameter; 0 where scaling would change nothing. */
function scalableValue({ parameters, statements }: Program, at: number, operand: Operand): number {
  if (operand.kind === "constant") return operand.value;
  const parameter = parameters[operand.slot];
  if (parameter?.kind !== "hyperparameter") return 0;
  return assignedBefore(statements, at, operand.slot) ? 0 : parameter.value;
}
