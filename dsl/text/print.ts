import type { Operand, Parameter, Program, Statement } from "../program.js";

/**
 * Prints a program as text that parses back to the same program: three-address statements, two spaces of
 * indent, constants as the shortest text that reads back the same.
 */
export function print(program: Program): string {
  const { name, parameters, statements, outputs, names } = program;
  const lines = [`def ${name}(${parameters.map(printParameter).join(", ")}):`];
  for (const statement of statements) lines.push(`  ${printStatement(program, statement)}`);
  lines.push(`  return ${outputs.map((slot) => names[slot] ?? "?").join(", ")}`);
  return `${lines.join("\n")}\n`;
}

/** Prints one statement of a program. */
export function printStatement(program: Program, statement: Statement): string {
  const { fn, args, target } = statement;
  const texts = args.map((arg) => printOperand(program, arg));
  return `${program.names[target] ?? "?"} = ${printCall(fn.name, fn.infix, args, texts)}`;
}

function printCall(
  name: string,
  infix: string | undefined,
  args: readonly Operand[],
  texts: readonly string[],
): string {
  const [first = "", second = ""] = texts;
  if (infix !== undefined) return `${first} ${infix} ${second}`;
  if (name === "copy") return first;
  if (name === "negative" && args[0]?.kind === "variable") return `-${first}`;
  return `${name}(${texts.join(", ")})`;
}

function printOperand(program: Program, operand: Operand): string {
  return operand.kind === "variable" ? (program.names[operand.slot] ?? "?") : printNumber(operand.value);
}

function printParameter(parameter: Parameter): string {
  return parameter.kind === "hyperparameter"
    ? `${parameter.name}=${printNumber(parameter.value)}`
    : parameter.name;
}

/** The shortest text that reads back as the same float64, −0 included. */
export function printNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
