import type { ArrayFact, ElementPrimitive, MatrixPrimitive, ReductionPrimitive } from "./primitive.js";

/** How wide a value is: 0 one number, 1 one for each array, 2 one for each parameter. */
export type Width = 0 | 1 | 2;

/** What training supplies to a step as single numbers. */
export type StepInput = "lr" | "t" | "T" | "loss";

/** A value of an update rule; operands are indices of earlier values. */
export type UpdateValue =
  | { readonly kind: "weights"; readonly width: 2 }
  | { readonly kind: "gradient"; readonly width: 2 }
  | { readonly kind: "input"; readonly width: 0; readonly name: StepInput }
  /** A state variable before the step. */
  | { readonly kind: "state"; readonly width: Width; readonly state: number }
  | { readonly kind: "constant"; readonly width: 0; readonly value: number }
  | {
      readonly kind: "element";
      readonly width: Width;
      readonly primitive: ElementPrimitive;
      readonly operands: readonly number[];
    }
  /** Per array, from tensors. */
  | {
      readonly kind: "reduce";
      readonly width: 1;
      readonly primitive: ReductionPrimitive;
      readonly operands: readonly number[];
    }
  /** An array-wise value added up over the arrays, in order. */
  | { readonly kind: "total"; readonly width: 0; readonly operands: readonly number[] }
  | { readonly kind: "fact"; readonly width: 1; readonly fact: ArrayFact }
  /** Of a tensor; `orthogonalize` also takes each array's Euclidean norm, which it divides by. */
  | {
      readonly kind: "matrix";
      readonly width: 2;
      readonly primitive: MatrixPrimitive;
      readonly operands: readonly number[];
    };

/**
 * The update IR: what every executor runs. Values are in static single assignment, each computed from earlier
 * ones by one primitive, narrow ones in float64 and tensors in float32.
 */
export interface UpdateRule {
  readonly values: readonly UpdateValue[];
  /** Index of the update: a tensor. */
  readonly update: number;
  /** For each state variable its width and the index of its next value, which may be narrower. */
  readonly states: readonly { readonly width: Width; readonly next: number }[];
}

/** The indices that a value is computed from. */
export function operandsOf(value: UpdateValue): readonly number[] {
  return "operands" in value ? value.operands : [];
}
