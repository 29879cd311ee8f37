/** How tightly a formula binds: what binds looser than its place allows stands in parentheses. */
export const BINDS = { relation: 1, sum: 2, sign: 3, product: 4, power: 5, atom: 6 } as const;

/** A formula of LaTeX, how tightly it binds, and whether it is taller than a line. */
export interface Formula {
  readonly text: string;
  readonly binds: number;
  readonly isTall: boolean;
  /** Whether it is a number, which stands before other factors. */
  readonly isNumber?: boolean;
}

/** Digits that numbers are rounded to. */
const DIGITS = 6;

/** A symbol. */
export function symbol(text: string): Formula {
  return { text, binds: BINDS.atom, isTall: false };
}

/** A number, rounded to six digits, as papers print it. */
export function number(value: number): Formula {
  if (Number.isNaN(value)) return symbol("\\mathrm{NaN}");
  if (!Number.isFinite(value)) return signed("\\infty", value < 0);
  const size = Number(Math.abs(value).toPrecision(DIGITS));
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e6);
  const [mantissa, exponent] = size.toExponential().split("e") as [string, string];
  const power = `10^{${Number(exponent)}}`;
  const text = isPlain ? String(size) : mantissa === "1" ? power : `${mantissa} \\cdot ${power}`;
  const binds = isPlain ? BINDS.atom : mantissa === "1" ? BINDS.power : BINDS.product;
  return value < 0 ? { text: `-${text}`, binds: BINDS.sign, isTall: false } : { text, binds, isTall: false, isNumber: true };
}

function signed(text: string, isNegative: boolean): Formula {
  return isNegative ? { text: `-${text}`, binds: BINDS.sign, isTall: false } : symbol(text);
}

/** x + y. */
export function sum(x: Formula, y: Formula): Formula {
  const right = y.text.startsWith("-") ? within(y, BINDS.atom) : within(y, BINDS.sum);
  return { text: `${within(x, BINDS.sum)} + ${right}`, binds: BINDS.sum, isTall: x.isTall || y.isTall };
}

/** x − y. */
export function difference(x: Formula, y: Formula): Formula {
  return { text: `${within(x, BINDS.sum)} - ${within(y, BINDS.product)}`, binds: BINDS.sum, isTall: x.isTall || y.isTall };
}

/** −x. */
export function negation(x: Formula): Formula {
  return { text: `-${within(x, BINDS.product)}`, binds: BINDS.sign, isTall: x.isTall };
}

/** x·y: side by side, with a dot where digits would run together. */
export function product(x: Formula, y: Formula): Formula {
  const [left, right] = [within(x, BINDS.product), within(y, BINDS.product)];
  const dot = /^\d/.test(right) ? " \\cdot " : " ";
  return { text: `${left}${dot}${right}`, binds: BINDS.product, isTall: x.isTall || y.isTall };
}

/** A fraction. */
export function fraction(x: Formula, y: Formula): Formula {
  return { text: `\\frac{${x.text}}{${y.text}}`, binds: BINDS.product, isTall: true };
}

/** A power. */
export function power(x: Formula, y: Formula): Formula {
  return { text: `${within(x, BINDS.atom)}^{${y.text}}`, binds: BINDS.power, isTall: x.isTall };
}

/** A root, of a degree where it is not the square root. */
export function root(x: Formula, degree = ""): Formula {
  return { text: `\\sqrt${degree === "" ? "" : `[${degree}]`}{${x.text}}`, binds: BINDS.atom, isTall: x.isTall };
}

/** A comparison. */
export function relation(x: Formula, sign: string, y: Formula): Formula {
  return { text: `${within(x, BINDS.sum)} ${sign} ${within(y, BINDS.sum)}`, binds: BINDS.relation, isTall: x.isTall || y.isTall };
}

/** Formulas between delimiters, which grow with them. */
export function between(open: string, inside: readonly Formula[], close: string): Formula {
  const isTall = inside.some((each) => each.isTall);
  const text = inside.map((each) => each.text).join(", ");
  const [left, right] = isTall ? [`\\left${open} `, ` \\right${close}`] : [spaced(open, " "), spaced(close, "")];
  const gap = !isTall && open.startsWith("\\") ? " " : "";
  return { text: `${left}${text}${gap}${right}`, binds: BINDS.atom, isTall };
}

function spaced(delimiter: string, after: string): string {
  return delimiter.startsWith("\\") ? delimiter + after : delimiter;
}

/** A function of some formulas. */
export function application(name: string, ...args: readonly Formula[]): Formula {
  const { text, isTall } = between("(", args, ")");
  // A delimiter that grows would be set apart from the name.
  return { text: `${name}${isTall ? "\\!" : ""}${text}`, binds: BINDS.atom, isTall };
}

/** x where a condition holds, else y. */
export function cases(condition: Formula, x: Formula, y: Formula): Formula {
  const rows = [`${x.text} & \\text{if } ${condition.text}`, `${y.text} & \\text{otherwise}`];
  return { text: `\\begin{cases} ${rows.join(" \\\\ ")} \\end{cases}`, binds: BINDS.atom, isTall: true };
}

function within(formula: Formula, must: number): string {
  return formula.binds < must ? between("(", [formula], ")").text : formula.text;
}

/** About how many letters wide a formula is set. */
export function widthOf({ text }: Formula): number {
  return text.replace(/\\(?:left|right|frac|operatorname|mathrm|text|!)/g, "").replace(/\\[A-Za-z]+/g, "x").replace(/[{}_^\\\s]/g, "").length;
}
