/**
 * The transcendental functions of the language for four float32 lanes, emitted where they are used.
 *
 * Each yields what `src/transcendental` does in float64, rounded to float32, or a float32 next to that; NaN,
 * infinities and zeros with their signs are the same. A lane's bits depend on that lane alone, and are equal
 * on every machine but for those of a NaN. Modules need to import nothing for them.
 *
 * Bounds of 1 ulp are of the most that 1.3·10^8 arguments of all sizes (pairs, for power) showed.
 */
import type { V128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { writeArccos, writeArcsin, writeArctan } from "./arc.js";
import { writeArccosh, writeArcsinh, writeArctanh } from "./area.js";
import { writeErf } from "./error.js";
import { writeExp10, writeExp2, writeExpm1, writeSigmoid } from "./exponential.js";
import { writeExp, writeLog } from "./float.js";
import { writeCosh, writeSinh, writeTanh } from "./hyperbolic.js";
import { writeLog10, writeLog1pAbs, writeLog2 } from "./logarithm.js";
import { writePower } from "./power.js";
import { writeCbrt } from "./root.js";
import { writeCos, writeSin, writeTan } from "./trigonometry.js";

export { writeArccos, writeArcsin, writeArctan } from "./arc.js";
export { writeArccosh, writeArcsinh, writeArctanh } from "./area.js";
export { writeErf } from "./error.js";
export { writeExp10, writeExp2, writeExpm1, writeSigmoid } from "./exponential.js";
export { writeExp, writeLog } from "./float.js";
export { writeCosh, writeSinh, writeTanh } from "./hyperbolic.js";
export { writeLog10, writeLog1pAbs, writeLog2 } from "./logarithm.js";
export { writePower } from "./power.js";
export { writeCbrt } from "./root.js";
export { writeCos, writeSin, writeTan } from "./trigonometry.js";

/** The transcendental primitives of the language. */
export type TranscendentalPrimitive = keyof typeof TRANSCENDENTAL_COSTS;

/**
 * Nanoseconds for four lanes in a loop over 4096 numbers, by `bench/transcendental.ts` on one thread of a 2.6 GHz AMD
 * EPYC (Zen 4): for documentation. Where a lane is beyond 10^7, sin, cos and tan take 33.
 */
export const TRANSCENDENTAL_COSTS = {
  exp: 4.3,
  exp2: 5.5,
  exp10: 5.9,
  expm1: 7.9,
  log: 6.5,
  log2: 7.3,
  log10: 7.8,
  log1pAbs: 9.5,
  sin: 6.8,
  cos: 7.9,
  tan: 8.8,
  arcsin: 8.8,
  arccos: 9.1,
  arctan: 10.9,
  sinh: 8.1,
  cosh: 7.8,
  tanh: 7.9,
  arcsinh: 15.7,
  arccosh: 14.4,
  arctanh: 12.2,
  cbrt: 8.9,
  power: 20.6,
  sigmoid: 7.1,
  erf: 10,
} as const;

/** A transcendental primitive of four lanes; `power` takes two operands, the others one. */
export function writeTranscendental(
  f: FunctionBuilder,
  primitive: TranscendentalPrimitive,
  operands: readonly V128[],
): V128 {
  const [x, y] = operands;
  if (x === undefined) throw new RangeError(`${primitive} lacks its operand`);
  switch (primitive) {
    case "exp":
      return writeExp(f, x);
    case "exp2":
      return writeExp2(f, x);
    case "exp10":
      return writeExp10(f, x);
    case "expm1":
      return writeExpm1(f, x);
    case "log":
      return writeLog(f, x);
    case "log2":
      return writeLog2(f, x);
    case "log10":
      return writeLog10(f, x);
    case "log1pAbs":
      return writeLog1pAbs(f, x);
    case "sin":
      return writeSin(f, x);
    case "cos":
      return writeCos(f, x);
    case "tan":
      return writeTan(f, x);
    case "arcsin":
      return writeArcsin(f, x);
    case "arccos":
      return writeArccos(f, x);
    case "arctan":
      return writeArctan(f, x);
    case "sinh":
      return writeSinh(f, x);
    case "cosh":
      return writeCosh(f, x);
    case "tanh":
      return writeTanh(f, x);
    case "arcsinh":
      return writeArcsinh(f, x);
    case "arccosh":
      return writeArccosh(f, x);
    case "arctanh":
      return writeArctanh(f, x);
    case "cbrt":
      return writeCbrt(f, x);
    case "power":
      if (y === undefined) throw new RangeError("power lacks its exponent");
      return writePower(f, x, y);
    case "sigmoid":
      return writeSigmoid(f, x);
    case "erf":
      return writeErf(f, x);
  }
}
