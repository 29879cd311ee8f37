import type {
  ArrayFact,
  ElementPrimitive,
  MatrixPrimitive,
  ReductionPrimitive,
} from "../../src/engine/update/primitive.js";

/**
 * What a function is lowered with: the interpreter builds instructions, the compiler builds update IR.
 *
 * @typeParam V - A value of the form that is built.
 */
export interface Lowering<V> {
  /** A float64 constant. */
  constant(value: number): V;
  /** An element-wise primitive; the result is as wide as the widest operand. */
  element(primitive: ElementPrimitive, ...operands: readonly V[]): V;
  /** One float64 per array, from tensors. */
  reduce(primitive: ReductionPrimitive, ...operands: readonly V[]): V;
  /** The sum of an array-wise value over the arrays, in their order: a scalar. */
  total(operand: V): V;
  /** A fact of each array. */
  fact(fact: ArrayFact): V;
  /** A matrix function of a tensor. */
  matrix(primitive: MatrixPrimitive, operand: V): V;
}
