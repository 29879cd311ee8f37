import type { TypedProgram } from "../check.js";
import { staticCost } from "../cost.js";
import type { Liveness } from "../liveness.js";
import type { Palette } from "./options.js";

/** Whether a program keeps to the limits; what its functions may be is seen to where they are written. */
export function withinLimits(typed: TypedProgram, live: Liveness, palette: Palette): boolean {
  if (typed.program.statements.length > palette.statements) return false;
  let states = 0;
  for (let k = 0; k < live.states.length; k++) states += live.states[k] as number;
  if (states > palette.states) return false;
  return palette.cost === Infinity || staticCost(typed, live) <= palette.cost;
}
