import type { BinaryFunction, UnaryFunction } from "../../graph/tensor.js";
import { writeFunctions } from "../functions/table.js";

/** Functions that graphs need beside those of update rules, and what they call of those. */
const OWN: Readonly<Record<string, { readonly code: string; readonly needs: readonly string[] }>> = {
  phi: {
    code: "fn phi(x: f32) -> f32 { return 0.5 + 0.5 * erfOf(x * 0.70710678); }",
    needs: ["erfOf"],
  },
  greatest: {
    code: "fn greatest(x: f32, y: f32) -> f32 { return select(x, y, y > x || isNan(y)); }",
    needs: ["isNan"],
  },
  least: {
    code: "fn least(x: f32, y: f32) -> f32 { return select(x, y, y < x || isNan(y)); }",
    needs: ["isNan"],
  },
};

/** The functions of update rules that graphs have too. */
const SHARED = ["expOf", "logOf", "tanhOf", "sigmoidOf", "sqrtOf"];

/** The text of the functions that some text calls. */
export function functionsFor(text: string): string {
  const isCalled = (name: string): boolean => text.includes(`${name}(`);
  const own = Object.entries(OWN).filter(([name]) => isCalled(name)).map(([, piece]) => piece);
  const shared = [...SHARED.filter(isCalled), ...own.flatMap(({ needs }) => needs)];
  return [writeFunctions(shared, 1), ...own.map(({ code }) => code)].join("\n");
}

/** A function of one number as an expression. */
export function unaryText(fn: UnaryFunction, x: string): string {
  switch (fn) {
    case "negate":
      return `-(${x})`;
    case "exp":
    case "log":
    case "sqrt":
    case "tanh":
    case "sigmoid":
      return `${fn}Of(${x})`;
    case "abs":
    case "phi":
      return `${fn}(${x})`;
    case "relu":
      return `select(${x}, 0.0, ${x} <= 0.0)`;
  }
}

/** A function of two numbers as an expression. */
export function binaryText(fn: BinaryFunction, x: string, y: string): string {
  switch (fn) {
    case "add":
      return `${x} + ${y}`;
    case "subtract":
      return `${x} - ${y}`;
    case "multiply":
      return `${x} * ${y}`;
    case "divide":
      return `${x} / ${y}`;
    case "maximum":
      return `greatest(${x}, ${y})`;
    case "minimum":
      return `least(${x}, ${y})`;
    case "greater":
      return `select(0.0, 1.0, ${x} > ${y})`;
    case "greaterEqual":
      return `select(0.0, 1.0, ${x} >= ${y})`;
    case "equal":
      return `select(0.0, 1.0, ${x} == ${y})`;
  }
}

/** A float32 number as a literal. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0f" : `${Math.fround(value)}f`;
  // No literal says so, and no constant expression may come to it.
  const bits = Number.isNaN(value) ? "0x7fc00000u" : value > 0 ? "0x7f800000u" : "0xff800000u";
  return `bitcast<f32>(${bits} | (step.index & 0u))`;
}
