import type { Program } from "../../dsl/program.js";
import { printNumber } from "../../dsl/text/print.js";

/** Digits of constants that weigh as much as a statement. */
const STATEMENT = 20;

/** How much there is to a program: a statement or a state variable counts 20, each digit of a number 1. */
export function complexity({ statements, states, parameters }: Program): number {
  let digits = 0;
  for (const { args } of statements) for (const arg of args) if (arg.kind === "constant") digits += digitsOf(arg.value);
  for (const parameter of parameters) if (parameter.kind === "hyperparameter") digits += digitsOf(parameter.value);
  return STATEMENT * (statements.length + states.length) + digits;
}

/** Significant digits of the shortest text of a number; none of 0. */
export function digitsOf(value: number): number {
  const [mantissa = ""] = printNumber(Math.abs(value)).split("e");
  return mantissa.replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length;
}

/**
 * A number with fewer digits. Between ½ and 1 it is the weight of an average, and what matters is how far it is from
 * 1: of 0.99822, one digit is 0.998.
 */
export function rounded(value: number, digits: number): number {
  if (value <= 0.5 || value >= 1) return Number(value.toPrecision(digits));
  const [rest = "", exponent = ""] = (1 - value).toExponential(digits - 1).split("e");
  // The difference is rounded to where it ends, so that 1 − 0.002 is 0.998 to the bit.
  return Number((1 - Number(`${rest}e${exponent}`)).toFixed(Math.min(20, digits - 1 - Number(exponent))));
}
