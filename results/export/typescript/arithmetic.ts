import type { ExportPrimitive } from "../dataflow.js";
import { type Expression, BINDS, call, choice, literal, negation, operation } from "../expression.js";
import type { SupportName } from "./support.js";

/** Primitives whose results of float32 numbers are float32 numbers without rounding. */
export const EXACT: ReadonlySet<ExportPrimitive> = new Set<ExportPrimitive>([
  "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy", "negate", "abs", "sign", "floor", "interp",
]);

const OPERATORS: Partial<Record<ExportPrimitive, string>> = {
  add: "+", subtract: "-", multiply: "*", divide: "/", less: "<", lessEqual: "<=", equal: "===",
};

const MATH: Partial<Record<ExportPrimitive, string>> = {
  maximum: "max", minimum: "min", abs: "abs", sign: "sign", floor: "floor", sqrt: "sqrt", cbrt: "cbrt", exp: "exp",
  expm1: "expm1", log: "log", log2: "log2", log10: "log10", sin: "sin", cos: "cos", tan: "tan", arcsin: "asin",
  arccos: "acos", arctan: "atan", sinh: "sinh", cosh: "cosh", tanh: "tanh", arcsinh: "asinh", arccosh: "acosh",
  arctanh: "atanh",
};

/** The functions that stand at the end of a module if its step calls them. */
const SUPPORTED: Partial<Record<ExportPrimitive, SupportName>> = {
  interp: "interp", power: "power", log1pAbs: "log1pAbs", sigmoid: "sigmoid", erf: "erf",
};

/** Whether a primitive answers a question; as a number, 1 is yes and 0 no. */
export function isQuestion(primitive: ExportPrimitive): boolean {
  return primitive === "less" || primitive === "lessEqual" || primitive === "equal";
}

/**
 * A primitive applied to numbers, as JavaScript writes it, not rounded. A question is a boolean, and so is the first
 * argument of `select`.
 *
 * @param support - Told of each function of the module that the expression calls.
 */
export function arithmetic(
  primitive: ExportPrimitive, args: readonly Expression[], support: (name: SupportName) => void,
): Expression {
  const [x, y, z] = args as [Expression, Expression, Expression];
  const operator = OPERATORS[primitive];
  if (operator !== undefined) return operation(x, operator, y);
  const math = MATH[primitive];
  if (math !== undefined) return call(`Math.${math}`, ...args);
  const supported = SUPPORTED[primitive];
  if (supported !== undefined) {
    support(supported);
    return call(supported, ...args);
  }
  switch (primitive) {
    case "select":
      return choice(x, y, z);
    case "negate":
      return negation(x);
    case "exp2":
      return operation(literal(2), "**", x);
    case "exp10":
      return operation(literal(10), "**", x);
    default:
      return x;
  }
}

/** Whether x is not 0, as `select` asks it: NaN is not. */
export function isNotZero(x: Expression): Expression {
  return operation(x, "!==", literal(0));
}

/** A question's answer as a number. */
export function asNumber(question: Expression): Expression {
  return choice(question.binds <= BINDS.choice ? { ...question, binds: 0 } : question, literal(1), literal(0));
}
