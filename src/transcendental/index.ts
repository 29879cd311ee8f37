/**
 * symopt's own transcendental functions in float64: bit for bit the same on every machine.
 *
 * They use only operations that IEEE 754 and ECMAScript fix to the bit. Each docstring's bound is the largest
 * error seen at over a million random points against libquadmath, in units in the last place of the exact
 * value; no result rounded to float32 was off there. Polynomials and rational functions called fdlibm's have
 * the coefficients of that library (Copyright 1993 Sun Microsystems, Inc.; free to use with this notice).
 */

export { arccos, arcsin, arctan } from "./arc.js";
export { arccosh, arcsinh, arctanh } from "./area.js";
export { erf } from "./error.js";
export { exp, exp10, exp2, expm1, sigmoid } from "./exponential.js";
export { cosh, sinh, tanh } from "./hyperbolic.js";
export { log, log10, log1p, log2 } from "./logarithm.js";
export { power } from "./power.js";
export { normalQuantile } from "./quantile.js";
export { cbrt } from "./root.js";
export { cos, sin, tan } from "./trigonometry.js";
