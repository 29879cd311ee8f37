import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import { type Operand, type Program, type Statement, constant } from "../program.js";
import { liveness } from "../liveness.js";
import { replaceArgument, replaceDefault } from "./edit.js";
import { writeHorizon } from "./horizon.js";
import type { Attempt } from "./mutation.js";
import { scaledConstant } from "./number.js";
import type { Palette } from "./options.js";
import { scaleUpdate } from "./scale.js";

/** Shares of scaling the update and of the horizon among the mutations of constants; the rest scales one. */
const SCALE_SHARE = 0.25;
const HORIZON_SHARE = 0.25;

/**
 * A constant changed: in half the cases one of them is scaled by 2^N(0, 1), in a quarter the update by √2 or
 * 1/√2, in a quarter an averaging constant becomes relative to the horizon.
 */
export function mutateConstant(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  const draw = stream.uniform();
  if (draw < SCALE_SHARE) return scaleRandomly(parent.program, palette, stream);
  if (draw < SCALE_SHARE + HORIZON_SHARE) return writeHorizon(parent.program, palette, stream);
  return scaleOne(parent.program, stream);
}

/** The only mutation of the constants-only baseline: three quarters scale a constant, one the update. */
export function mutateOnlyConstants(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
): Attempt | undefined {
  if (stream.uniform() < SCALE_SHARE) return scaleRandomly(parent.program, palette, stream);
  return scaleOne(parent.program, stream);
}

function scaleRandomly(program: Program, palette: Palette, stream: RandomStream): Attempt | undefined {
  const factor = stream.chance(0.5) ? Math.SQRT2 : Math.SQRT1_2;
  const scaled = scaleUpdate(program, liveness(program), factor, palette);
  return scaled === undefined ? undefined : { program: scaled, mutation: { kind: "scale", factor } };
}

/** Scales one of the constants and hyperparameters, each equally likely; zeros stay zero, so are left out. */
function scaleOne(program: Program, stream: RandomStream): Attempt | undefined {
  const { parameters, statements } = program;
  let count = 0;
  for (let i = 0; i < statements.length; i++) {
    const { args } = statements[i] as Statement;
    for (let k = 0; k < args.length; k++) if (isScalable(args[k] as Operand)) count++;
  }
  const constants = count;
  for (let slot = 0; slot < parameters.length; slot++) {
    const parameter = parameters[slot];
    if (parameter?.kind === "hyperparameter" && parameter.value !== 0) count++;
  }
  if (count === 0) return undefined;
  let rest = stream.integer(count);
  if (rest < constants) {
    for (let at = 0; ; at++) {
      const { args } = statements[at] as Statement;
      for (let argument = 0; argument < args.length; argument++) {
        const arg = args[argument] as Operand;
        if (arg.kind !== "constant" || arg.value === 0 || rest-- > 0) continue;
        const scaled = constant(scaledConstant(arg.value, stream));
        return {
          program: replaceArgument(program, at, argument, scaled),
          mutation: { kind: "constant", at, argument },
        };
      }
    }
  }
  rest -= constants;
  for (let slot = 0; ; slot++) {
    const parameter = parameters[slot];
    if (parameter?.kind !== "hyperparameter" || parameter.value === 0 || rest-- > 0) continue;
    return {
      program: replaceDefault(program, slot, scaledConstant(parameter.value, stream)),
      mutation: { kind: "hyperparameter", parameter: slot },
    };
  }
}

function isScalable(operand: Operand): boolean {
  return operand.kind === "constant" && operand.value !== 0;
}
