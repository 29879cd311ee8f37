import type { RandomStream } from "../../src/random.js";
import type { FunctionRow } from "../functions/row.js";
import { type Operand, constant, variable } from "../program.js";
import { SCALAR, TENSOR } from "../type.js";
import { freshConstant } from "./number.js";
import { pickAssigned, pickOfType } from "./scope.js";

/** How often an argument that takes anything becomes a constant: most statements should combine variables. */
const CONSTANT_SHARE = 0.25;

/**
 * Random arguments for a function, from what is visible at a place: any variable, or a constant in a quarter
 * of the cases; a scalar variable or a constant, half each, where only a scalar will do; `undefined` where a
 * tensor is wanted and none is visible.
 *
 * @param known - What each slot holds there, as `typesAt` gives it.
 */
export function randomArguments(
  fn: FunctionRow,
  known: Uint8Array,
  slots: number,
  stream: RandomStream,
): readonly Operand[] | undefined {
  const args: Operand[] = [];
  for (let k = 0; k < fn.args.length; k++) {
    const wanted = fn.args[k]?.type;
    let slot = -1;
    if (wanted === "tensor") {
      slot = pickOfType(known, slots, TENSOR, -1, stream);
      if (slot < 0) return undefined;
    } else if (wanted === "scalar") {
      if (stream.chance(0.5)) slot = pickOfType(known, slots, SCALAR, -1, stream);
    } else if (!stream.chance(CONSTANT_SHARE)) slot = pickAssigned(known, slots, stream);
    args.push(slot < 0 ? constant(freshConstant(stream)) : variable(slot));
  }
  return args;
}
