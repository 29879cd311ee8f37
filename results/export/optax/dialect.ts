import { SCALAR, TENSOR } from "../../../dsl/type.js";
import { ROLE_NUMBER, arithmetic } from "../python/arithmetic.js";
import type { Dialect } from "../framework/dialect.js";
import { type Expression, atom, call, choice, literal, operation } from "../python/expression.js";
import { asFloat, inFloats, isInteger } from "../python/integer.js";
import type { Signs } from "../framework/sign.js";
import type { Step } from "../framework/step.js";
import { type Term, isTruth, operationOf } from "../framework/term.js";

/** Functions of JAX, by what they compute. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  abs: "jnp.abs", sign: "jnp.sign", floor: "jnp.floor", sqrt: "jnp.sqrt", square: "jnp.square", exp: "jnp.exp",
  exp2: "jnp.exp2", expm1: "jnp.expm1", log: "jnp.log", log2: "jnp.log2", log10: "jnp.log10", sin: "jnp.sin",
  cos: "jnp.cos", tan: "jnp.tan", arcsin: "jnp.arcsin", arccos: "jnp.arccos", arctan: "jnp.arctan", sinh: "jnp.sinh",
  cosh: "jnp.cosh", tanh: "jnp.tanh", arcsinh: "jnp.arcsinh", arccosh: "jnp.arccosh", arctanh: "jnp.arctanh",
  sigmoid: "jax.nn.sigmoid", erf: "jax.lax.erf", maximum: "jnp.maximum", minimum: "jnp.minimum", cbrt: "jnp.cbrt",
  log1pAbs: "_log1p", dot: "_dot", treeDot: "_tree_dot", norm: "_norm", rms: "_rms",
  rowMean: "_row_mean", colMean: "_col_mean", orthogonalize: "_orthogonalize",
};

/** Operations that Python does by itself on its own numbers. */
const OPERATORS: ReadonlySet<string | undefined> =
  new Set(["add", "subtract", "multiply", "divide", "negate", "less", "lessEqual", "equal"]);

/**
 * How JAX spells a step. Python chooses by what arrays say of themselves, which is known when a function is traced;
 * all other choices are `jnp.where`.
 */
export class JaxDialect implements Dialect {
  readonly #signs: Signs;
  /** The name of the weights. */
  readonly #w: string;
  readonly #host = new Map<Term, boolean>();
  readonly #python = new Map<Term, boolean>();

  constructor({ signs }: Step, w: string) {
    this.#signs = signs;
    this.#w = w;
  }

  /** Whether Python itself can choose by a value. */
  isHost(term: Term): boolean {
    let isHost = this.#host.get(term);
    if (isHost === undefined) this.#host.set(term, (isHost = this.#isHost(term)));
    return isHost;
  }

  #isHost(term: Term): boolean {
    const { origin, args } = term;
    if (origin.kind !== "call") return origin.kind === "constant" || origin.kind === "fact" || origin.kind === "decayed";
    return OPERATORS.has(origin.operation) && this.#mayBePython(term) && args.every((arg) => this.isHost(arg));
  }

  /**
   * Whether a value may be one of Python's own numbers, which raise errors where others are infinite or NaN: options
   * are, until they are injected, and so are a learning rate that follows no schedule and a loss that is passed as one.
   */
  #mayBePython(term: Term): boolean {
    let mayBe = this.#python.get(term);
    if (mayBe === undefined) this.#python.set(term, (mayBe = this.#inferPython(term)));
    return mayBe;
  }

  #inferPython({ origin, type, args }: Term): boolean {
    const every = (terms: readonly Term[]): boolean => terms.every((term) => this.#mayBePython(term));
    switch (origin.kind) {
      case "constant":
      case "fact":
      case "decayed":
      case "option":
      case "rate":
      case "peak":
        return true;
      case "input":
        return origin.input !== "t";
      case "call":
        if (type === TENSOR) return false;
        if (origin.operation === "select") return this.isHost(args[0] as Term) && every(args.slice(1));
        if (origin.operation === "divide" && !this.#signs.isNonzero(args[1] as Term)) return false;
        if (origin.operation === "power" && !this.#signs.isTamePower(...(args as [Term, Term]))) return false;
        return (OPERATORS.has(origin.operation) || ["power", "square"].includes(origin.operation)) && every(args);
      default:
        return false;
    }
  }

  /** A constant, or what an array says of itself. */
  given({ origin }: Term): Expression | undefined {
    switch (origin.kind) {
      case "constant":
        return literal(origin.value);
      case "fact":
        return {
          size: atom(`${this.#w}.size`),
          ndim: atom(`${this.#w}.ndim`),
          rows: atom(`_rows(${this.#w})`),
          cols: atom(`_cols(${this.#w})`),
          role: call(ROLE_NUMBER.name, atom("role")),
        }[origin.fact];
      case "decayed":
        return operation(atom(`${this.#w}.ndim`), ">=", literal(2));
      default:
        return undefined;
    }
  }

  /** A call. */
  call(term: Term, plain: readonly Expression[]): Expression {
    const isOfPython = term.args.every((arg) => this.#mayBePython(arg));
    const numbers = plain.map((x, k) => this.numeric(term.args[k] as Term, x));
    const args = isOfPython ? inFloats(term, numbers) : numbers;
    const [x, y] = args as [Expression, Expression];
    switch (operationOf(term)) {
      case "select": {
        const [condition, left, right] = term.args as [Term, Term, Term];
        const test = this.test(condition, plain[0] as Expression);
        if (this.isHost(condition)) {
          return choice(test, this.side(term, left, y), this.side(term, right, args[2] as Expression));
        }
        const isOfIntegers = [left, right].every((side) => this.#mayBePython(side) && isInteger(side));
        return call("jnp.where", test, isOfIntegers ? asFloat(left, y) : y, args[2] as Expression);
      }
      case "square":
        return /^\w+$/.test(x.text) ? operation(x, "*", x) : call("jnp.square", x);
      case "exp10":
        return isOfPython ? call("jnp.power", atom("10.0"), x) : operation(literal(10), "**", x);
      case "divide":
        if (isOfPython && !this.#mayBePython(term)) return call("jnp.divide", x, y);
        return operation(x, "/", y);
      case "power":
        if (isOfPython && !this.#mayBePython(term)) return this.#power(term, args);
        return operation(x, "**", y);
      case "sum":
        return call("jnp.sum", x, atom("dtype=float"));
      case "mean":
        return call("jnp.mean", x, atom("dtype=float"));
      case "oneMinusPower":
        if (this.#signs.isPositive(term.args[0] as Term)) return call("_one_minus_power", x, y);
        return operation(literal(1), "-", isOfPython ? this.#power(term, args) : operation(x, "**", y));
      default:
        return arithmetic(term, args) ?? call(FUNCTIONS[operationOf(term) ?? ""] as string, ...args);
    }
  }

  /** A power of what Python itself would not raise, of a float: integers of JAX overflow without a word. */
  #power({ args: [base] }: Term, [x, y]: readonly Expression[]): Expression {
    return call("jnp.power", asFloat(base as Term, x as Expression), y as Expression);
  }

  /** A value as a condition. */
  test(term: Term, x: Expression): Expression {
    return isTruth(term) ? x : operation(x, "!=", literal(0));
  }

  /** One side of a choice that Python makes. */
  side(term: Term, side: Term, x: Expression): Expression {
    return term.type === TENSOR && side.type !== TENSOR ? call("jnp.full_like", atom(this.#w), x) : this.numeric(side, x);
  }

  /** A value as a number, where it is a truth. */
  numeric(term: Term, x: Expression): Expression {
    if (!isTruth(term) || this.isHost(term)) return x;
    return call("jnp.asarray", x, term.type === SCALAR ? atom("float") : atom(`${this.#w}.dtype`));
  }
}
