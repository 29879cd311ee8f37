import * as transcendental from "../../transcendental/index.js";

/**
 * The arithmetic that update rules come down to. Every function of the language lowers to these, in the
 * interpreter and in every compiled form alike, so the rounding of one is the rounding of all: each primitive
 * is computed from its operands and rounded once, to float64 for narrow values and to float32 for tensors.
 */
export type ElementPrimitives = Readonly<Record<string, (x: number, y: number, z: number) => number>>;

/**
 * Element-wise primitives as functions of float64 numbers (unary and binary ones ignore the rest). For `+`,
 * `−`, `×`, `÷` and the root, rounding this float64 result to float32 equals the float32 operation exactly.
 */
export const ELEMENT_PRIMITIVES = {
  add: (x: number, y: number) => x + y,
  subtract: (x: number, y: number) => x - y,
  multiply: (x: number, y: number) => x * y,
  divide: (x: number, y: number) => x / y,
  maximum: (x: number, y: number) => Math.max(x, y),
  minimum: (x: number, y: number) => Math.min(x, y),
  less: (x: number, y: number) => (x < y ? 1 : 0),
  lessEqual: (x: number, y: number) => (x <= y ? 1 : 0),
  equal: (x: number, y: number) => (x === y ? 1 : 0),
  select: (x: number, y: number, z: number) => (x !== 0 ? y : z),
  copy: (x: number) => x,
  negate: (x: number) => -x,
  abs: (x: number) => Math.abs(x),
  sign: (x: number) => (x > 0 ? 1 : x < 0 ? -1 : x),
  floor: (x: number) => Math.floor(x),
  sqrt: (x: number) => Math.sqrt(x),
  power: transcendental.power,
  cbrt: transcendental.cbrt,
  exp: transcendental.exp,
  exp2: transcendental.exp2,
  exp10: transcendental.exp10,
  expm1: transcendental.expm1,
  log: transcendental.log,
  log2: transcendental.log2,
  log10: transcendental.log10,
  // log|1 + x| without the rounding of 1 + x: for x < −1 it is log(−1 − x) = log1p(−2 − x).
  log1pAbs: (x: number) => transcendental.log1p(x < -1 ? -2 - x : x),
  sin: transcendental.sin,
  cos: transcendental.cos,
  tan: transcendental.tan,
  arcsin: transcendental.arcsin,
  arccos: transcendental.arccos,
  arctan: transcendental.arctan,
  sinh: transcendental.sinh,
  cosh: transcendental.cosh,
  tanh: transcendental.tanh,
  arcsinh: transcendental.arcsinh,
  arccosh: transcendental.arccosh,
  arctanh: transcendental.arctanh,
  sigmoid: transcendental.sigmoid,
  erf: transcendental.erf,
} as const satisfies ElementPrimitives;

/** The name of an element-wise primitive. */
export type ElementPrimitive = keyof typeof ELEMENT_PRIMITIVES;

/**
 * Reductions of a tensor to one float64 per array: the sum of its elements, or of the products of two.
 * `reduction.ts` of the interpreter fixes their order.
 */
export type ReductionPrimitive = "arraySum" | "arrayDot";

/** What is known of an array before training: float64 per array. */
export type ArrayFact = "size" | "ndim" | "rows" | "cols" | "role";

/** Functions of a whole matrix, tensor to tensor. */
export type MatrixPrimitive = "rowMean" | "colMean" | "orthogonalize";
