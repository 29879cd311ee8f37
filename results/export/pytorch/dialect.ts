import { SCALAR, TENSOR } from "../../../dsl/type.js";
import { ROLE_NUMBER, arithmetic } from "../python/arithmetic.js";
import type { Dialect } from "../framework/dialect.js";
import {
  type Expression, atom, call, choice, literal, method, negation, operation,
} from "../python/expression.js";
import { asFloat, inFloats, isInteger } from "../python/integer.js";
import type { Step } from "../framework/step.js";
import { type Term, isTruth, operationOf } from "../framework/term.js";

/** Functions of torch, by what they compute. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  abs: "torch.abs", sign: "torch.sign", floor: "torch.floor", sqrt: "torch.sqrt", square: "torch.square",
  exp: "torch.exp", exp2: "torch.exp2", expm1: "torch.expm1", log: "torch.log", log2: "torch.log2",
  log10: "torch.log10", sin: "torch.sin", cos: "torch.cos", tan: "torch.tan", arcsin: "torch.asin",
  arccos: "torch.acos", arctan: "torch.atan", sinh: "torch.sinh", cosh: "torch.cosh", tanh: "torch.tanh",
  arcsinh: "torch.asinh", arccosh: "torch.acosh", arctanh: "torch.atanh", sigmoid: "torch.sigmoid",
  erf: "torch.erf", maximum: "torch.maximum", minimum: "torch.minimum",
  cbrt: "_cbrt", log1pAbs: "_log1p", exp10: "_exp10", sum: "_sum", mean: "_mean", dot: "_dot", treeDot: "_dot",
  norm: "_norm", rms: "_rms", rowMean: "_row_mean", colMean: "_col_mean", orthogonalize: "_orthogonalize",
};

/** Functions of a matrix, which must be told how it is stored. */
const OF_MATRIX = new Set(["rowMean", "colMean", "orthogonalize"]);

/**
 * How PyTorch spells a step. Scalars, and what an array says of itself, are numbers of Python; tensors and what is
 * reduced from them stay on their device.
 */
export class TorchDialect implements Dialect {
  readonly #step: Step;
  /** The name of the weights. */
  readonly #w: string;
  readonly #host = new Map<Term, boolean>();

  constructor(step: Step, w: string) {
    this.#step = step;
    this.#w = w;
    this.#findHost();
  }

  /** Whether Python itself can choose by a value. */
  isHost(term: Term): boolean {
    return this.#host.get(term) === true;
  }

  /** A constant, or what an array says of itself. */
  given({ origin }: Term): Expression | undefined {
    switch (origin.kind) {
      case "constant":
        return literal(origin.value);
      case "fact":
        return {
          size: atom(`${this.#w}.numel()`),
          ndim: atom(`${this.#w}.ndim`),
          rows: atom(`_rows(${this.#w}, transposed)`),
          cols: atom(`_cols(${this.#w}, transposed)`),
          role: call(ROLE_NUMBER.name, atom("role")),
        }[origin.fact];
      case "decayed":
        return operation(atom(`${this.#w}.ndim`), ">=", literal(2));
      default:
        return undefined;
    }
  }

  /** A call. */
  call(term: Term, args: readonly Expression[]): Expression {
    return this.isHost(term) ? this.#onHost(term, args) : this.#onDevice(term, args);
  }

  /** A value as a condition. */
  test(term: Term, x: Expression): Expression {
    return isTruth(term) ? x : operation(x, "!=", literal(0));
  }

  /** One side of a choice that Python makes. */
  side(term: Term, side: Term, x: Expression): Expression {
    // What is chosen may be kept, and the optimizer writes the weights, as others do gradients, in place.
    if (side.origin.kind === "weights" || side.origin.kind === "gradient") return method(x, "clone");
    if (term.type === TENSOR && side.type !== TENSOR) {
      return call("torch.full_like", atom(this.#w), this.isHost(side) ? this.#filling(term, side, x) : method(x, "item"));
    }
    if (this.isHost(term) || !this.isHost(side)) return this.numeric(side, x);
    return call("_scalar", this.#number(side, x), atom(this.#w));
  }

  /** A value as a number, where it is a truth. */
  numeric(term: Term, x: Expression): Expression {
    if (!isTruth(term) || this.isHost(term)) return x;
    return method(x, "to", atom(`${this.#w}.dtype`));
  }

  #number(term: Term, x: Expression): Expression {
    return isTruth(term) ? call("float", x) : x;
  }

  /**
   * A number that fills or bounds a value on the device: of two integers torch would make integers, and it refuses to
   * round what is too large for a tensor.
   */
  #filling(of: Term, term: Term, x: Expression): Expression {
    if (!this.isHost(term)) return x;
    if (isInteger(term)) return asFloat(term, x);
    if (term.origin.kind === "constant") return withinFloat32(term, x);
    const mayBeLarge = ["call", "state", "input"].includes(term.origin.kind) && of.type === TENSOR;
    return mayBeLarge ? call("_fitting", x, atom(this.#w)) : x;
  }

  #onDevice(term: Term, plain: readonly Expression[]): Expression {
    const called = operationOf(term) ?? "";
    const args = plain.map((x, k) => this.numeric(term.args[k] as Term, withinFloat32(term.args[k] as Term, x)));
    const [x, y] = args as [Expression, Expression];
    const [first, second] = term.args as [Term, Term];
    switch (called) {
      case "select": {
        const [condition, left, right] = term.args as [Term, Term, Term];
        const test = this.test(condition, plain[0] as Expression);
        if (this.isHost(condition)) {
          const [onLeft, onRight] = [left, right].map((side, k) => this.side(term, side, plain[k + 1] as Expression));
          return choice(test, onLeft as Expression, onRight as Expression);
        }
        const [onLeft, onRight] = [left, right].map((side, k) => this.#filling(term, side, args[k + 1] as Expression));
        return call("torch.where", test, onLeft as Expression, onRight as Expression);
      }
      case "maximum":
      case "minimum":
        if (this.isHost(first) || this.isHost(second)) {
          const [tensor, bound] = this.isHost(first)
            ? [y, this.#filling(term, first, x)] : [x, this.#filling(term, second, y)];
          return call("torch.clamp", tensor, atom(`${called === "maximum" ? "min" : "max"}=${bound.text}`));
        }
        break;
      case "square":
        if (/^\w+$/.test(x.text)) return operation(x, "*", x);
        break;
      default:
        break;
    }
    if (OF_MATRIX.has(called)) return call(FUNCTIONS[called] as string, x, atom("transposed"));
    return arithmetic(term, args) ?? call(FUNCTIONS[called] as string, ...args);
  }

  /** Python's numbers raise errors where others are infinite or NaN: where they may, it calls functions. */
  #onHost(term: Term, plain: readonly Expression[]): Expression {
    const args = inFloats(term, plain);
    const [x, y] = args as [Expression, Expression];
    const [first, second] = term.args as [Term, Term];
    const { signs } = this.#step;
    const called = operationOf(term) ?? "";
    switch (called) {
      case "select":
        return choice(this.test(first, x), y, args[2] as Expression);
      case "maximum":
      case "minimum":
        // Python's own pass over NaN.
        if (!term.args.every((arg) => signs.isNumber(arg))) return call(`_${called}`, x, y);
        return call(called === "maximum" ? "max" : "min", x, y);
      case "abs":
        return call("abs", x);
      case "sign":
        return call("_sign", x);
      case "square":
        return operation(x, "*", x);
      case "sqrt":
        if (signs.isUnsigned(first)) return call("math.sqrt", x);
        break;
      case "divide":
        if (!signs.isNonzero(second)) return call("_divide", x, y);
        break;
      case "power":
        if (!signs.isTamePower(first, second)) return call("_float64", atom("torch.pow"), x, y);
        break;
      case "oneMinusPower":
        if (signs.isTamePower(first, second)) break;
        return operation(literal(1), "-", call("_float64", atom("torch.pow"), x, y));
      default:
        break;
    }
    return arithmetic(term, args) ?? call("_float64", atom(FUNCTIONS[called] as string), ...args);
  }

  /** What is a number of Python: scalars, and of each array what comes of such numbers alone. */
  #findHost(): void {
    const { terms, states } = this.#step;
    const narrow = new Set(states.filter(({ type }) => type !== TENSOR).map(({ before }) => before));
    for (;;) {
      for (const term of terms) this.#host.set(term, this.#isHost(term, narrow));
      const failed = states.filter(({ before, after }) => narrow.has(before) && this.#host.get(after) !== true);
      if (failed.length === 0) return;
      for (const { before } of failed) narrow.delete(before);
    }
  }

  #isHost(term: Term, narrow: ReadonlySet<Term>): boolean {
    const { origin, type, args } = term;
    if (type === SCALAR) return true;
    if (type === TENSOR) return false;
    if (origin.kind !== "call") return origin.kind !== "state" || narrow.has(term);
    return args.every((arg) => this.#host.get(arg) === true);
  }
}

/** A constant as a tensor of float32 takes it: torch refuses to round numbers that are too large. */
function withinFloat32({ origin }: Term, x: Expression): Expression {
  if (origin.kind !== "constant" || Number.isFinite(Math.fround(origin.value))) return x;
  return origin.value > 0 ? atom("math.inf") : negation(atom("math.inf"));
}
