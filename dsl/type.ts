/**
 * How wide a value is. The numbers are ordered, so the join of two types is their maximum:
 * `scalar` ⊂ `array-wise` (one number per parameter array) ⊂ `tensor` (one per parameter).
 */
export type ValueType = 0 | 1 | 2;

/** One number for the whole parameter tree. */
export const SCALAR = 0;
/** One number for each parameter array, as `norm` gives. */
export const ARRAY_WISE = 1;
/** One number for each parameter. */
export const TENSOR = 2;

/** The name of a type, as documentation and error messages spell it. */
export type TypeName = "scalar" | "array-wise" | "tensor";

const NAMES: Readonly<Record<ValueType, TypeName>> = ["scalar", "array-wise", "tensor"];

/** Spells a type. */
export function typeName(type: ValueType): TypeName {
  return NAMES[type];
}
