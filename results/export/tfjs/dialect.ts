import { ARRAY_ROLES } from "../../../dsl/layout.js";
import { TENSOR } from "../../../dsl/type.js";
import type { ExportPrimitive } from "../dataflow.js";
import { type Expression, atom, call, choice, literal, operation } from "../expression.js";
import type { Dialect } from "../framework/dialect.js";
import { staysFinite } from "../framework/sign.js";
import { type Term, isTruth, operationOf } from "../framework/term.js";
import { arithmetic, asNumber, isNotZero } from "../typescript/arithmetic.js";
import type { SupportName } from "../typescript/support.js";

/** Functions of TensorFlow.js and of the module, by what they compute. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  add: "tf.add", subtract: "tf.sub", multiply: "tf.mul", divide: "tf.div", power: "tf.pow", maximum: "tf.maximum",
  minimum: "tf.minimum", less: "tf.less", lessEqual: "tf.lessEqual", equal: "tf.equal", negate: "tf.neg", abs: "tf.abs",
  sign: "tf.sign", floor: "tf.floor", sqrt: "tf.sqrt", square: "tf.square", exp: "tf.exp", expm1: "tf.expm1",
  log: "tf.log", sin: "tf.sin", cos: "tf.cos", tan: "tf.tan", arcsin: "tf.asin", arccos: "tf.acos", arctan: "tf.atan",
  sinh: "tf.sinh", cosh: "tf.cosh", tanh: "tf.tanh", arcsinh: "tf.asinh", arccosh: "tf.acosh", arctanh: "tf.atanh",
  sigmoid: "tf.sigmoid", erf: "tf.erf", sum: "tf.sum", mean: "tf.mean", dot: "dot", treeDot: "dot", norm: "norm",
  rms: "rms", cbrt: "cbrt", log1pAbs: "logOnePlus", rowMean: "rowMean", colMean: "colMean",
  orthogonalize: "orthogonalize",
};

/** Operations on JavaScript's numbers that are no primitives. */
const RECIPROCAL_LOG: Readonly<Record<string, string>> = { log2: "Math.LN2", log10: "Math.LN10" };

/**
 * How TensorFlow.js spells a step. What is known before it, and what each tensor says of itself, are numbers of
 * JavaScript; state and what is computed from tensors stay tensors.
 */
export class TfjsDialect implements Dialect {
  /** The name of the weights. */
  readonly #w: string;
  readonly #host = new Map<Term, boolean>();
  /** Functions on numbers that the module must define. */
  readonly #support = new Set<SupportName>();

  constructor(w: string) {
    this.#w = w;
  }

  /** Functions on numbers that what was written calls. */
  get support(): ReadonlySet<SupportName> {
    return this.#support;
  }

  /** Whether JavaScript itself can choose by a value. */
  isHost(term: Term): boolean {
    let isHost = this.#host.get(term);
    if (isHost === undefined) this.#host.set(term, (isHost = this.#isHost(term)));
    return isHost;
  }

  #isHost({ origin, args, type }: Term): boolean {
    switch (origin.kind) {
      case "weights":
      case "gradient":
      case "state":
        return false;
      case "input":
        return origin.input !== "loss";
      case "call":
        return type !== TENSOR && args.every((arg) => this.isHost(arg));
      default:
        return true;
    }
  }

  /** A constant, or what a tensor says of itself. */
  given({ origin }: Term): Expression | undefined {
    switch (origin.kind) {
      case "constant":
        return literal(origin.value);
      case "fact":
        return {
          size: atom(`${this.#w}.size`),
          ndim: atom(`${this.#w}.rank`),
          rows: call("rows", atom(this.#w)),
          cols: call("cols", atom(this.#w)),
          role: call("ROLES.indexOf", atom("role")),
        }[origin.fact];
      case "decayed":
        return operation(atom(`${this.#w}.rank`), ">=", literal(2));
      default:
        return undefined;
    }
  }

  /** A call. */
  call(term: Term, args: readonly Expression[]): Expression {
    return this.isHost(term) ? this.#onHost(term, args) : this.#onDevice(term, args);
  }

  /** A value as the condition of a choice. */
  test(term: Term, x: Expression): Expression {
    if (isTruth(term)) return x;
    return this.isHost(term) ? isNotZero(x) : call("tf.notEqual", x, literal(0));
  }

  /** One side of a choice that JavaScript makes. */
  side(term: Term, side: Term, x: Expression): Expression {
    if (this.isHost(term)) return this.numeric(side, x);
    if (term.type === TENSOR && side.type !== TENSOR) {
      return call("tf.add", call("tf.zerosLike", atom(this.#w)), this.numeric(side, x));
    }
    // A variable that is assigned to itself loses its value.
    const isVariable = side.origin.kind === "weights" || side.origin.kind === "state";
    return isVariable ? call("tf.clone", x) : this.tensor(side, x);
  }

  /** A value as a number or a tensor of numbers, where it is a truth. */
  numeric(term: Term, x: Expression): Expression {
    if (!isTruth(term)) return x;
    return this.isHost(term) ? asNumber(x) : call("tf.cast", x, atom("\"float32\""));
  }

  /** A value as a tensor. */
  tensor(term: Term, x: Expression): Expression {
    const number = this.numeric(term, x);
    return this.isHost(term) ? call("tf.scalar", number) : number;
  }

  #onHost(term: Term, plain: readonly Expression[]): Expression {
    const called = operationOf(term) ?? "";
    const args = plain.map((x, k) => this.numeric(term.args[k] as Term, x));
    const [x, y] = args as [Expression, Expression];
    switch (called) {
      case "select":
        return choice(this.test(term.args[0] as Term, plain[0] as Expression), y, args[2] as Expression);
      case "square":
        return operation(x, "**", literal(2));
      case "power":
        return this.#power(term, x, y);
      case "oneMinusPower":
        return operation(literal(1), "-", this.#power(term, x, y));
      case "equal":
        return roleTest(term) ?? operation(x, "===", y);
      default:
        return arithmetic(called as ExportPrimitive, args, (name) => this.#support.add(name));
    }
  }

  /** A power; that of 1 to infinity or NaN is NaN in JavaScript. */
  #power({ args: [base, exponent] }: Term, x: Expression, y: Expression): Expression {
    const isPlain = base?.origin.kind === "constant" && Math.abs(base.origin.value) !== 1;
    if (isPlain || staysFinite(exponent as Term)) return operation(x, "**", y);
    this.#support.add("power");
    return call("power", x, y);
  }

  #onDevice(term: Term, plain: readonly Expression[]): Expression {
    const called = operationOf(term) ?? "";
    const args = plain.map((x, k) => this.numeric(term.args[k] as Term, x));
    const [x, y, a] = args as [Expression, Expression, Expression];
    switch (called) {
      case "select": {
        const [condition, left, right] = term.args as [Term, Term, Term];
        const test = this.test(condition, plain[0] as Expression);
        if (!this.isHost(condition)) return call("tf.where", test, y, a);
        const [first, second] = [left, right].map((side, k) => this.side(term, side, plain[k + 1] as Expression));
        return choice(test, first as Expression, second as Expression);
      }
      case "interp": {
        const share = term.args[2] as Term;
        const rest = this.isHost(share) ? operation(literal(1), "-", a) : call("tf.sub", literal(1), a);
        return call("tf.add", call("tf.mul", rest, x), call("tf.mul", a, y));
      }
      case "oneMinusPower":
        return call("tf.sub", literal(1), call("tf.pow", x, y));
      case "exp2":
      case "exp10":
        return call("tf.pow", literal(called === "exp2" ? 2 : 10), x);
      case "log2":
      case "log10":
        return call("tf.div", call("tf.log", x), atom(RECIPROCAL_LOG[called] as string));
      default:
        return call(FUNCTIONS[called] as string, ...args);
    }
  }
}

/** Whether a tensor has a role, by the role's name. */
function roleTest({ args }: Term): Expression | undefined {
  const role = args.find(({ origin }) => origin.kind === "fact" && origin.fact === "role");
  const other = args.find((arg) => arg !== role);
  if (role === undefined || other?.origin.kind !== "constant") return undefined;
  const name = ARRAY_ROLES[other.origin.value];
  return name === undefined ? undefined : operation(atom("role"), "===", atom(`"${name}"`));
}
