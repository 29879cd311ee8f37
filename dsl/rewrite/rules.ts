import type { Keeps, RewriteRule } from "./rule.js";

type Where = NonNullable<RewriteRule["where"]>;

function rule(
  keeps: Keeps,
  name: string,
  from: string,
  to: string,
  why: string,
  conditions: { readonly where?: Where; readonly wide?: string } = {},
): RewriteRule {
  return { keeps, name, from, to, why, ...conditions };
}

const IDENTITIES: readonly RewriteRule[] = [
  rule("bits", "times-one", "x * 1", "x", "1 is neutral."),
  rule("bits", "divide-by-one", "divide(x, 1)", "x", "1 is neutral."),
  rule("bits", "minus-zero", "x - 0", "x", "0 is neutral, and −0 − 0 is −0."),
  rule("bits", "plus-negative-zero", "x + -0", "x", "−0 is neutral even for −0."),
  rule("real", "plus-zero", "x + 0", "x", "0 is neutral, but −0 + 0 is 0."),
  rule("real", "times-zero", "x * 0", "0", "Finite values vanish."),
  rule("real", "zero-over", "0 / x", "0", "Finite values vanish."),
  rule("real", "zero-divided", "divide(0, x)", "0", "Finite values vanish."),
  rule("real", "zero-minus", "0 - x", "-x", "0 − 0 is 0, −0 is not."),
  rule("protected", "protected-by-one", "x / 1", "x", "The division is by 1 + 1e-8."),
  rule("bits", "power-one", "power(x, 1)", "x", "Any number to the first power is itself."),
  rule("real", "power-zero", "power(x, 0)", "1", "Any number to the power of zero is 1."),
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
  rule("bits", "select-true", "select(a, x, y)", "x", "The condition is known.", { where: ({ a }) => a !== 0 }),
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
  rule("bits", "abs-of-negation", "abs(-x)", "abs(x)", "|x| is even."),
  rule("bits", "abs-of-abs", "abs(abs(x))", "abs(x)", "Idempotent."),
  rule("bits", "abs-of-square", "abs(square(x))", "square(x)", "A square is not negative."),
  rule("bits", "abs-of-root", "abs(sqrt(x))", "sqrt(x)", "A root is not negative."),
  rule("bits", "abs-of-exp", "abs(exp(x))", "exp(x)", "An exponential is not negative."),
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
  rule("real", "clip-twice", "clip(clip(x, s), s)", "clip(x, s)", "What is clipped is within the bound."),
  rule("real", "row-mean-twice", "row_mean(row_mean(x))", "row_mean(x)", "Idempotent."),
  rule("real", "col-mean-twice", "col_mean(col_mean(x))", "col_mean(x)", "Idempotent."),
];

const INTERPOLATIONS: readonly RewriteRule[] = [
  rule("real", "interp-zero", "interp(x, y, 0)", "x", "All weight on x.", { wide: "x" }),
  rule("real", "interp-one", "interp(x, y, 1)", "y", "All weight on y.", { wide: "y" }),
  rule("real", "interp-same", "interp(x, x, s)", "x", "The weights add to 1."),
  rule("real", "interp-nested-1", "interp(x, interp(x, y, r), s)", "interp(x, y, s * r)", "y weighs s·r."),
  rule("real", "interp-nested-2", "interp(x, interp(y, x, r), s)", "interp(x, y, s * (1 - r))", "y weighs s·(1−r)."),
  rule(
    "real", "interp-nested-3", "interp(interp(x, y, r), y, s)", "interp(x, y, 1 - (1 - s) * (1 - r))",
    "x weighs (1−s)·(1−r).",
  ),
  rule("real", "interp-nested-4", "interp(interp(x, y, r), x, s)", "interp(x, y, (1 - s) * r)", "y weighs (1−s)·r."),
  rule("bits", "sum-as-interp", "x * (1 - s) + y * s", "interp(x, y, s)", "The definition of interpolation."),
  rule("real", "weighted-sum-as-interp", "x * a + y * b", "interp(x, y, b)", "The weights add to 1.", {
    where: ({ a = 0, b = 0 }) => a + b === 1 && b >= a,
  }),
  rule("real", "step-towards-as-interp", "x + (y - x) * s", "interp(x, y, s)", "The definition of interpolation."),
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
  rule("real", "divide-by-constant", "divide(x, a)", "x * reciprocal(a)", "A product folds further.", {
    where: ({ a = 0 }) => a !== 0 && Math.abs(a) < 1e10 && Math.abs(a) > 1e-10,
  }),
  rule("real", "fold-terms-1", "(x + a) + b", "x + (a + b)", "Constants meet."),
  rule("real", "fold-terms-2", "(x - a) + b", "x + (b - a)", "Constants meet."),
  rule("real", "fold-terms-3", "(x + a) - b", "x + (a - b)", "Constants meet."),
  rule("real", "fold-terms-4", "(x - a) - b", "x - (a + b)", "Constants meet."),
  rule("real", "like-terms-1", "x + x * a", "x * (1 + a)", "One product instead of two operations."),
  rule("real", "like-terms-2", "x - x * a", "x * (1 - a)", "One product instead of two operations."),
  rule("real", "like-terms-3", "x * a - x", "x * (a - 1)", "One product instead of two operations."),
  rule("real", "like-terms-4", "x * a + x * b", "x * (a + b)", "One product instead of three operations."),
  rule("real", "like-terms-5", "x * a - x * b", "x * (a - b)", "One product instead of three operations."),
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

/**
 * Every rewrite rule, in the order in which they are tried. Repeated application ends: a rule makes the program
 * smaller, or moves a scalar, a constant or a sign one way only.
 */
export const REWRITE_RULES: readonly RewriteRule[] = [
  ...IDENTITIES,
  ...SIGNS,
  ...ROOTS_AND_INVERSES,
  ...INTERPOLATIONS,
  ...PRODUCTS_AND_SUMS,
];
