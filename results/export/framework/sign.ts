import { type Term, isConstant, isTruth, operationOf } from "./term.js";

/** What is known of a number's sign, least first; what is known more of is all that comes before. NaN may be any. */
const SIGNS = [
  "unknown",
  /** 0 or more. */
  "unsigned",
  /** More than 0, and not so little more that what made it was rounded to 0. */
  "positive",
  "atLeastOne",
] as const;

type Sign = (typeof SIGNS)[number];

/** What is finite where its arguments are, and these are nowhere near the largest float. */
const KEEPS_FINITE: ReadonlySet<string | undefined> =
  new Set(["add", "subtract", "negate", "abs", "floor", "sign", "maximum", "minimum"]);
/** Constants from here on may add up to infinity. */
const HUGE = 1e300;
/** What is no NaN where its arguments are finite. */
const GIVES_NUMBER: ReadonlySet<string | undefined> =
  new Set(["multiply", "square", "exp", "exp2", "exp10", "expm1", "sigmoid", "tanh", "arctan", "cosh", "sinh"]);

/**
 * What is known of the signs of a step's values, with the hyperparameters as they usually are: averages are between
 * 0 and 1, and what has a positive default is positive. Says where √|x| is √x and what Python's own numbers may
 * compute, which raise an error where others are infinite or NaN.
 */
export class Signs {
  readonly #known = new Map<Term, Sign>();

  /** Finds the state variables that stay without a sign: they start from 0. */
  constructor(states: readonly { readonly before: Term; readonly after: Term }[]) {
    const assumed = new Set(states.map(({ before }) => before));
    for (;;) {
      this.#known.clear();
      for (const { before } of states) this.#known.set(before, assumed.has(before) ? "unsigned" : "unknown");
      const failed = states.filter(({ before, after }) => assumed.has(before) && !this.isUnsigned(after));
      if (failed.length === 0) return;
      for (const { before } of failed) assumed.delete(before);
    }
  }

  /** Whether a value is at least 0 or NaN. */
  isUnsigned(term: Term): boolean {
    return this.#of(term) !== "unknown";
  }

  /** Whether a value is more than 0 or NaN, however it is rounded. */
  isPositive(term: Term): boolean {
    return this.#isAtLeast(term, "positive");
  }

  /** Whether a value is not 0, for certain. */
  isNonzero(term: Term): boolean {
    const { origin, args } = term;
    if (this.isPositive(term)) return true;
    if (origin.kind === "constant" || origin.kind === "option") return valueOf(term) !== 0;
    if (origin.kind !== "call") return false;
    const [x] = args as [Term];
    switch (origin.operation) {
      case "negate":
      case "abs":
      case "sqrt":
        return this.isNonzero(x);
      default:
        return false;
    }
  }

  /** Whether a value is not NaN, for certain. */
  isNumber(term: Term): boolean {
    if (staysFinite(term)) return true;
    const { args } = term;
    if (!args.every(staysFinite)) return false;
    const operation = operationOf(term);
    if (operation === "divide") return this.isNonzero(args[1] as Term);
    return GIVES_NUMBER.has(operation) || (operation === "sqrt" && this.isUnsigned(args[0] as Term));
  }

  /** Whether a power is for certain neither too large for a number, nor that of 0 or less which is no real number. */
  isTamePower(base: Term, exponent: Term): boolean {
    const power = valueOf(exponent);
    if (isFraction(base) || isConstant(base, 1)) return this.isUnsigned(exponent);
    if (this.isUnsigned(base) && exponent.origin.kind === "constant" && power !== undefined) {
      if (power >= 0 && power <= 1) return true;
    }
    return this.#isAtLeast(base, "atLeastOne") && this.#isAtMostZero(exponent);
  }

  #of(term: Term): Sign {
    let sign = this.#known.get(term);
    if (sign === undefined) this.#known.set(term, (sign = this.#infer(term)));
    return sign;
  }

  #isAtLeast(term: Term, sign: Sign): boolean {
    return rankOf(this.#of(term)) >= rankOf(sign);
  }

  #isAtMostZero(term: Term): boolean {
    if (operationOf(term) === "negate") return this.isUnsigned(term.args[0] as Term);
    return term.origin.kind === "constant" && term.origin.value <= 0;
  }

  /** Whether a number is at least 0 and at most 1: a fraction, or a negative power of the step. */
  #isShare(term: Term): boolean {
    if (isFraction(term)) return true;
    if (operationOf(term) !== "power") return false;
    const [base, exponent] = term.args as [Term, Term];
    const isStep = base.origin.kind === "input" && base.origin.input === "t";
    return isStep && operationOf(exponent) === "negate" && this.isUnsigned(exponent.args[0] as Term);
  }

  #infer(term: Term): Sign {
    const { origin, args } = term;
    switch (origin.kind) {
      case "constant":
        return signOf(origin.value);
      case "option":
        // A user may have another, but hardly one of another sign.
        return weakest([signOf(origin.option.value), "positive"]);
      case "input":
        return origin.input === "loss" ? "unknown" : "atLeastOne";
      case "fact":
        return origin.fact === "size" || origin.fact === "rows" || origin.fact === "cols" ? "atLeastOne" : "unsigned";
      case "rate":
      case "schedule":
      case "decayed":
        return "unsigned";
      case "peak":
      case "weights":
      case "gradient":
      case "state":
        return "unknown";
      case "call":
        break;
    }
    const signs = args.map((arg) => this.#of(arg));
    const [x, y] = args as [Term, Term];
    const [first, second] = signs as [Sign, Sign];
    const all = weakest(signs);
    switch (origin.operation) {
      case "add":
        return all === "unknown" ? all : strongest(signs);
      case "multiply":
        // What is less than 1 may become 0.
        return strongest(signs) === "atLeastOne" ? all : weakest([all, "unsigned"]);
      case "divide":
        return isFraction(y) ? first : weakest([all, "unsigned"]);
      case "minimum":
        return all;
      case "maximum":
        return strongest(signs);
      case "subtract":
        return isConstant(x, 1) && isFraction(y) ? "positive" : "unknown";
      case "oneMinusPower":
        if (!isFraction(x)) return "unknown";
        return second === "atLeastOne" ? "positive" : weakest([second, "unsigned"]);
      case "power":
        return first === "atLeastOne" && second !== "unknown" ? first : weakest([first, "unsigned"]);
      case "interp":
        return this.#isShare(args[2] as Term) ? weakest([first, second, "unsigned"]) : "unknown";
      case "select":
        return weakest(signs.slice(1));
      case "abs":
      case "sqrt":
        if (first !== "unknown") return first;
        return this.isNonzero(x) ? "positive" : "unsigned";
      case "square":
        return first === "atLeastOne" ? first : "unsigned";
      case "exp":
      case "exp2":
      case "exp10":
        return first === "unknown" ? "unsigned" : "atLeastOne";
      case "cosh":
        return "atLeastOne";
      case "norm":
      case "rms":
      case "sigmoid":
      case "less":
      case "lessEqual":
      case "equal":
        return "unsigned";
      case "dot":
      case "treeDot":
        return x === y ? "unsigned" : "unknown";
      case "sum":
      case "mean":
      case "rowMean":
      case "colMean":
        return weakest([all, "unsigned"]);
      default:
        return "unknown";
    }
  }
}

/** The number that a constant is and an option is by default. */
function valueOf({ origin }: Term): number | undefined {
  return origin.kind === "constant" ? origin.value : origin.kind === "option" ? origin.option.value : undefined;
}

/** Whether a number is between 0 and 1, by default where it is an option. */
function isFraction(term: Term): boolean {
  const value = valueOf(term);
  return value !== undefined && value > 0 && value < 1;
}

/** Whether a number is finite for certain: it is given, or comes of such numbers by sums. */
export function staysFinite(term: Term): boolean {
  const { origin, args } = term;
  switch (origin.kind) {
    case "constant":
      return Math.abs(origin.value) < HUGE;
    case "input":
      return origin.input !== "loss";
    case "option":
    case "fact":
    case "rate":
    case "peak":
    case "decayed":
      return true;
    case "call":
      return isTruth(term) || (KEEPS_FINITE.has(origin.operation) && args.every(staysFinite));
    default:
      return false;
  }
}

function signOf(value: number): Sign {
  if (value >= 1) return "atLeastOne";
  return value > 0 ? "positive" : Object.is(value, 0) ? "unsigned" : "unknown";
}

function rankOf(sign: Sign): number {
  return SIGNS.indexOf(sign);
}

function weakest(signs: readonly Sign[]): Sign {
  return SIGNS[Math.min(...signs.map(rankOf))] ?? "unknown";
}

function strongest(signs: readonly Sign[]): Sign {
  return SIGNS[Math.max(...signs.map(rankOf))] ?? "unknown";
}
