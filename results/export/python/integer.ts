import { type Term, isTruth, operationOf } from "../framework/term.js";
import { type Expression, call, floatLiteral, literal } from "./expression.js";

/** What is an integer where its arguments are: a program has too few sums to make one too large for a float. */
const KEEPS_INTEGERS: ReadonlySet<string | undefined> = new Set(["add", "subtract"]);

/** Operations that have as integers the result that they have as floats, or whose result is no integer. */
const NEEDS_NO_FLOATS: ReadonlySet<string | undefined> =
  new Set([...KEEPS_INTEGERS, "divide", "power", "less", "lessEqual", "equal", "select"]);

/** Whether one of Python's own numbers is an integer, or a truth, which calculates as one. */
export function isInteger(term: Term): boolean {
  const { origin, args } = term;
  switch (origin.kind) {
    case "constant":
      return /^-?\d+$/.test(literal(origin.value).text);
    case "fact":
      return true;
    case "input":
      return origin.input !== "loss";
    case "call":
      if (origin.operation === "select") return args.slice(1).every(isInteger);
      return isTruth(term) || (KEEPS_INTEGERS.has(origin.operation) && args.every(isInteger));
    default:
      return isTruth(term);
  }
}

/** One of Python's own numbers as a float. */
export function asFloat(term: Term, x: Expression): Expression {
  if (term.origin.kind === "constant") return { ...x, text: floatLiteral(term.origin.value) };
  return isInteger(term) ? call("float", x) : x;
}

/**
 * The arguments of a call on Python's own numbers, as floats where integers would differ: these have no −0, grow until
 * no float holds them, and become integers of 32 bits in JAX.
 */
export function inFloats(term: Term, args: readonly Expression[]): readonly Expression[] {
  const [first] = term.args;
  const [x, ...rest] = args;
  const operation = operationOf(term);
  if (first === undefined || x === undefined || NEEDS_NO_FLOATS.has(operation)) return args;
  if (!term.args.every(isInteger) || (operation === "negate" && first.origin.kind === "input")) return args;
  return [asFloat(first, x), ...rest];
}
