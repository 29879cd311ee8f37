import type { V128 } from "../expression.js";
import type { FunctionBuilder } from "../module.js";
import { ERF_ABOVE, ERF_BELOW } from "./coefficients.js";
import { bound, inDouble } from "./double.js";
import { oddRational } from "./hyperbolic.js";

/** The error function of four lanes, within 1 ulp: a rational function up to 4, where it is 1 in float32. */
export function writeErf(f: FunctionBuilder, x: V128): V128 {
  return inDouble(f, bound(x, -4, 4), (v) => oddRational(f, v, ERF_ABOVE, ERF_BELOW));
}
