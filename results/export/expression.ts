/** How tightly an expression binds: what binds looser than its place allows stands in parentheses. */
export const BINDS = {
  choice: 1, equality: 2, comparison: 3, sum: 4, product: 5, power: 6, sign: 7, atom: 8,
} as const;

/** A text of JavaScript and how tightly it binds. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
  /** The operator at its top, where there is one. */
  readonly operator?: string;
}

/** A name, a call or a number without a sign. */
export function atom(text: string): Expression {
  return { text, binds: BINDS.atom };
}

/** A number as Prettier spells it. */
export function literal(value: number): Expression {
  const text = Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
  return text.startsWith("-") ? { text, binds: BINDS.sign } : atom(text);
}

/** A call. */
export function call(name: string, ...args: readonly Expression[]): Expression {
  return atom(`${name}(${args.map(({ text }) => text).join(", ")})`);
}

/** -x. */
export function negation(x: Expression): Expression {
  return { text: `-${within(x, BINDS.atom)}`, binds: BINDS.sign };
}

const OPERATORS: Readonly<Record<string, number>> = {
  "===": BINDS.equality, "!==": BINDS.equality,
  "<": BINDS.comparison, "<=": BINDS.comparison, ">": BINDS.comparison, ">=": BINDS.comparison,
  "+": BINDS.sum, "-": BINDS.sum, "*": BINDS.product, "/": BINDS.product, "**": BINDS.power,
};

/** An infix operation, with the parentheses that are needed and those that Prettier adds. */
export function operation(x: Expression, operator: string, y: Expression): Expression {
  const binds = OPERATORS[operator] ?? BINDS.atom;
  const isMixed = x.binds === binds && x.operator !== operator && binds !== BINDS.sum;
  const isPower = operator === "**";
  const left = within(x, isPower ? BINDS.atom : binds + (isMixed ? 1 : 0));
  // The base of a power may have no sign, and 2 ** -x is its exponent's business.
  const right = within(y, isPower ? BINDS.sign : binds + 1);
  return { text: `${left} ${operator} ${right}`, binds, operator };
}

/** x where a condition holds, else y. */
export function choice(condition: Expression, x: Expression, y: Expression): Expression {
  const inside = (part: Expression): string => within(part, BINDS.equality);
  const [test, first, second] = [inside(condition), inside(x), inside(y)];
  return { text: `${test} ? ${first} : ${second}`, binds: BINDS.choice };
}

/** The text, in parentheses where it binds looser than it must. */
export function within({ text, binds }: Expression, must: number): string {
  return binds < must ? `(${text})` : text;
}
