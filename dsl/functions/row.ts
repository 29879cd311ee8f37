import type { ValueType } from "../type.js";
import type { Lowering } from "./lowering.js";

/**
 * The functions of the paper's search space, or those that symopt adds to it.
 */
export type FunctionSet = "paper" | "extended";

/** The chapters of the functions page. */
export type FunctionGroup =
  | "arithmetic"
  | "powers and roots"
  | "exponentials and logarithms"
  | "trigonometry"
  | "linear algebra"
  | "constants"
  | "comparison and choice"
  | "per array"
  | "matrices";

/** The names that are printed: tables of functions are keyed by them, so that a new one is missed by none. */
export type FunctionName =
  | "add" | "subtract" | "multiply" | "protected_divide" | "divide" | "negative" | "abs" | "sign" | "max" | "min"
  | "interp" | "floor" | "mod" | "clamp" | "copy"
  | "square" | "cube" | "sqrt" | "cbrt" | "reciprocal" | "power"
  | "exp" | "exp2" | "exp10" | "expm1" | "log" | "log2" | "log10" | "log1p" | "sigmoid" | "erf"
  | "sin" | "cos" | "tan" | "arcsin" | "arccos" | "arctan" | "sinh" | "cosh" | "tanh" | "arcsinh" | "arccosh"
  | "arctanh"
  | "norm" | "global_norm" | "dot" | "cosine_sim" | "clip"
  | "get_pi" | "get_e" | "get_eps"
  | "less" | "less_equal" | "equal" | "select"
  | "sum" | "mean" | "rms" | "size" | "ndim" | "rows" | "cols" | "role"
  | "row_mean" | "col_mean" | "orthogonalize";

/** What a parameter of a function takes: any value, only a scalar, or only a tensor. */
export type ArgumentType = "any" | "scalar" | "tensor";

/** The type of a result: the widest argument's, or a fixed one. */
export type ResultType = "widest" | ValueType;

/** A parameter of a function: its name in the documentation and what it takes. */
export interface ArgumentRow {
  readonly name: string;
  readonly type: ArgumentType;
}

/** One function of the language, whole: everything that any part of symopt knows of it stands here. */
export interface FunctionRow {
  /** Its place in the table; not stable from version to version. */
  readonly id: number;
  /** The name that is printed. */
  readonly name: FunctionName;
  /** Other names that are read. */
  readonly aliases: readonly string[];
  /** The infix operator that it is printed and read as, if any. */
  readonly infix?: InfixOperator;
  readonly set: FunctionSet;
  readonly group: FunctionGroup;
  readonly args: readonly ArgumentRow[];
  readonly result: ResultType;
  /** Whether exchanging the two arguments changes no bit of the result. */
  readonly commutative: boolean;
  /** Whether it mixes the elements of an array as those of a matrix. */
  readonly mixesMatrix?: true;
  /** Estimated cost of one element in a fused pass; a multiplication is 1. Bounds a candidate, see `cost`. */
  readonly cost: number;
  /** What it computes, as a formula. */
  readonly formula: string;
  /** One line of documentation. */
  readonly doc: string;
  /** Its meaning: how it is made of primitives. */
  readonly lower: <V>(build: Lowering<V>, ...args: V[]) => V;
}

/** The infix operators, loosest first: comparisons, sums, products. */
export type InfixOperator = "<" | "<=" | "==" | "+" | "-" | "*" | "/";
