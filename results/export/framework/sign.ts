import { type Term, isConstant, operationOf } from "./term.js";

/** What is known of a number's sign; what is positive has no sign either. NaN may be any. */
type Sign = "positive" | "unsigned" | "unknown";

/**
 * What is known of the signs of a step's values, with the hyperparameters as they usually are: averages are between
 * 0 and 1, and what has a positive default is positive. Says where √|x| is √x and where a quotient of Python's
 * numbers, which it refuses to divide by 0, is safe.
 */
export class Signs {
  readonly #known = new Map<Term, Sign>();

  /** Finds the state variables that stay without a sign: they start from 0. */
  constructor(states: readonly { readonly before: Term; readonly after: Term }[]) {
    const assumed = new Set(states.map(({ before }) => before));
    for (;;) {
      this.#known.clear();
      for (const { before } of states) this.#known.set(before, assumed.has(before) ? "unsigned" : "unknown");
      const failed = states.filter(({ before, after }) => assumed.has(before) && this.of(after) === "unknown");
      if (failed.length === 0) return;
      for (const { before } of failed) assumed.delete(before);
    }
  }

  /** What is known of a value's sign. */
  of(term: Term): Sign {
    let sign = this.#known.get(term);
    if (sign === undefined) this.#known.set(term, (sign = this.#infer(term)));
    return sign;
  }

  /** Whether a value is not 0, for certain. */
  isNonzero(term: Term): boolean {
    const { origin, args } = term;
    if (this.of(term) === "positive") return true;
    if (origin.kind === "constant" || origin.kind === "option") return valueOf(term) !== 0;
    if (origin.kind !== "call") return false;
    const [x, y] = args as [Term, Term];
    switch (origin.operation) {
      case "multiply":
        return this.isNonzero(x) && this.isNonzero(y);
      case "negate":
      case "abs":
      case "square":
      case "sqrt":
        return this.isNonzero(x);
      default:
        return false;
    }
  }

  /** Whether a number is at least 0 and at most 1: a fraction, or a negative power of the step. */
  #isShare(term: Term): boolean {
    if (isFraction(term)) return true;
    if (operationOf(term) !== "power") return false;
    const [base, exponent] = term.args as [Term, Term];
    const isStep = base.origin.kind === "input" && base.origin.input === "t";
    return isStep && operationOf(exponent) === "negate" && this.of(exponent.args[0] as Term) !== "unknown";
  }

  #infer({ origin, args }: Term): Sign {
    switch (origin.kind) {
      case "constant":
        return origin.value > 0 ? "positive" : Object.is(origin.value, 0) ? "unsigned" : "unknown";
      case "option":
        return origin.option.value > 0 ? "positive" : Object.is(origin.option.value, 0) ? "unsigned" : "unknown";
      case "input":
        return origin.input === "loss" ? "unknown" : "positive";
      case "fact":
        return origin.fact === "size" || origin.fact === "rows" || origin.fact === "cols" ? "positive" : "unsigned";
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
    const signs = args.map((arg) => this.of(arg));
    const [x, y] = args as [Term, Term];
    const all = weakest(signs);
    switch (origin.operation) {
      case "add":
        return all !== "unknown" && signs.includes("positive") ? "positive" : all;
      case "multiply":
      case "divide":
      case "minimum":
        return all;
      case "maximum":
        return signs.includes("positive") ? "positive" : signs.includes("unsigned") ? "unsigned" : "unknown";
      case "subtract":
        return isConstant(x, 1) && isFraction(y) ? "positive" : "unknown";
      case "oneMinusPower":
        return isFraction(x) && this.of(y) === "positive" ? "positive" : "unknown";
      case "power":
        return signs[0] === "positive" ? "positive" : signs[0] === "unsigned" ? "unsigned" : "unknown";
      case "interp":
        return this.#isShare(args[2] as Term) ? weakest(signs.slice(0, 2)) : "unknown";
      case "select":
        return weakest(signs.slice(1));
      case "abs":
      case "sqrt":
      case "square":
        return this.isNonzero(x) ? "positive" : "unsigned";
      case "exp":
      case "exp2":
      case "exp10":
      case "cosh":
        return "positive";
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
        return all === "unknown" ? "unknown" : "unsigned";
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

function weakest(signs: readonly Sign[]): Sign {
  return signs.includes("unknown") ? "unknown" : signs.includes("unsigned") ? "unsigned" : "positive";
}
