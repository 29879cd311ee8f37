import type { Shape } from "./shape.js";

/** What an element is: a float32 number, or an index. */
export type ElementType = "f32" | "i32";

/** What parameter arrays are for, in the order of their codes in update rules, which may treat them differently. */
export const PARAMETER_ROLES = ["vector", "matrix", "embedding", "head"] as const;

/** What a parameter array is for. */
export type ParameterRole = (typeof PARAMETER_ROLES)[number];

/** How a parameter begins: normal with a standard deviation, or one number throughout. */
export type Initializer =
  | { readonly kind: "normal"; readonly deviation: number }
  | { readonly kind: "fill"; readonly value: number };

/** Functions of one element; `phi` is the distribution function of the standard normal distribution. */
export type UnaryFunction = "negate" | "exp" | "log" | "sqrt" | "tanh" | "sigmoid" | "phi" | "abs" | "relu";

/** Functions of two elements; comparisons give 1 or 0. */
export type BinaryFunction =
  | "add" | "subtract" | "multiply" | "divide" | "maximum" | "minimum" | "greater" | "greaterEqual" | "equal";

/** Where the windows of a convolution or pool lie over images of shape [batch, height, width, channels]. */
export interface Windows {
  readonly height: number;
  readonly width: number;
  readonly stride: number;
  /** Rows and columns of zeros around the image. */
  readonly padding: number;
}

/** What a tensor is computed by. */
export type Operation =
  /** Supplied with every step. */
  | { readonly kind: "input"; readonly name: string }
  | {
      readonly kind: "parameter";
      readonly name: string;
      readonly role: ParameterRole;
      readonly initial: Initializer;
    }
  /** One number, of shape []. */
  | { readonly kind: "constant"; readonly value: number }
  /** 0, 1, 2, … along its only dimension. */
  | { readonly kind: "positions" }
  /** The operand itself, through which no gradient flows. */
  | { readonly kind: "stop" }
  | { readonly kind: "unary"; readonly fn: UnaryFunction }
  /** Element-wise on broadcast operands. */
  | { readonly kind: "binary"; readonly fn: BinaryFunction }
  | { readonly kind: "broadcast" }
  /** Over axes, which stay with dimension 1. */
  | { readonly kind: "reduce"; readonly fn: "sum" | "max"; readonly axes: readonly number[] }
  | { readonly kind: "reshape" }
  | { readonly kind: "transpose"; readonly permutation: readonly number[] }
  /** Over the last two dimensions, each operand transposed first or not; leading dimensions broadcast. */
  | { readonly kind: "matmul"; readonly transposeA: boolean; readonly transposeB: boolean }
  /** Rows of a table by index: [rows, …] and indices [n…] give [n…, …]. */
  | { readonly kind: "gather" }
  /** The adjoint of gather: values are added up in the rows that the indices name. */
  | { readonly kind: "scatter"; readonly rows: number }
  /** 1 at the index, 0 elsewhere, along a new last dimension. */
  | { readonly kind: "oneHot"; readonly classes: number }
  /** Every window as a row: [b, h, w, c] gives [b, h′, w′, kh·kw·c]. */
  | { readonly kind: "unfold"; readonly windows: Windows }
  /** The adjoint of unfold: windows are added up in their image. */
  | { readonly kind: "fold"; readonly windows: Windows; readonly height: number; readonly width: number };

/** A tensor of a static graph: an operation, what it reads, and the fixed shape of what it gives. */
export interface Tensor {
  /** Its place in the order of creation; what it reads has smaller numbers. */
  readonly id: number;
  readonly operation: Operation;
  readonly operands: readonly Tensor[];
  readonly shape: Shape;
  readonly element: ElementType;
}
