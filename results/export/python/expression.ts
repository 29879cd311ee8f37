import { type Expression, BINDS as SCRIPT, atom, call, within } from "../expression.js";

export { type Expression, atom, call };

/** How tightly an expression of Python binds, whose signs bind looser than powers. */
const BINDS = { ...SCRIPT, sign: SCRIPT.power, power: SCRIPT.sign } as const;

/** From here on integers are written as floats: JAX takes no integer that is wider than its own. */
const LARGE = 1e6;

/** A number as Black spells it. Python's floats and these are the same numbers. */
export function literal(value: number): Expression {
  const isNegative = value < 0 || Object.is(value, -0);
  const text = String(Math.abs(value)).replace("e+", "e");
  const isInteger = /^\d+$/.test(text) && Math.abs(value) < LARGE && !Object.is(value, -0);
  const spelled = isInteger || /[.e]/.test(text) ? text : `${text}.0`;
  return isNegative ? { text: `-${spelled}`, binds: BINDS.sign } : atom(spelled);
}

/** The same as a float, as defaults are: `1.0`. */
export function floatLiteral(value: number): string {
  const { text } = literal(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A method's call. */
export function method(x: Expression, name: string, ...args: readonly Expression[]): Expression {
  return call(`${within(x, BINDS.atom)}.${name}`, ...args);
}

/** −x. */
export function negation(x: Expression): Expression {
  return { text: `-${within(x, BINDS.sign + 1)}`, binds: BINDS.sign };
}

const OPERATORS: Readonly<Record<string, number>> = {
  "==": BINDS.comparison, "!=": BINDS.comparison, "<": BINDS.comparison, "<=": BINDS.comparison,
  ">": BINDS.comparison, ">=": BINDS.comparison,
  "+": BINDS.sum, "-": BINDS.sum, "*": BINDS.product, "/": BINDS.product,
};

/** An infix operation. Its text groups as the operation does, since floats round at each step. */
export function operation(x: Expression, operator: string, y: Expression): Expression {
  if (operator === "**") return power(x, y);
  const binds = OPERATORS[operator] as number;
  const left = within(x, binds === BINDS.comparison ? binds + 1 : binds);
  return { text: `${left} ${operator} ${within(y, binds + 1)}`, binds };
}

/** x ** y, without spaces between simple operands, as Black has it. */
function power(x: Expression, y: Expression): Expression {
  const left = within(x, BINDS.atom);
  const right = within(y, BINDS.sign);
  const isSimple = /^[\w.]+$/.test(left) && /^-?[\w.]+$/.test(right);
  return { text: isSimple ? `${left}**${right}` : `${left} ** ${right}`, binds: BINDS.power };
}

/** x where a condition holds, else y. */
export function choice(condition: Expression, x: Expression, y: Expression): Expression {
  const [test, first, second] = [condition, x, y].map((part) => within(part, BINDS.choice + 1));
  return { text: `${first ?? ""} if ${test ?? ""} else ${second ?? ""}`, binds: BINDS.choice };
}
