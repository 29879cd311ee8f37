import type { TypedProgram } from "../check.js";
import { functionNamed } from "../functions/table.js";
import type { FunctionRow } from "../functions/row.js";
import { type Liveness, liveness } from "../liveness.js";
import { type Operand, type Program, type Statement, constant, variable } from "../program.js";
import { TENSOR } from "../type.js";
import { edited, replaceArgument, replaceDefault, withStatements } from "./edit.js";
import { LARGEST_CONSTANT } from "./number.js";
import type { Palette } from "./options.js";
import { freeSlot, markUsed, withNewName } from "./scope.js";

/** Numbers below have fewer digits. */
const SMALLEST_NORMAL = Number.MIN_VALUE / Number.EPSILON;

const MULTIPLY = functionNamed("multiply");

/**
 * Functions that pass a positive factor of their first argument on to their result, whatever the others are.
 * A product passes on those of both.
 */
const LINEAR: ReadonlySet<FunctionRow> = new Set(
  [
    "multiply",
    "protected_divide",
    "divide",
    "negative",
    "abs",
    "copy",
    "norm",
    "global_norm",
    "sum",
    "mean",
    "rms",
    "row_mean",
    "col_mean",
  ].map(functionNamed),
);

/**
 * A constant whose factor is a factor of the update: an argument of a statement, or a hyperparameter's
 * default.
 */
export interface ScaleConstant {
  /** Index of the statement; −1 where it is a hyperparameter. */
  readonly at: number;
  /** Index of the argument, or of the parameter. */
  readonly argument: number;
  readonly value: number;
}

/**
 * Finds a constant that the whole update is proportional to and that nothing else live depends on: reached
 * from the update through products, numerators and other functions that pass a factor on, where each value
 * passed has this one live use. The one nearest to the update is found first. Time O(statements²) at worst.
 */
export function findScaleConstant(program: Program, live: Liveness): ScaleConstant | undefined {
  const { parameters, statements } = program;
  // Values still to be looked at, the one to follow next last: what a slot holds at a place.
  const values = [{ place: statements.length, slot: program.outputs[0] as number }];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    const { place, slot } = value;
    let at = place - 1;
    while (at >= 0 && (statements[at] as Statement).target !== slot) at--;
    if (countUses(program, live, at, slot) !== 1) continue;
    if (at < 0) {
      const parameter = parameters[slot];
      if (parameter?.kind !== "hyperparameter" || parameter.value === 0) continue;
      return { at: -1, argument: slot, value: parameter.value };
    }
    const { fn, args } = statements[at] as Statement;
    if (!LINEAR.has(fn)) continue;
    const factors = args.slice(0, fn === MULTIPLY ? 2 : 1);
    for (const [k, arg] of factors.entries()) {
      if (arg.kind === "constant" && arg.value !== 0) return { at, argument: k, value: arg.value };
    }
    for (const arg of factors.reverse()) if (arg.kind === "variable") values.push({ place: at, slot: arg.slot });
  }
  return undefined;
}

/** How often live statements and outputs use the value that statement `at` (−1: the caller) gives a slot. */
function countUses(
  { statements, outputs, states }: Program,
  live: Liveness,
  at: number,
  slot: number,
): number {
  let uses = 0;
  for (let i = at + 1; i < statements.length; i++) {
    const { args, target } = statements[i] as Statement;
    if (live.statements[i] === 1) {
      for (let k = 0; k < args.length; k++) {
        const arg = args[k] as Operand;
        if (arg.kind === "variable" && arg.slot === slot) uses++;
      }
    }
    if (target === slot) return uses;
  }
  if (outputs[0] === slot) uses++;
  for (let k = 0; k < states.length; k++) if (live.states[k] === 1 && outputs[k + 1] === slot) uses++;
  return uses;
}

/** The program with that constant scaled; `undefined` where the result is too large or loses precision. */
function scaleConstant(
  program: Program,
  { at, argument, value }: ScaleConstant,
  factor: number,
): Program | undefined {
  const scaled = value * factor;
  const size = Math.abs(scaled);
  if (!(size <= LARGEST_CONSTANT && size >= SMALLEST_NORMAL)) return undefined;
  return at < 0
    ? replaceDefault(program, argument, scaled)
    : replaceArgument(program, at, argument, constant(scaled));
}

/** The program with a last statement that scales the update; state returned under that name is not scaled. */
function appendScale(program: Program, factor: number): Program {
  const { names, statements, outputs } = program;
  const update = outputs[0] as number;
  const shared = outputs.indexOf(update, 1) > 0;
  const target = shared ? freeSlot(markUsed(program), program) : update;
  const copy = statements.slice();
  copy.push({ target, fn: MULTIPLY, args: [variable(update), constant(factor)] });
  if (!shared) return withStatements(program, copy);
  return edited(program, {
    names: target === names.length ? withNewName(names) : names,
    statements: copy,
    outputs: [target, ...outputs.slice(1)],
  });
}

/**
 * A program whose update is a valid program's times a positive factor: an existing constant is scaled where
 * that is exact (in real arithmetic) and changes nothing else live; otherwise a statement is appended, or the
 * answer is `undefined` where the limits forbid that. Static cost is for the caller to check.
 */
export function scaleUpdate(
  program: Program,
  live: Liveness,
  factor: number,
  palette: Palette,
): Program | undefined {
  const found = findScaleConstant(program, live);
  const scaled = found === undefined ? undefined : scaleConstant(program, found, factor);
  if (scaled !== undefined) return scaled;
  if (program.statements.length >= palette.statements || palette.allowed[MULTIPLY.id] === 0) return undefined;
  return factor <= LARGEST_CONSTANT && factor >= 1 / LARGEST_CONSTANT
    ? appendScale(program, factor)
    : undefined;
}

/** The same for a typed program: only a statement appended has a type to add. */
export function scaleTyped(typed: TypedProgram, factor: number, palette: Palette): TypedProgram | undefined {
  const program = scaleUpdate(typed.program, liveness(typed.program), factor, palette);
  if (program === undefined) return undefined;
  let { types } = typed;
  if (program.statements.length > types.length) {
    types = new Uint8Array(program.statements.length);
    types.set(typed.types);
    types[typed.types.length] = TENSOR;
  }
  return { program, types, stateTypes: typed.stateTypes };
}
