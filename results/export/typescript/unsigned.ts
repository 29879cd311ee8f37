import type { Dataflow, Value } from "../dataflow.js";

/**
 * Which values of a step are their own absolute values to the bit: 0 or more, −0 excluded, or NaN. What frameworks need
 * to know of signs, `framework/sign.ts` finds: they do not keep −0, but want to know what is surely not 0.
 * Options are taken to stay as they usually are: what has a default from 0 to 1 stays there, and no positive one
 * becomes negative.
 */
export class Unsigned {
  readonly #known = new Map<Value, boolean>();

  /** Starts from all state, which is 0 at first, and drops what some step may make negative. */
  constructor({ values, states }: Dataflow) {
    const assumed = new Set(states.keys());
    for (;;) {
      this.#known.clear();
      for (const value of values) this.#known.set(value, this.#infer(value, assumed));
      const failed = states.flatMap(({ next }, k) => (assumed.has(k) && !this.has(next) ? [k] : []));
      if (failed.length === 0) return;
      for (const k of failed) assumed.delete(k);
    }
  }

  /** Whether a value is known to be never negative. */
  has(value: Value): boolean {
    return this.#known.get(value) === true;
  }

  #infer({ origin, args }: Value, assumed: ReadonlySet<number>): boolean {
    const every = args.every((arg) => this.has(arg));
    switch (origin.kind) {
      case "constant":
        return origin.value > 0 || Object.is(origin.value, 0);
      case "option":
        return origin.option.value > 0;
      case "state":
        return assumed.has(origin.index);
      case "input":
        return origin.input === "t" || origin.input === "T";
      case "reduce":
        return origin.primitive === "arrayDot" ? args[0] === args[1] || every : every;
      case "fact":
        return true;
      case "weights":
      case "gradient":
        return false;
      case "total":
        return every;
      case "matrix":
        return every && origin.primitive !== "orthogonalize";
      case "element":
        return this.#inferElement(origin.primitive, args, every);
    }
  }

  #inferElement(primitive: string, args: readonly Value[], every: boolean): boolean {
    switch (primitive) {
      case "multiply":
        return args[0] === args[1] || every;
      case "interp":
        return this.has(args[0] as Value) && this.has(args[1] as Value) && isFraction(args[2] as Value);
      case "subtract":
        // 1 − β and 1 − β^t, of which neither is −0.
        return isOne(args[0] as Value) && isFraction(args[1] as Value);
      case "select":
        return this.has(args[1] as Value) && this.has(args[2] as Value);
      case "maximum":
        return args.some((arg) => this.has(arg));
      case "abs":
      case "exp":
      case "exp2":
      case "exp10":
      case "sigmoid":
      case "cosh":
      case "less":
      case "lessEqual":
      case "equal":
        return true;
      case "add":
      case "divide":
      case "minimum":
      case "sqrt":
      case "cbrt":
      case "power":
      case "copy":
      case "floor":
      case "sign":
      case "tanh":
        return every;
      default:
        return false;
    }
  }
}

function isOne({ origin }: Value): boolean {
  return origin.kind === "constant" && origin.value === 1;
}

/** Whether a value is from 0 to 1: a usual option, or a power of one. */
function isFraction({ origin, args }: Value): boolean {
  if (origin.kind === "constant") return origin.value >= 0 && origin.value <= 1;
  if (origin.kind === "option") return origin.option.value >= 0 && origin.option.value <= 1;
  if (origin.kind !== "element" || origin.primitive !== "power") return false;
  const [base, exponent] = args as [Value, Value];
  return isFraction(base) && exponent.origin.kind === "input" && exponent.origin.input === "t";
}
