import type { RandomStream } from "../../src/random.js";
import { exp2 } from "../../src/transcendental/index.js";
import { functionNamed } from "../functions/table.js";
import { type Operand, type Program, type Statement, constant, inputSlot, variable } from "../program.js";
import { assignedBefore, edited, withArgument } from "./edit.js";
import type { Attempt } from "./mutation.js";
import type { Palette } from "./options.js";
import { withInput } from "./parameter.js";
import { freeSlot, markUsed, withNewName } from "./scope.js";

const INTERPOLATE = functionNamed("interp");
const SUBTRACT = functionNamed("subtract");
const DIVIDE = functionNamed("protected_divide");

/** The horizons at which the new averaging constant may equal the old one: log-uniform over these. */
const SHORTEST = 200;
const LOG2_LONGEST_OVER_SHORTEST = 2.321928094887362;

/**
 * An averaging constant becomes relative to the horizon: the weight `a` of a random `interp`, a constant or a
 * hyperparameter, becomes `1 - c/T`, with c such that it keeps its value at a horizon drawn from 200 … 1000
 * (log-uniform). Two statements are inserted before it; the parameter T is added where it is missing.
 */
export function writeHorizon(program: Program, palette: Palette, stream: RandomStream): Attempt | undefined {
  const { allowed } = palette;
  if (allowed[SUBTRACT.id] === 0 || allowed[DIVIDE.id] === 0) return undefined;
  if (program.statements.length + 2 > palette.statements) return undefined;
  const found: number[] = [];
  const horizon = inputSlot(program, "T");
  for (let at = 0; at < program.statements.length; at++) {
    const weight = averagingWeight(program, at);
    // Nothing to keep at 1, where no average is taken.
    if (weight !== undefined && weight !== 1) found.push(at);
    if (horizon >= 0 && (program.statements[at] as Statement).target === horizon) break;
  }
  if (found.length === 0) return undefined;
  const at = stream.pick(found);
  const steps = SHORTEST * exp2(stream.uniform() * LOG2_LONGEST_OVER_SHORTEST);
  const c = (1 - (averagingWeight(program, at) as number)) * steps;
  const { program: longer, slot: T } = withInput(program, "T");
  const slot = freeSlot(markUsed(longer), longer);
  const copy = longer.statements.slice();
  copy.splice(
    at,
    1,
    { target: slot, fn: DIVIDE, args: [constant(c), variable(T)] },
    { target: slot, fn: SUBTRACT, args: [constant(1), variable(slot)] },
    withArgument(copy[at] as Statement, 2, variable(slot)),
  );
  return {
    program: edited(longer, {
      statements: copy,
      names: slot === longer.names.length ? withNewName(longer.names) : longer.names,
    }),
    mutation: { kind: "horizon", at, length: 2 },
  };
}

/** The weight of an interpolation where it is a number, by itself or as a hyperparameter. */
function averagingWeight({ parameters, statements }: Program, at: number): number | undefined {
  const { fn, args } = statements[at] as Statement;
  if (fn !== INTERPOLATE) return undefined;
  const weight = args[2] as Operand;
  if (weight.kind === "constant") return weight.value;
  const parameter = parameters[weight.slot];
  return parameter?.kind === "hyperparameter" && !assignedBefore(statements, at, weight.slot)
    ? parameter.value
    : undefined;
}
