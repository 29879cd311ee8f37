import { ARRAY_ROLES } from "../layout.js";
import type { Keeps, RewriteRule } from "./rule.js";

function rule(
  keeps: Keeps,
  name: string,
  from: string,
  to: string,
  why: string,
  conditions: Pick<RewriteRule, "where" | "wide" | "nonnegative"> = {},
): RewriteRule {
  return { keeps, name, from, to, why, ...conditions };
}

/** Whether a number is 1 but for the rounding of the calculation that it comes from. */
function isNearlyOne(number: number): boolean {
  return Math.abs(number - 1) < 1e-15;
}

/** Whether a number and its reciprocal are far from where a product of a few would over- or underflow. */
function isSafeDivisor(number: number): boolean {
  return Math.abs(number) < 1e10 && Math.abs(number) > 1e-10;
}

const IDENTITIES: readonly RewriteRule[] = [
  rule("bits", "times-one", "x * 1", "x", "1 is neutral."),
  rule("bits", "divide-by-one", "divide(x, 1)", "x", "1 is neutral."),
  rule("bits", "minus-zero", "x - 0", "x", "0 is neutral, and −0 − 0 is −0."),
  rule("bits", "plus-negative-zero", "x + -0", "x", "−0 is neutral even for −0."),
  rule("real", "times-nearly-one", "x * a", "x", "A product such as 49 · (1 ÷ 49): what is missing is rounding.", {
    where: ({ a = 0 }) => a !== 1 && isNearlyOne(a),
  }),
  rule("real", "plus-zero", "x + 0", "x", "0 is neutral, but −0 + 0 is 0."),
  rule("real", "minus-negative-zero", "x - -0", "x", "−0 is 0, but −0 − −0 is 0."),
  rule("real", "times-zero", "x * 0", "0", "Finite values vanish."),
  rule("real", "zero-over", "0 / x", "0", "Finite values vanish."),
  rule("real", "zero-divided", "divide(0, x)", "0", "Finite values vanish."),
  rule("real", "zero-minus", "0 - x", "-x", "0 − 0 is 0, −0 is not."),
  rule("protected", "protected-by-one", "x / 1", "x", "The division is by 1 + 1e-8."),
  rule("bits", "power-one", "power(x, 1)", "x", "Any number to the first power is itself."),
  rule("real", "power-zero", "power(x, 0)", "1", "Any number to the power of zero is 1."),
  rule("bits", "power-of-one", "power(1, s)", "1", "1 to any power is 1, NaN included."),
  rule("real", "power-of-one-wide", "power(1, x)", "1", "1 to any power is 1, but one number has more digits."),
  rule("real", "power-two", "power(x, 2)", "square(x)", "The square is rounded once either way."),
  rule("real", "power-three", "power(x, 3)", "cube(x)", "The cube is rounded twice."),
  rule("real", "power-half", "power(x, 0.5)", "sqrt(x)", "The power is NaN where the root is protected."),
  rule("real", "power-minus-one", "power(x, -1)", "reciprocal(x)", "The same number."),
  rule("bits", "max-same", "max(x, x)", "x", "Idempotent."),
  rule("bits", "min-same", "min(x, x)", "x", "Idempotent."),
  rule("real", "min-of-max", "min(x, max(x, y))", "x", "Absorption."),
  rule("real", "max-of-min", "max(x, min(x, y))", "x", "Absorption."),
  rule("bits", "max-of-negation", "max(x, -x)", "abs(x)", "The larger of x and −x is |x|."),
  rule("bits", "clamp", "min(max(x, a), b)", "clamp(x, a, b)", "The definition of clamp."),
  rule("bits", "select-same", "select(z, x, x)", "x", "Both choices are one."),
  rule("bits", "select-true", "select(a, x, y)", "x", "The condition is known, and not 0 in float32 either.", {
    where: ({ a = 0 }) => Math.fround(a) !== 0,
  }),
  rule("bits", "select-false", "select(0, x, y)", "y", "The condition is known."),
  rule("real", "subtract-same", "x - x", "0", "Finite values cancel."),
  rule("real", "divide-same", "divide(x, x)", "1", "Finite values cancel."),
  rule("protected", "protected-divide-same", "x / x", "1", "Off by 1e-8/|x|."),
  rule("real", "add-then-subtract", "(x + y) - y", "x", "Finite values cancel."),
  rule("real", "subtract-then-add", "(x - y) + y", "x", "Finite values cancel."),
  rule("real", "subtract-from-sum", "x - (x + y)", "-y", "Finite values cancel."),
  rule("real", "subtract-difference", "x - (x - y)", "y", "Finite values cancel."),
  rule("protected", "multiply-then-divide", "(x * y) / y", "x", "Off by 1e-8/|y|."),
  rule("protected", "divide-then-multiply", "(x / y) * y", "x", "Off by 1e-8/|y|."),
  rule("real", "multiply-then-plain-divide", "divide(x * y, y)", "x", "Finite values cancel."),
  rule("real", "plain-divide-then-multiply", "divide(x, y) * y", "x", "Finite values cancel."),
  rule("bits", "double", "x + x", "x * 2", "Doubling is exact."),
];

const SIGNS: readonly RewriteRule[] = [
  rule("bits", "double-negation", "-(-x)", "x", "Negation is its own inverse."),
  rule("bits", "negate-product", "-(x * a)", "x * -a", "Negation is exact, and the constant takes it."),
  rule("bits", "negated-factor", "(-x) * a", "x * -a", "Negation is exact, and the constant takes it."),
  rule("bits", "negated-factors", "(-x) * (-y)", "x * y", "The signs cancel."),
  rule("bits", "times-minus-one", "x * -1", "-x", "Exact."),
  rule("real", "negate-difference", "-(x - y)", "y - x", "Where x = y the zeros differ in sign."),
  rule("bits", "add-negation", "x + (-y)", "x - y", "The definition of subtraction."),
  rule("bits", "subtract-negation", "x - (-y)", "x + y", "The definition of subtraction."),
  rule("bits", "add-negative", "x + a", "x - -a", "A negative constant reads better subtracted.", {
    where: ({ a = 0 }) => a < 0,
  }),
  rule("bits", "subtract-negative", "x - a", "x + -a", "A negative constant reads better added.", {
    where: ({ a = 0 }) => a < 0,
  }),
  rule("bits", "add-negative-product", "x + y * a", "x - y * -a", "A negative constant reads better subtracted.", {
    where: ({ a = 0 }) => a < 0,
  }),
  rule("bits", "subtract-negative-product", "x - y * a", "x + y * -a", "A negative constant reads better added.", {
    where: ({ a = 0 }) => a < 0,
  }),
  rule("bits", "negated-factor-outward", "(-x) * y", "-(x * y)", "Signs gather outside, where they meet."),
  rule("bits", "negated-dividend", "divide(-x, y)", "-divide(x, y)", "Signs gather outside, where they meet."),
  rule("bits", "negated-divisor", "divide(x, -y)", "-divide(x, y)", "Signs gather outside, where they meet."),
  rule("bits", "negated-protected-dividend", "(-x) / y", "-(x / y)", "Signs gather outside, where they meet."),
  rule("real", "negated-ends", "interp(-x, -y, s)", "-interp(x, y, s)", "Signs gather outside, where they meet."),
  rule("real", "subtract-from-negation", "(-x) - y", "-(x + y)", "Signs gather outside, where they meet."),
  ...[
    "sign", "cube", "cbrt", "reciprocal", "sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh",
    "erf",
  ].map((fn) =>
    rule("bits", `${fn.replace("_", "-")}-of-negation`, `${fn}(-x)`, `-${fn}(x)`, "The function is odd."),
  ),
  rule("real", "row-mean-of-negation", "row_mean(-x)", "-row_mean(x)", "Odd, but for the sign of a sum that is 0."),
  rule("real", "col-mean-of-negation", "col_mean(-x)", "-col_mean(x)", "Odd, but for the sign of a sum that is 0."),
  rule("bits", "norm-of-negation", "norm(-x)", "norm(x)", "The norm is even."),
  rule("bits", "global-norm-of-negation", "global_norm(-x)", "global_norm(x)", "The norm is even."),
  rule("bits", "rms-of-negation", "rms(-x)", "rms(x)", "The root mean square is even."),
  rule("bits", "abs-of-negation", "abs(-x)", "abs(x)", "|x| is even."),
  rule("bits", "abs-of-abs", "abs(abs(x))", "abs(x)", "Idempotent."),
  rule("bits", "abs-of-nonnegative", "abs(x)", "x", "A value without a sign is its own absolute value.", {
    nonnegative: "x",
  }),
  rule("bits", "square-of-negation", "square(-x)", "square(x)", "Squares are even."),
  rule("bits", "square-of-abs", "square(abs(x))", "square(x)", "Squares are even."),
  rule("bits", "root-of-negation", "sqrt(-x)", "sqrt(x)", "The protected root is even."),
  rule("bits", "root-of-abs", "sqrt(abs(x))", "sqrt(x)", "The protected root is even."),
  rule("bits", "log-of-negation", "log(-x)", "log(x)", "The protected logarithm is even."),
  rule("bits", "log-of-abs", "log(abs(x))", "log(x)", "The protected logarithm is even."),
  rule("bits", "cos-of-negation", "cos(-x)", "cos(x)", "The cosine is even."),
  rule("bits", "cos-of-abs", "cos(abs(x))", "cos(x)", "The cosine is even."),
  rule("bits", "cosh-of-negation", "cosh(-x)", "cosh(x)", "The hyperbolic cosine is even."),
  rule("bits", "cosh-of-abs", "cosh(abs(x))", "cosh(x)", "The hyperbolic cosine is even."),
  rule("bits", "sign-of-sign", "sign(sign(x))", "sign(x)", "Idempotent."),
  rule("real", "sign-of-scaled", "sign(x * a)", "sign(x)", "A positive factor has no sign; it may underflow.", {
    where: ({ a = 0 }) => a > 0,
  }),
  rule("real", "sign-of-negatively-scaled", "sign(x * a)", "-sign(x)", "A negative factor is its sign.", {
    where: ({ a = 0 }) => a < 0,
  }),
  rule("real", "sign-of-cube", "sign(cube(x))", "sign(x)", "Odd and increasing; it may underflow."),
  rule("bits", "sign-of-cube-root", "sign(cbrt(x))", "sign(x)", "Odd and increasing."),
  rule("bits", "sign-of-tanh", "sign(tanh(x))", "sign(x)", "Odd and increasing."),
  rule("bits", "sign-of-arctan", "sign(arctan(x))", "sign(x)", "Odd and increasing."),
  rule("bits", "sign-of-arcsinh", "sign(arcsinh(x))", "sign(x)", "Odd and increasing."),
  rule("bits", "sign-of-sinh", "sign(sinh(x))", "sign(x)", "Odd and increasing."),
  rule("bits", "sign-times-abs", "sign(x) * abs(x)", "x", "1 · |x| with the sign of x."),
];

const ROOTS_AND_INVERSES: readonly RewriteRule[] = [
  rule("bits", "product-as-square", "x * x", "square(x)", "The definition of the square."),
  rule("bits", "product-as-cube", "square(x) * x", "cube(x)", "The definition of the cube."),
  rule("real", "root-of-square", "sqrt(square(x))", "abs(x)", "The square may over- or underflow."),
  rule("real", "square-of-root", "square(sqrt(x))", "abs(x)", "The protected root is of |x|."),
  rule("real", "product-of-roots", "sqrt(x) * sqrt(x)", "abs(x)", "The protected root is of |x|."),
  rule("protected", "sign-as-quotient", "x / abs(x)", "sign(x)", "Off by 1e-8/|x|."),
  rule("real", "sign-as-plain-quotient", "divide(x, abs(x))", "sign(x)", "At 0 the quotient is NaN."),
  rule("protected", "scaled-sign", "(x * y) / abs(x)", "sign(x) * y", "Off by 1e-8/|x|."),
  rule("real", "scaled-plain-sign", "divide(x * y, abs(x))", "sign(x) * y", "At 0 the quotient is NaN."),
  rule("protected", "abs-as-quotient", "square(x) / abs(x)", "abs(x)", "Off by 1e-8/|x|."),
  rule("bits", "one-divided", "divide(1, x)", "reciprocal(x)", "The definition of the reciprocal."),
  rule("real", "times-reciprocal", "x * reciprocal(y)", "divide(x, y)", "One rounding less."),
  rule("real", "divide-by-reciprocal", "divide(x, reciprocal(y))", "x * y", "The reciprocal's own inverse."),
  rule("real", "reciprocal-of-quotient", "reciprocal(divide(x, y))", "divide(y, x)", "The quotient upside down."),
  rule("real", "reciprocal-twice", "reciprocal(reciprocal(x))", "x", "Its own inverse."),
  rule("real", "exp-of-log", "exp(log(x))", "abs(x)", "The protected logarithm is of |x|."),
  rule("real", "log-of-exp", "log(exp(x))", "x", "Inverse; the exponential may over- or underflow."),
  rule("real", "exp2-of-log2", "exp2(log2(x))", "abs(x)", "The protected logarithm is of |x|."),
  rule("real", "log2-of-exp2", "log2(exp2(x))", "x", "Inverse; the exponential may over- or underflow."),
  rule("real", "exp10-of-log10", "exp10(log10(x))", "abs(x)", "The protected logarithm is of |x|."),
  rule("real", "log10-of-exp10", "log10(exp10(x))", "x", "Inverse; the exponential may over- or underflow."),
  rule("real", "log1p-of-expm1", "log1p(expm1(x))", "x", "Inverse."),
  rule("real", "cube-of-root", "cube(cbrt(x))", "x", "Inverse."),
  rule("real", "root-of-cube", "cbrt(cube(x))", "x", "Inverse; the cube may over- or underflow."),
  rule("real", "sin-of-arcsin", "sin(arcsin(x))", "x", "Inverse where it is finite."),
  rule("real", "cos-of-arccos", "cos(arccos(x))", "x", "Inverse where it is finite."),
  rule("real", "tan-of-arctan", "tan(arctan(x))", "x", "Inverse."),
  rule("real", "sinh-of-arcsinh", "sinh(arcsinh(x))", "x", "Inverse."),
  rule("real", "arcsinh-of-sinh", "arcsinh(sinh(x))", "x", "Inverse where it is finite."),
  rule("real", "cosh-of-arccosh", "cosh(arccosh(x))", "x", "Inverse where it is finite."),
  rule("real", "tanh-of-arctanh", "tanh(arctanh(x))", "x", "Inverse where it is finite."),
  rule("bits", "floor-twice", "floor(floor(x))", "floor(x)", "Idempotent."),
  rule("real", "clip-twice", "clip(clip(x, s), s)", "clip(x, s)", "What is clipped is within the bound.", {
    nonnegative: "s",
  }),
  rule("real", "row-mean-twice", "row_mean(row_mean(x))", "row_mean(x)", "Idempotent."),
  rule("real", "col-mean-twice", "col_mean(col_mean(x))", "col_mean(x)", "Idempotent."),
];

const INTERPOLATIONS: readonly RewriteRule[] = [
  rule("real", "interp-zero", "interp(x, y, 0)", "x", "All weight on x."),
  rule("real", "interp-one", "interp(x, y, 1)", "y", "All weight on y."),
  rule("real", "interp-same", "interp(x, x, s)", "x", "The weights add to 1."),
  rule("real", "interp-turned", "interp(x, y, 1 - s)", "interp(y, x, s)", "The weights change places."),
  rule("real", "interp-heavier-last", "interp(x, y, a)", "interp(y, x, 1 - a)", "The heavier end comes last.", {
    where: ({ a = 0 }) => a < 0.5,
  }),
  rule("real", "interp-nested-1", "interp(x, interp(x, y, r), s)", "interp(x, y, s * r)", "y weighs s·r."),
  rule("real", "interp-nested-2", "interp(x, interp(y, x, r), s)", "interp(x, y, s * (1 - r))", "y weighs s·(1−r)."),
  rule(
    "real", "interp-nested-3", "interp(interp(x, y, r), y, s)", "interp(x, y, 1 - (1 - s) * (1 - r))",
    "x weighs (1−s)·(1−r).",
  ),
  rule("real", "interp-nested-4", "interp(interp(x, y, r), x, s)", "interp(x, y, (1 - s) * r)", "y weighs (1−s)·r."),
  rule("bits", "sum-as-interp", "x * (1 - s) + y * s", "interp(x, y, s)", "The definition of interpolation."),
  rule("real", "weighted-sum-as-interp", "x * a + y * b", "interp(x, y, b)", "The weights add to 1.", {
    where: ({ a = 0, b = 0 }) => isNearlyOne(a + b) && b >= a,
  }),
  rule("real", "weighted-difference-as-interp", "x * a - y * b", "interp(y, x, a)", "The weights add to 1.", {
    where: ({ a = 0, b = 0 }) => isNearlyOne(a - b),
  }),
  rule("real", "step-towards-as-interp", "x + (y - x) * s", "interp(x, y, s)", "A step from x towards y.", {
    wide: "x",
  }),
  rule("real", "step-away-as-interp", "x - (y - x) * s", "interp(y, x, 1 + s)", "A step from x away from y.", {
    wide: "x",
  }),
  rule("real", "step-back-as-interp", "x - (x - y) * s", "interp(x, y, s)", "A step from x towards y.", {
    wide: "x",
  }),
];

const PRODUCTS_AND_SUMS: readonly RewriteRule[] = [
  rule("real", "fold-factors", "(x * a) * b", "x * (a * b)", "Constants meet."),
  rule("real", "scalars-together", "(x * r) * s", "x * (r * s)", "One product of tensors instead of two.", {
    wide: "x",
  }),
  rule("real", "scalar-outward", "(x * s) * y", "(x * y) * s", "Scalars gather at the outermost product.", {
    wide: "xy",
  }),
  rule("real", "constant-outward", "(q * a) * r", "(q * r) * a", "Constants gather at the outermost product.", {
    where: ({ q, r }) => q === undefined && r === undefined,
  }),
  rule("real", "scalar-out-of-quotient", "(x * s) / y", "(x / y) * s", "Scalars gather at the outermost product.", {
    wide: "xy",
  }),
  rule(
    "real", "scalar-out-of-plain-quotient", "divide(x * s, y)", "divide(x, y) * s",
    "Scalars gather at the outermost product.", { wide: "xy" },
  ),
  rule("real", "constant-out-of-quotient", "divide(x * a, y)", "divide(x, y) * a", "Constants gather at the outermost product."),
  rule("real", "constant-out-of-divisor", "divide(x, y * a)", "divide(x, y) * reciprocal(a)", "Constants gather at the outermost product.", {
    where: ({ a = 0 }) => isSafeDivisor(a),
  }),
  rule("real", "constant-into-quotient", "divide(a, x) * b", "divide(a * b, x)", "Constants meet."),
  rule("real", "divide-by-constant", "divide(x, a)", "x * reciprocal(a)", "A product folds further.", {
    where: ({ a = 0 }) => isSafeDivisor(a),
  }),
  rule("real", "distribute-1", "(x * a + b) * c", "x * (a * c) + b * c", "All constants meet."),
  rule("real", "distribute-2", "(x * a - b) * c", "x * (a * c) - b * c", "All constants meet."),
  rule("real", "distribute-3", "(b - x * a) * c", "b * c - x * (a * c)", "All constants meet."),
  rule("real", "fold-terms-1", "(x + a) + b", "x + (a + b)", "Constants meet."),
  rule("real", "fold-terms-2", "(x - a) + b", "x + (b - a)", "Constants meet."),
  rule("real", "fold-terms-3", "(x + a) - b", "x + (a - b)", "Constants meet."),
  rule("real", "fold-terms-4", "(x - a) - b", "x - (a + b)", "Constants meet."),
  rule("real", "fold-terms-5", "(a - x) + b", "(a + b) - x", "Constants meet."),
  rule("real", "fold-terms-6", "(a - x) - b", "(a - b) - x", "Constants meet."),
  rule("real", "fold-terms-7", "a - (x + b)", "(a - b) - x", "Constants meet."),
  rule("real", "fold-terms-8", "a - (x - b)", "(a + b) - x", "Constants meet."),
  rule("real", "fold-terms-9", "a - (b - x)", "x + (a - b)", "Constants meet."),
  rule("real", "like-terms-1", "x + x * a", "x * (1 + a)", "One product instead of two operations."),
  rule("real", "like-terms-2", "x - x * a", "x * (1 - a)", "One product instead of two operations."),
  rule("real", "like-terms-3", "x * a - x", "x * (a - 1)", "One product instead of two operations."),
  rule("real", "like-terms-4", "x * a + x * b", "x * (a + b)", "One product instead of three operations."),
  rule("real", "like-terms-5", "x * a - x * b", "x * (a - b)", "One product instead of three operations."),
  rule("real", "like-terms-6", "(x + y * a) + y * b", "x + y * (a + b)", "One product instead of two."),
  rule("real", "like-terms-7", "(x + y * a) - y * b", "x + y * (a - b)", "One product instead of two."),
  rule("real", "like-terms-8", "(x - y * a) + y * b", "x + y * (b - a)", "One product instead of two."),
  rule("real", "like-terms-9", "(x - y * a) - y * b", "x - y * (a + b)", "One product instead of two."),
  rule("real", "like-terms-10", "(x + y) + y * a", "x + y * (1 + a)", "One sum instead of two."),
  rule("real", "like-terms-11", "(x + y * a) + y", "x + y * (1 + a)", "One sum instead of two."),
  rule("real", "like-terms-12", "(x + y) - y * a", "x + y * (1 - a)", "One sum instead of two."),
  rule("real", "like-terms-13", "(x + y) + y", "x + y * 2", "A product instead of a sum."),
  rule("real", "like-terms-14", "(x - y) - y", "x - y * 2", "A product instead of a difference."),
  rule("real", "like-terms-15", "(x + y * s) + y * r", "x + y * (s + r)", "One product instead of two."),
  rule("real", "factor-sum-1", "x * y + x * z", "(y + z) * x", "A common factor."),
  rule("real", "factor-difference-1", "x * y - x * z", "(y - z) * x", "A common factor."),
  rule("real", "factor-sum-2", "x * s + y * (s * r)", "(x + y * r) * s", "A common factor."),
  rule("real", "factor-difference-2", "x * s - y * (s * r)", "(x - y * r) * s", "A common factor."),
  rule("real", "factor-difference-3", "y * (s * r) - x * s", "(y * r - x) * s", "A common factor."),
  rule("real", "factor-sum-3", "x * (s * r) + y * (s * q)", "(x * r + y * q) * s", "A common factor."),
  rule("real", "factor-difference-4", "x * (s * r) - y * (s * q)", "(x * r - y * q) * s", "A common factor."),
  rule("real", "decay-inside", "x * a + w * b", "(x + w * divide(b, a)) * a", "Decay is counted in units of the scale.", {
    where: ({ a = 0 }) => a !== 0,
  }),
];

/** What arrays say of themselves is an integer, of which so much is known; see `createLayout`. */
const FACT_RANGES: readonly { readonly fact: string; readonly least: number; readonly most: number }[] = [
  { fact: "role", least: 0, most: ARRAY_ROLES.length - 1 },
  { fact: "ndim", least: 0, most: Infinity },
  // A single number is one row of one column.
  { fact: "rows", least: 1, most: Infinity },
  { fact: "cols", least: 1, most: Infinity },
  { fact: "size", least: 1, most: Infinity },
];

const ARRAY_FACTS: readonly RewriteRule[] = FACT_RANGES.flatMap(({ fact, least, most }) => {
  const range = `${fact} is an integer from ${least}${most === Infinity ? "" : ` to ${most}`}.`;
  const isPossible = (a: number): boolean => Number.isInteger(a) && a >= least && a <= most;
  return [
    rule("bits", `${fact}-of-any`, `${fact}(x)`, `${fact}(w)`, "All tensors are of the arrays that the weights are of."),
    rule("bits", `${fact}-never-equal`, `${fact}(x) == a`, "0", range, { where: ({ a = 0 }) => !isPossible(a) }),
    rule("bits", `${fact}-never-less`, `${fact}(x) < a`, "0", range, { where: ({ a = 0 }) => a <= least }),
    rule("bits", `${fact}-never-at-most`, `${fact}(x) <= a`, "0", range, { where: ({ a = 0 }) => a < least }),
    rule("bits", `${fact}-always-greater`, `a < ${fact}(x)`, "1", range, { where: ({ a = 0 }) => a < least }),
    rule("bits", `${fact}-always-at-least`, `a <= ${fact}(x)`, "1", range, { where: ({ a = 0 }) => a <= least }),
    rule("bits", `${fact}-is-larger`, `max(${fact}(x), a)`, `${fact}(x)`, range, { where: ({ a = 0 }) => a <= least }),
    rule("bits", `${fact}-is-not-smaller`, `min(${fact}(x), a)`, "a", range, { where: ({ a = 0 }) => a <= least }),
    rule("bits", `floor-of-${fact}`, `floor(${fact}(x))`, `${fact}(x)`, range),
    ...(least > 0 ? [rule("bits", `select-by-${fact}`, `select(${fact}(x), y, z)`, "y", range)] : []),
    ...(most < Infinity ? [
      rule("bits", `${fact}-always-less`, `${fact}(x) < a`, "1", range, { where: ({ a = 0 }) => a > most }),
      rule("bits", `${fact}-always-at-most`, `${fact}(x) <= a`, "1", range, { where: ({ a = 0 }) => a >= most }),
      rule("bits", `${fact}-never-greater`, `a < ${fact}(x)`, "0", range, { where: ({ a = 0 }) => a >= most }),
      rule("bits", `${fact}-never-at-least`, `a <= ${fact}(x)`, "0", range, { where: ({ a = 0 }) => a > most }),
      rule("bits", `${fact}-is-not-larger`, `max(${fact}(x), a)`, "a", range, { where: ({ a = 0 }) => a >= most }),
      rule("bits", `${fact}-is-smaller`, `min(${fact}(x), a)`, `${fact}(x)`, range, { where: ({ a = 0 }) => a >= most }),
    ] : []),
  ];
});

/**
 * Every rewrite rule, in the order in which they are tried.
 *
 * Why repeated application ends, for those rules that do not make the dataflow smaller: scalars, constants and
 * signs move one way only, outwards; constants meet, so there are fewer of them; of the two ends of an
 * interpolation the heavier comes last; facts are read of the weights, never of what is made of them; a function
 * becomes a narrower one of the table (`power` a `square`, a product a `square`, a quotient by a constant a product),
 * never the other way round. This is an argument, not a proof, since rules may undo each other through a third. So
 * `normalize` bounds its passes, and a test over random programs holds that the second simplification finds nothing.
 */
export const REWRITE_RULES: readonly RewriteRule[] = [
  ...IDENTITIES,
  ...SIGNS,
  ...ROOTS_AND_INVERSES,
  ...INTERPOLATIONS,
  ...PRODUCTS_AND_SUMS,
  ...ARRAY_FACTS,
];
