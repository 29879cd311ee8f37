import { ARRAY_ROLES } from "../../../dsl/layout.js";
import type { Step } from "../framework/step.js";
import { type Term, isConstant, isTruth, operationOf } from "../framework/term.js";
import {
  type Formula, BINDS, application, between, cases, difference, fraction, negation, number, power, product, relation,
  root, sum, symbol, widthOf,
} from "./formula.js";
import { Symbols } from "./symbols.js";

/** A line of the aligned equations. */
export interface Equation {
  readonly left: string;
  readonly right: string;
}

/** How wide a formula may be, in letters, that stands within another, and how wide a whole one. */
const WIDEST = { inner: 24, whole: 52 } as const;

/** Functions that LaTeX knows, and others, by what they compute. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "\\exp", log: "\\log", log2: "\\log_2", log10: "\\log_{10}", sin: "\\sin", cos: "\\cos", tan: "\\tan",
  arcsin: "\\arcsin", arccos: "\\arccos", arctan: "\\arctan", sinh: "\\sinh", cosh: "\\cosh", tanh: "\\tanh",
  maximum: "\\max", minimum: "\\min", sigmoid: "\\sigma", arcsinh: "\\operatorname{arsinh}",
  arccosh: "\\operatorname{arcosh}", arctanh: "\\operatorname{artanh}", sign: "\\operatorname{sign}",
  erf: "\\operatorname{erf}", sum: "\\operatorname{sum}", mean: "\\operatorname{mean}", rms: "\\operatorname{rms}",
  rowMean: "\\operatorname{rowmean}", colMean: "\\operatorname{colmean}", orthogonalize: "\\operatorname{orth}",
};

/** What sets its arguments one above the other. */
const STACKS: ReadonlySet<string | undefined> = new Set(["divide", "power", "square"]);

const RELATIONS: Readonly<Record<string, string>> = { less: "<", lessEqual: "\\le", equal: "=" };

/** Writes a step as equations; what is read once and short stands within what reads it. */
export class Equations {
  readonly #step: Step;
  readonly #symbols: Symbols;
  /** Who reads a value: other values, and writes of weights and state as `undefined`. */
  readonly #readers = new Map<Term, (Term | undefined)[]>();
  readonly #formulas = new Map<Term, Formula>();
  readonly #named = new Set<Term>();

  constructor(step: Step) {
    this.#step = step;
    this.#symbols = new Symbols(step);
    for (const term of step.terms) for (const arg of term.args) this.#addReader(arg, term);
    for (const term of [step.update, ...step.states.map(({ after }) => after)]) this.#addReader(term, undefined);
  }

  /** What options are called. */
  get symbols(): Symbols {
    return this.#symbols;
  }

  /** The equations in order; the weights' comes last. */
  write(): readonly Equation[] {
    const { terms, states, update } = this.#step;
    const equations: Equation[] = [];
    for (const term of terms) {
      if (operationOf(term) === undefined) continue;
      const formula = this.#formula(term);
      this.#formulas.set(term, formula);
      const isState = states.some(({ after }) => after === term);
      if (!isState && this.#mayInline(term, formula)) continue;
      this.#named.add(term);
      equations.push({ left: this.#symbols.value(term), right: formula.text });
    }
    const moved = states.flatMap(({ before, after }, k): readonly Equation[] =>
      operationOf(after) !== undefined && this.#symbols.value(after) === this.#symbols.state(k, "t") || before === after
        ? [] : [{ left: this.#symbols.state(k, "t"), right: this.#reference(after).text }]);
    return [...equations, ...moved, { left: "\\theta_{t+1}", right: this.#without(symbol("\\theta_t"), update).text }];
  }

  #addReader(term: Term, reader: Term | undefined): void {
    this.#readers.set(term, [...(this.#readers.get(term) ?? []), reader]);
  }

  /** A formula less a value; less each of its parts where it is a sum. */
  #without(from: Formula, term: Term): Formula {
    if (operationOf(term) !== "add" || this.#named.has(term)) return difference(from, this.#reference(term));
    const [x, y] = term.args as [Term, Term];
    return this.#without(this.#without(from, x), y);
  }

  #mayInline(term: Term, formula: Formula): boolean {
    const operation = operationOf(term);
    if (term === this.#step.update) return widthOf(formula) <= WIDEST.whole && operation !== "select";
    if (operation === "select") return isDecayChoice(term);
    if (isTruth(term)) return true;
    if (this.#symbols.isCorrected(term)) return false;
    const readers = this.#readers.get(term) ?? [];
    // A fraction within a fraction, or raised to a power, is hard to read.
    if (formula.isTall && readers.some((reader) => STACKS.has(reader && operationOf(reader)))) return false;
    // What has no more than two symbols is best read where it is.
    const isShort = term.args.every((arg) => operationOf(arg) === undefined) && widthOf(formula) <= 6;
    return isShort || (readers.length === 1 && widthOf(formula) <= WIDEST.inner);
  }

  /** What stands for a term in another's formula. */
  #reference(term: Term): Formula {
    if (operationOf(term) !== undefined) {
      return this.#named.has(term) ? symbol(this.#symbols.value(term)) : this.#formulas.get(term) as Formula;
    }
    const { origin } = term;
    switch (origin.kind) {
      case "constant":
        return number(origin.value);
      case "weights":
        return symbol("\\theta_t");
      case "gradient":
        return symbol("g_t");
      case "rate":
        return symbol("\\eta_t");
      case "peak":
        return symbol("\\eta");
      case "schedule":
        return fraction(symbol("\\eta_t"), symbol("\\eta"));
      case "input":
        return symbol(origin.input === "loss" ? "\\ell_t" : origin.input);
      case "option":
        return symbol(this.#symbols.option(origin.option.name));
      case "state":
        return symbol(this.#symbols.state(origin.index, "t-1"));
      case "fact":
        return symbol({ size: "N", ndim: "D", rows: "R", cols: "C", role: "\\rho" }[origin.fact]);
      case "decayed":
        return relation(symbol("D"), "\\ge", number(2));
      case "call":
        return symbol("");
    }
  }

  #formula(term: Term): Formula {
    const operation = operationOf(term) ?? "";
    const args = term.args.map((arg, k) =>
      (isTruth(arg) && !(operation === "select" && k === 0) ? indicator(this.#reference(arg)) : this.#reference(arg)));
    const [x, y, a] = args as [Formula, Formula, Formula];
    const sign = RELATIONS[operation];
    if (sign !== undefined) return this.#roleTest(term) ?? relation(x, sign, y);
    switch (operation) {
      case "add":
        return sum(x, y);
      case "subtract":
        return difference(x, y);
      case "multiply":
        return this.#product(term, x, y);
      case "divide":
        return fraction(x, y);
      case "negate":
        return negation(x);
      case "power":
        return power(x, y);
      case "square":
        return power(x, number(2));
      case "exp2":
        return power(number(2), x);
      case "exp10":
        return power(number(10), x);
      case "expm1":
        return difference(power(symbol("e"), x), number(1));
      case "oneMinusPower":
        return difference(number(1), power(x, y));
      case "interp":
        return sum(product(a, y), product(rest(term.args[2] as Term, a), x));
      case "sqrt":
        return root(x);
      case "cbrt":
        return root(x, "3");
      case "abs":
        return between("\\lvert", [x], "\\rvert");
      case "floor":
        return between("\\lfloor", [x], "\\rfloor");
      case "norm":
        return between("\\lVert", [x], "\\rVert");
      case "dot":
        return between("\\langle", [x, y], "\\rangle");
      case "treeDot": {
        const inner = between("\\langle", [x, y], "\\rangle");
        return { ...inner, text: `\\sum ${inner.text}`, binds: BINDS.product };
      }
      case "log1pAbs":
        return application("\\log", between("\\lvert", [sum(number(1), x)], "\\rvert"));
      case "select": {
        const [condition, , otherwise] = term.args as [Term, Term, Term];
        if (isDecayChoice(term)) return y;
        const test = isTruth(condition) ? x : relation(x, "\\ne", number(0));
        return cases(test, y, isTruth(otherwise) ? indicator(this.#reference(otherwise)) : a);
      }
      default:
        return application(FUNCTIONS[operation] ?? `\\operatorname{${operation}}`, ...args);
    }
  }

  /** Numbers stand before scalars, and these before tensors. */
  #product({ args: [first, second] }: Term, x: Formula, y: Formula): Formula {
    const rank = (term: Term | undefined, { isNumber }: Formula): number => (isNumber === true ? -1 : term?.type ?? 0);
    return rank(first, x) > rank(second, y) ? product(y, x) : product(x, y);
  }

  #roleTest({ args }: Term): Formula | undefined {
    const role = args.find(({ origin }) => origin.kind === "fact" && origin.fact === "role");
    const other = args.find((arg) => arg !== role);
    if (role === undefined || other?.origin.kind !== "constant") return undefined;
    const name = ARRAY_ROLES[other.origin.value];
    return name === undefined ? undefined : relation(this.#reference(role), "=", symbol(`\\text{${name}}`));
  }
}

/** One less a share, worked out where it is a number. */
function rest({ origin }: Term, share: Formula): Formula {
  return origin.kind === "constant" ? number(1 - origin.value) : difference(number(1), share);
}

/** 1 where a relation holds, else 0. */
function indicator(condition: Formula): Formula {
  return between("[", [condition], "]");
}

/** Whether a choice is that of the added decay, which is told in words. */
function isDecayChoice(term: Term): boolean {
  const [condition, , otherwise] = term.args;
  return operationOf(term) === "select" && condition?.origin.kind === "decayed" && otherwise !== undefined &&
    isConstant(otherwise, 0);
}
