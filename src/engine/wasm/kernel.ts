import type { Shape } from "../graph/shape.js";
import type { Tensor, Windows } from "../graph/tensor.js";
import type { BufferId, View } from "./view.js";

/**
 * Element-wise work over one iteration space, done in a single pass: expressions are computed lane by lane and
 * never touch memory, but for those that are stored because something else reads them too.
 */
export interface LoopKernel {
  readonly kind: "loop";
  /** The iteration space. */
  readonly shape: Shape;
  /** What is computed; operands come before what reads them. */
  readonly computed: readonly Tensor[];
  /** What is read from memory. */
  readonly loads: ReadonlyMap<Tensor, View>;
  /** What is written, by the tensor whose lanes go there: whole, or reduced over axes. */
  readonly stores: readonly LoopStore[];
  /** Where functions that are computed in halves leave what is between them. */
  readonly scratch?: BufferId;
}

/** Where a loop's values go. */
export interface LoopStore {
  readonly tensor: Tensor;
  readonly view: View;
  /** How and over which axes values are reduced on their way; `undefined` stores each. */
  readonly reduction?: { readonly fn: "sum" | "max"; readonly axes: readonly number[] };
}

/** A batch of matrix products. */
export interface ProductKernel {
  readonly kind: "product";
  /** Leading dimensions, over which all three are indexed. */
  readonly batch: Shape;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Rows m, columns k; of the batch dimensions, then these two. */
  readonly a: View;
  /** Rows k, columns n. */
  readonly b: View;
  readonly c: View;
  /** Where one matrix of B is transposed to, if its columns are not adjacent. */
  readonly scratch?: BufferId;
}

/** Rows of a table copied, or added up, by index. */
export interface RowKernel {
  readonly kind: "gather" | "scatter";
  readonly count: number;
  /** Elements of a row. */
  readonly row: number;
  /** Rows of the table. */
  readonly rows: number;
  readonly table: View;
  readonly indices: View;
  readonly values: View;
}

/** Windows taken from images, or added up in them. */
export interface WindowKernel {
  readonly kind: "unfold" | "fold";
  readonly windows: Windows;
  /** [batch, height, width, channels]. */
  readonly image: View;
  /** [batch, rows, columns, window]. */
  readonly rows: View;
}

/** A unit of a training step. */
export type Kernel = LoopKernel | ProductKernel | RowKernel | WindowKernel;
