import { type ValueType, ARRAY_WISE, SCALAR } from "../../../dsl/type.js";
import type { ArrayFact, ElementPrimitive } from "../../../src/engine/update/primitive.js";
import type { RuleOption } from "../options.js";

/** What code for a framework calls to compute a value: the primitives, and what reads better than they do. */
export type Operation =
  | Exclude<ElementPrimitive, "copy">
  /** (1 − a)·x + a·y. */
  | "interp"
  /** x·x. */
  | "square"
  /** 1 − xʸ of scalars: float32 must not round the power first. */
  | "oneMinusPower"
  | "sum" | "mean" | "dot" | "norm" | "rms"
  /** The inner product over all arrays. */
  | "treeDot"
  | "rowMean" | "colMean" | "orthogonalize";

/** What is there before a step. */
export type Given =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "weights" }
  | { readonly kind: "gradient" }
  /** The learning rate of this step: its peak times the schedule's value. */
  | { readonly kind: "rate" }
  /** The peak of the learning rate. */
  | { readonly kind: "peak" }
  /** The schedule's value, 1 at its peak. */
  | { readonly kind: "schedule" }
  | { readonly kind: "input"; readonly input: "t" | "T" | "loss" }
  | { readonly kind: "option"; readonly option: RuleOption }
  /** A state variable before the step, by its place among them. */
  | { readonly kind: "state"; readonly index: number }
  | { readonly kind: "fact"; readonly fact: ArrayFact }
  /** Whether the added decay applies to an array. */
  | { readonly kind: "decayed" };

/** A value of a step. Equal values are one object. */
export interface Term {
  /** Arguments have lower ones than what is made of them. */
  readonly id: number;
  readonly type: ValueType;
  readonly origin: Given | { readonly kind: "call"; readonly operation: Operation };
  readonly args: readonly Term[];
  /** What the program calls it; empty of what has no name there. */
  readonly name: string;
}

/** The operation of a call; `undefined` of what is given. */
export function operationOf({ origin }: Term): Operation | undefined {
  return origin.kind === "call" ? origin.operation : undefined;
}

/** Whether a value is a certain number. */
export function isConstant({ origin }: Term, value: number): boolean {
  return origin.kind === "constant" && origin.value === value;
}

/** Whether a value is a truth rather than a number: a comparison, or whether an array decays. */
export function isTruth({ origin }: Term): boolean {
  if (origin.kind === "decayed") return true;
  return origin.kind === "call" && ["less", "lessEqual", "equal"].includes(origin.operation);
}

/** Makes terms; those that are equal are made once. */
export class Terms {
  readonly #known = new Map<string, Term>();

  /** What is there before a step. */
  given(origin: Given, type: ValueType, name: string): Term {
    const value = origin.kind === "constant" && Object.is(origin.value, -0) ? "-0" : "";
    return this.#term(`${JSON.stringify(origin)}${value}`, { origin, type, args: [], name });
  }

  /** A number. */
  constant(value: number): Term {
    return this.given({ kind: "constant", value }, SCALAR, "");
  }

  /** A call; what has no name yet takes that one. */
  call(operation: Operation, args: readonly Term[], type: ValueType, name: string): Term {
    const key = `${operation}(${args.map(({ id }) => id).join(",")})`;
    return this.#term(key, { origin: { kind: "call", operation }, type, args, name });
  }

  #term(key: string, made: Omit<Term, "id">): Term {
    let term = this.#known.get(key);
    if (term === undefined) this.#known.set(key, (term = { id: this.#known.size, ...made }));
    return term;
  }
}

/** Whether a term is computed at each array: all but scalars. */
export function isOfArray({ type }: Term): boolean {
  return type >= ARRAY_WISE;
}

/** The terms that some depend on and these themselves, arguments first; what is `known` is not entered. */
export function closure(roots: Iterable<Term>, known: (term: Term) => boolean): readonly Term[] {
  const reached = new Set<Term>();
  const stack = [...roots];
  for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
    if (reached.has(term) || known(term)) continue;
    reached.add(term);
    stack.push(...term.args);
  }
  return [...reached].sort((x, y) => x.id - y.id);
}
