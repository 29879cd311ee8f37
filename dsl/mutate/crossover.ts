import type { RandomStream } from "../../src/random.js";
import { type TypedProgram, tryCheck } from "../check.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type Statement,
  constant,
  inputSlot,
  variable,
} from "../program.js";
import { edited } from "./edit.js";
import type { Attempt } from "./mutation.js";
import type { Palette } from "./options.js";
import { withInput } from "./parameter.js";
import { UNASSIGNED, freeSlot, markUsed, pickOfType, typesAt } from "./scope.js";

/** The longest block that is taken over. */
const LONGEST_BLOCK = 8;

/**
 * A contiguous block of the mate's statements, of 1 to 8, at a random place of the parent. Variables are
 * matched by what they stand for:
 *
 * - weights, gradient and scalar inputs by their role (an input that the parent lacks is added);
 * - state variables by position; one that the parent lacks is matched as a local variable;
 * - a hyperparameter by name; one that the parent lacks is read as the constant that is its default;
 * - local variables by name, on purpose: the programs of a population have ancestors in common, where a name
 *   meant one thing, so that the block reads from the parent and feeds into it. A variable that the block
 *   reads and that is not assigned there in the parent becomes a random visible one of the type that it has
 *   in the mate; one that the block assigns and that the parent lacks is new, under its own name.
 */
export function crossOver(
  parent: TypedProgram,
  mate: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  const { statements } = mate.program;
  const room = Math.min(
    palette.statements - parent.program.statements.length,
    statements.length,
    LONGEST_BLOCK,
  );
  if (room < 1) return undefined;
  const length = 1 + stream.integer(room);
  const start = stream.integer(statements.length - length + 1);
  for (let i = start; i < start + length; i++) {
    if (palette.allowed[(statements[i] as Statement).fn.id] === 0) return undefined;
  }
  const at = stream.integer(parent.program.statements.length + 1);
  const widened = withInputsOf(parent.program, mate.program, start, length);
  const base = widened === parent.program ? parent : tryCheck(widened);
  if (base === undefined) return undefined;
  const block = translate(base, mate, at, start, length, stream);
  if (block === undefined) return undefined;
  const { program } = base;
  return {
    program: edited(program, {
      names: block.names,
      statements: [...program.statements.slice(0, at), ...block.statements, ...program.statements.slice(at)],
    }),
    mutation: { kind: "crossover", at, length },
  };
}

/** The program with those scalar inputs added that a block of the mate reads or writes. */
function withInputsOf(program: Program, mate: Program, start: number, length: number): Program {
  let widened = program;
  mate.parameters.forEach((parameter, slot) => {
    if (parameter.kind !== "input") return;
    for (let i = start; i < start + length; i++) {
      const { target, args } = mate.statements[i] as Statement;
      if (target === slot || args.some((arg) => arg.kind === "variable" && arg.slot === slot)) {
        widened = withInput(widened, parameter.name).program;
        return;
      }
    }
  });
  return widened;
}

/** The mate's statements in the parent's variables. */
function translate(
  base: TypedProgram,
  mate: TypedProgram,
  at: number,
  start: number,
  length: number,
  stream: RandomStream,
): { readonly statements: readonly Statement[]; readonly names: readonly string[] } | undefined {
  const { program } = base;
  const used = markUsed(program).slice(0, program.names.length);
  let { names } = program;
  // What the block will have assigned at each point: an operand per slot of the mate.
  const operands: (Operand | undefined)[] = mate.program.names.map(() => undefined);
  const mateTypes = typesAt(mate, start).slice();
  const known = typesAt(base, at);
  const read = (slot: number): Operand | undefined => {
    const parameter = mate.program.parameters[slot];
    const same = sameParameter(program, mate.program, parameter, slot);
    if (same >= 0) return variable(same);
    if (parameter?.kind === "hyperparameter") return constant(parameter.value);
    const local = program.names.indexOf(mate.program.names[slot] as string);
    if (local >= 0 && known[local] !== UNASSIGNED) return variable(local);
    const any = pickOfType(known, program.names.length, mateTypes[slot] as number, -1, stream);
    return any < 0 ? undefined : variable(any);
  };
  const write = (slot: number): Operand => {
    const same = sameParameter(program, mate.program, mate.program.parameters[slot], slot);
    if (same >= 0) return variable(same);
    const name = mate.program.names[slot] as string;
    const local = names.indexOf(name);
    if (local >= 0) {
      used[local] = 1;
      return variable(local);
    }
    const fresh = freeSlot(used, program);
    const renamed = names.slice();
    const target = fresh < program.names.length ? fresh : names.length;
    renamed[target] = name;
    names = renamed;
    used[target] = 1;
    return variable(target);
  };
  const statements: Statement[] = [];
  for (let i = start; i < start + length; i++) {
    const { target, fn, args } = mate.program.statements[i] as Statement;
    const translated: Operand[] = [];
    for (const arg of args) {
      const operand = arg.kind === "constant" ? arg : (operands[arg.slot] ??= read(arg.slot));
      if (operand === undefined) return undefined;
      translated.push(operand);
    }
    const result = write(target);
    operands[target] = result;
    statements.push({ target: (result as { readonly slot: number }).slot, fn, args: translated });
  }
  return { statements, names };
}

/** The parent's parameter that stands for one of the mate's; −1 where there is none. */
function sameParameter(
  program: Program,
  mate: Program,
  parameter: Parameter | undefined,
  slot: number,
): number {
  switch (parameter?.kind) {
    case "weights":
    case "gradient":
      return slot;
    case "input":
      return inputSlot(program, parameter.name);
    case "state":
      return program.states[mate.states.indexOf(slot)] ?? -1;
    case "hyperparameter":
      return program.parameters.findIndex(
        ({ kind, name }) => kind === "hyperparameter" && name === parameter.name,
      );
    default:
      return -1;
  }
}
