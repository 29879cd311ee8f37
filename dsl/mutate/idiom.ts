import type { RandomStream } from "../../src/random.js";
import { exp10 } from "../../src/transcendental/index.js";
import type { TypedProgram } from "../check.js";
import { functionNamed } from "../functions/table.js";
import type { FunctionRow } from "../functions/row.js";
import { type Operand, type Program, type Statement, constant, inputSlot, variable } from "../program.js";
import { TENSOR } from "../type.js";
import { assignedBefore } from "./edit.js";
import type { Attempt } from "./mutation.js";
import type { Palette } from "./options.js";
import { withInput, withState } from "./parameter.js";
import { pickPlace, redirect, slotAt } from "./place.js";
import { freeSlot, markUsed, pickOfType, typesAt, withNewName } from "./scope.js";

const INTERPOLATE = functionNamed("interp");
const MULTIPLY = functionNamed("multiply");
const LESS = functionNamed("less");
const SIGN = functionNamed("sign");
const MAXIMUM = functionNamed("max");
const MEAN = functionNamed("mean");
const DIVIDE = functionNamed("divide");
const PROTECTED_DIVIDE = functionNamed("protected_divide");
const POWER = functionNamed("power");
const SUBTRACT = functionNamed("subtract");

/** The least share of kept coordinates that a mask is divided by, as cautious optimizers have it. */
const LEAST_KEPT = 0.001;

/**
 * A whole idiom, each equally likely: an average in a state variable of its own, a mask by sign agreement, a
 * bias correction. It is put where live code reads a value, and takes that value's place there.
 */
export function insertIdiom(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  switch (stream.integer(3)) {
    case 0:
      return insertAverage(parent.program, palette, stream);
    case 1:
      return insertMask(parent, palette, stream);
    default:
      return insertCorrection(parent.program, palette, stream);
  }
}

/** `s = interp(x, s, 1 - 10^-u)` before a reader of x, which reads s instead; u uniform from 0.5 to 3. */
function insertAverage(program: Program, palette: Palette, stream: RandomStream): Attempt | undefined {
  if (lacks(palette, INTERPOLATE) || program.statements.length + 1 > palette.statements) return undefined;
  const place = pickPlace(program, stream, () => true);
  const placed = withState(program, palette.states, stream);
  if (place === undefined || placed === undefined) return undefined;
  const x = variable(slotAt(placed.program, place));
  const weight = constant(1 - exp10(-(0.5 + 2.5 * stream.uniform())));
  const average = { target: placed.slot, fn: INTERPOLATE, args: [x, variable(placed.slot), weight] };
  return {
    program: redirect(placed.program, place, [average], placed.slot),
    mutation: { kind: "average", at: place.at, length: 1 },
  };
}

/**
 * Before a reader of a tensor x, a mask where the signs of x and of another visible tensor agree, times x. In
 * half the cases the mask is divided by the share of coordinates that it keeps, as in Liang et al. 2024,
 * Cautious Optimizers (arXiv 2411.16085), where the functions that this takes are allowed.
 */
function insertMask(parent: TypedProgram, palette: Palette, stream: RandomStream): Attempt | undefined {
  const { program } = parent;
  const { statements, names } = program;
  const compares = !lacks(palette, LESS);
  if (!compares && (lacks(palette, SIGN) || lacks(palette, MAXIMUM))) return undefined;
  if (lacks(palette, MULTIPLY)) return undefined;
  // Places come in order, so that types need only be moved on from one to the next.
  const known = typesAt(parent, 0);
  let reached = 0;
  const place = pickPlace(program, stream, (slot, { at }) => {
    for (; reached < at; reached++) {
      known[(statements[reached] as Statement).target] = parent.types[reached] as number;
    }
    return known[slot] === TENSOR;
  });
  if (place === undefined) return undefined;
  const x = slotAt(program, place);
  const y = pickOfType(typesAt(parent, place.at), names.length, TENSOR, x, stream);
  if (y < 0) return undefined;
  const normalized =
    stream.chance(0.5) && !lacks(palette, MEAN) && !lacks(palette, MAXIMUM) && !lacks(palette, DIVIDE);
  const fresh = freshVariables(program, normalized ? 2 : 1);
  const [mask = 0, kept = 0] = fresh.slots;
  const block: Statement[] = [
    { target: mask, fn: MULTIPLY, args: [variable(x), variable(y)] },
    ...(compares
      ? [{ target: mask, fn: LESS, args: [constant(0), variable(mask)] }]
      : [
          { target: mask, fn: SIGN, args: [variable(mask)] },
          { target: mask, fn: MAXIMUM, args: [variable(mask), constant(0)] },
        ]),
    ...(normalized
      ? [
          { target: kept, fn: MEAN, args: [variable(mask)] },
          { target: kept, fn: MAXIMUM, args: [variable(kept), constant(LEAST_KEPT)] },
          { target: mask, fn: DIVIDE, args: [variable(mask), variable(kept)] },
        ]
      : []),
    { target: mask, fn: MULTIPLY, args: [variable(x), variable(mask)] },
  ];
  if (statements.length + block.length > palette.statements) return undefined;
  return {
    program: redirect(program, place, block, mask, fresh.names),
    mutation: { kind: "mask", at: place.at, length: block.length },
  };
}

/**
 * Before a reader of an average x = interp(…, …, β), `x / (1 - β^t)` (the plain quotient where it is
 * allowed); the parameter t is added where it is missing.
 */
function insertCorrection(program: Program, palette: Palette, stream: RandomStream): Attempt | undefined {
  const quotient = lacks(palette, DIVIDE) ? PROTECTED_DIVIDE : DIVIDE;
  if (lacks(palette, POWER) || lacks(palette, SUBTRACT) || lacks(palette, quotient)) return undefined;
  if (program.statements.length + 3 > palette.statements) return undefined;
  const step = inputSlot(program, "t");
  const place = pickPlace(
    program,
    stream,
    (slot, { at }) =>
      averageAt(program, at, slot) >= 0 && (step < 0 || !assignedBefore(program.statements, at, step)),
  );
  if (place === undefined) return undefined;
  const { program: longer, slot: t } = withInput(program, "t");
  const x = slotAt(longer, place);
  const beta = (longer.statements[averageAt(longer, place.at, x)] as Statement).args[2] as Operand;
  const fresh = freshVariables(longer, 1);
  const [slot = 0] = fresh.slots;
  const block: readonly Statement[] = [
    { target: slot, fn: POWER, args: [beta, variable(t)] },
    { target: slot, fn: SUBTRACT, args: [constant(1), variable(slot)] },
    { target: slot, fn: quotient, args: [variable(x), variable(slot)] },
  ];
  return {
    program: redirect(longer, place, block, slot, fresh.names),
    mutation: { kind: "correction", at: place.at, length: 3 },
  };
}

/** The interpolation that a slot's value at a place comes from, its weight still unchanged there; else −1. */
function averageAt({ statements }: Program, place: number, slot: number): number {
  for (let at = place - 1; at >= 0; at--) {
    const { target, fn, args } = statements[at] as Statement;
    if (target !== slot) continue;
    if (fn !== INTERPOLATE) return -1;
    const weight = args[2] as Operand;
    if (weight.kind === "constant") return at;
    for (let i = at; i < place; i++) if ((statements[i] as Statement).target === weight.slot) return -1;
    return at;
  }
  return -1;
}

function lacks({ allowed }: Palette, fn: FunctionRow): boolean {
  return allowed[fn.id] === 0;
}

/** Slots for new variables, and the names with theirs. */
function freshVariables(
  program: Program,
  count: number,
): { readonly slots: readonly number[]; readonly names: readonly string[] } {
  const used = markUsed(program);
  const slots: number[] = [];
  let { names } = program;
  for (let i = 0; i < count; i++) {
    const slot = freeSlot(used, program);
    if (slot < program.names.length) {
      used[slot] = 1;
      slots.push(slot);
    } else {
      slots.push(names.length);
      names = withNewName(names);
    }
  }
  return { slots, names };
}
