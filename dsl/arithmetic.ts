import type { ElementPrimitive, MatrixPrimitive } from "../src/engine/update/primitive.js";
import { runTensor } from "./kernel.js";
import type { ArrayLayout, Layout } from "./layout.js";
import { colMean, createOrthogonalization, rowMean } from "./matrix.js";
import { arrayDot } from "./reduction.js";

/** What an interpreter computes on tensors with. Whatever it is, the results are the same to the bit. */
export interface TensorArithmetic {
  /** A tensor of zeros, of the layout's size. */
  tensor(): Float32Array;
  /** An instruction over tensors that were made here: `out[i] = f(x[i], y[i], z[i])`. */
  element(
    primitive: ElementPrimitive, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array,
  ): () => void;
  /** An instruction that writes a matrix function of each array of a tensor where the array lies. */
  matrix(primitive: MatrixPrimitive, out: Float32Array, x: Float32Array): () => void;
}

/** The arithmetic that is the meaning of the language, in memory of its own. */
export class PlainArithmetic implements TensorArithmetic {
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  tensor(): Float32Array {
    return new Float32Array(this.#layout.size);
  }

  element(
    primitive: ElementPrimitive, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array,
  ): () => void {
    return runTensor(primitive, out, x, y, z);
  }

  matrix(primitive: MatrixPrimitive, out: Float32Array, x: Float32Array): () => void {
    const ofArray = this.#layout.arrays.map((array) => matrixFunction(primitive, array, out, x));
    return () => { for (const run of ofArray) run(); };
  }
}

/** A matrix function of one array. */
function matrixFunction(
  primitive: MatrixPrimitive, array: ArrayLayout, out: Float32Array, x: Float32Array,
): () => void {
  switch (primitive) {
    case "rowMean":
      return () => { rowMean(out, x, array); };
    case "colMean":
      return () => { colMean(out, x, array); };
    case "orthogonalize": {
      const orthogonalize = createOrthogonalization(array);
      return () => { orthogonalize(out, x, Math.sqrt(arrayDot(x, x, array))); };
    }
  }
}
