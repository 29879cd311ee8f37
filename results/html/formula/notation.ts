import { type Child, type Markup, element } from "../markup.js";

/** How tightly a term binds: what binds looser than its place allows stands in parentheses. */
export const BINDS = { relation: 0, sum: 1, product: 2, power: 3, atom: 4 } as const;

/** A part of a formula. */
export interface Term {
  readonly markup: Markup;
  readonly binds: number;
  /** How many letters and numbers it is made of. */
  readonly weight: number;
  /** Whether it may stand beside another factor without a sign between them: `first` in front of one. @default false */
  readonly isCompact?: boolean | "first";
}

/** A row of parts. */
export function row(...parts: readonly Child[]): Markup {
  return element("mrow", {}, parts);
}

/** An operator. */
export function sign(text: string): Markup {
  return element("mo", {}, text);
}

/** A word that is no product of its letters. */
export function word(text: string): Markup {
  return element("mtext", {}, text);
}

/** A term that needs no parentheses anywhere. */
export function atom(markup: Markup, weight: number, isCompact: Term["isCompact"] = false): Term {
  return { markup, binds: BINDS.atom, weight, isCompact };
}

/** A term in its place, in parentheses where it binds looser than it must. */
export function within({ markup, binds }: Term, must: number): Markup {
  return binds < must ? row(sign("("), markup, sign(")")) : markup;
}

/** Digits that numbers of a formula have. */
const DIGITS = 4;

/** A number, rounded to be read; the program's text has every digit. */
export function number(value: number): Term {
  const text = Number(value.toPrecision(DIGITS)).toString();
  const [mantissa = text, exponent] = text.replace("-", "−").split("e");
  const head = mantissa === "Infinity" ? element("mi", {}, "∞") : element("mn", {}, mantissa);
  if (exponent === undefined) return { markup: head, binds: value < 0 ? BINDS.sum : BINDS.atom, weight: 1, isCompact: "first" };
  const power = element("msup", {}, element("mn", {}, "10"), element("mn", {}, exponent.replace("+", "").replace("-", "−")));
  if (mantissa === "1") return { markup: power, binds: BINDS.power, weight: 1 };
  return { markup: row(head, sign("·"), power), binds: value < 0 ? BINDS.sum : BINDS.product, weight: 1 };
}

/** A sum or difference. */
export function sum(x: Term, operator: "+" | "−", y: Term): Term {
  return {
    // What begins with a minus stands in parentheses behind an operator; so does a difference behind a minus.
    markup: row(x.markup, sign(operator), within(y, BINDS.product)),
    binds: BINDS.sum, weight: x.weight + y.weight,
  };
}

/** A product, with a sign where letters would run together. */
export function product(x: Term, y: Term): Term {
  const isClear = (x.isCompact !== undefined && x.isCompact !== false) || x.binds < BINDS.product;
  const isFollowed = y.isCompact === true || y.binds < BINDS.product;
  return {
    markup: row(within(x, BINDS.product), isClear && isFollowed ? null : sign("·"), within(y, BINDS.product)),
    binds: BINDS.product, weight: x.weight + y.weight, isCompact: isClear && isFollowed,
  };
}

/** A fraction. */
export function fraction(x: Term, y: Term): Term {
  return { markup: element("mfrac", {}, x.markup, y.markup), binds: BINDS.atom, weight: x.weight + y.weight };
}

/** A power. */
export function power(x: Term, y: Term): Term {
  return {
    markup: element("msup", {}, within(x, BINDS.atom), y.markup), binds: BINDS.power, weight: x.weight + y.weight,
    isCompact: x.isCompact === true || x.binds < BINDS.atom,
  };
}

/** A function of arguments. */
export function call(name: Markup, ...args: readonly Term[]): Term {
  const list = args.flatMap(({ markup }, k) => (k === 0 ? [markup] : [sign(","), markup]));
  return atom(row(name, sign("("), list, sign(")")), 1 + args.reduce((total, { weight }) => total + weight, 0));
}

/** A term between two signs, as an absolute value. */
export function between(open: string, x: Term, close: string): Term {
  return atom(row(sign(open), x.markup, sign(close)), x.weight);
}
