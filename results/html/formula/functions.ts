import type { FunctionName } from "../../../dsl/functions/row.js";
import { element } from "../markup.js";
import {
  BINDS, type Term, atom, between, call, fraction, number, power, product, row, sign, sum, within, word,
} from "./notation.js";

/** How a function is written that has a notation of its own; all others are a word and their arguments. */
type Notation = (...args: readonly [Term, Term, Term]) => Term;

const ONE = number(1);
const EULER = atom(element("mi", {}, "e"), 1, true);

const NOTATIONS: Readonly<Partial<Record<FunctionName, Notation>>> = {
  add: (x, y) => sum(x, "+", y),
  subtract: (x, y) => sum(x, "−", y),
  multiply: (x, y) => product(x, y),
  // Its protection is part of what it computes.
  protected_divide: (x, y) => fraction(x, sum(y, "+", number(1e-8))),
  divide: (x, y) => fraction(x, y),
  negative: (x) => ({ markup: row(sign("−"), within(x, BINDS.product)), binds: BINDS.sum, weight: x.weight }),
  abs: (x) => between("|", x, "|"),
  interp: (x, y, a) => sum(product(a, y), "+", product(complement(a), x)),
  floor: (x) => between("⌊", x, "⌋"),
  mod: (x, y) => ({
    markup: row(within(x, BINDS.product), word(" mod "), within(y, BINDS.power)),
    binds: BINDS.sum, weight: x.weight + y.weight,
  }),
  copy: (x) => x,
  square: (x) => power(x, number(2)),
  cube: (x) => power(x, number(3)),
  sqrt: (x) => atom(element("msqrt", {}, between("|", x, "|").markup), x.weight),
  cbrt: (x) => atom(element("mroot", {}, x.markup, number(3).markup), x.weight),
  reciprocal: (x) => fraction(ONE, x),
  power: (x, y) => power(x, y),
  exp: (x) => power(EULER, x),
  exp2: (x) => power(number(2), x),
  exp10: (x) => power(number(10), x),
  expm1: (x) => sum(power(EULER, x), "−", ONE),
  log: (x) => logarithm(word("ln"), x),
  log2: (x) => logarithm(element("msub", {}, word("log"), number(2).markup), x),
  log10: (x) => logarithm(element("msub", {}, word("log"), number(10).markup), x),
  log1p: (x) => logarithm(word("ln"), sum(ONE, "+", x)),
  sigmoid: (x) => call(element("mi", {}, "σ"), x),
  norm: (x) => between("‖", x, "‖"),
  global_norm: (x) => atom(element("msub", {}, between("‖", x, "‖").markup, word("all")), x.weight),
  dot: (x, y) => atom(row(sign("⟨"), x.markup, sign(","), y.markup, sign("⟩")), x.weight + y.weight),
  get_pi: () => atom(element("mi", {}, "π"), 1, true),
  get_e: () => EULER,
  get_eps: () => number(1e-8),
  less: (x, y) => relation(x, "<", y),
  less_equal: (x, y) => relation(x, "≤", y),
  equal: (x, y) => relation(x, "=", y),
  select: (condition, x, y) => choice(condition, x, y),
};

/** A function of the language, by its name, applied to terms. */
export function applied(name: FunctionName, args: readonly Term[]): Term {
  const notation = NOTATIONS[name];
  const [x = ONE, y = ONE, z = ONE] = args;
  return notation === undefined ? call(word(name), ...args) : notation(x, y, z);
}

const COMPLEMENTS = new WeakMap<Term, Term>();

/** A number as a term of which 1 − it can be written as a number too. */
export function literal(value: number): Term {
  // Not the constant of a table: each is its own key.
  const term = { ...number(value) };
  COMPLEMENTS.set(term, number(1 - value));
  return term;
}

function complement(a: Term): Term {
  return COMPLEMENTS.get(a) ?? sum(ONE, "−", a);
}

function logarithm(name: ReturnType<typeof word>, x: Term): Term {
  return { ...atom(row(name, between("|", x, "|").markup), x.weight + 1), binds: BINDS.product };
}

/** A comparison: 1 where it holds, else 0, which is what brackets around a relation mean. */
function relation(x: Term, operator: string, y: Term): Term {
  return atom(row(sign("["), x.markup, sign(operator), y.markup, sign("]")), x.weight + y.weight);
}

function choice(condition: Term, x: Term, y: Term): Term {
  const line = (value: Term, ...when: readonly (Term["markup"])[]): Term["markup"] =>
    element("mtr", {}, element("mtd", {}, value.markup), element("mtd", {}, row(when)));
  return {
    markup: row(sign("{"), element("mtable", { class: "cases", displaystyle: "true" },
      line(x, word("where\u00a0"), condition.markup, sign("≠"), number(0).markup), line(y, word("else")))),
    // Nothing is read easily that has cases within.
    binds: BINDS.atom, weight: WEIGHT_OF_CASES + condition.weight + x.weight + y.weight,
  };
}

/** More than any term may weigh that is written in the place of its name. */
const WEIGHT_OF_CASES = 100;
