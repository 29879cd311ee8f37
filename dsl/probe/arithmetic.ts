import type { ElementPrimitive, MatrixPrimitive } from "../../src/engine/update/primitive.js";
import { add, v128 } from "../../src/engine/wasm/expression.js";
import { PAGE, type WasmFunction, createMemory, instantiate } from "../../src/engine/wasm/host.js";
import { MatrixFunctions } from "../../src/engine/wasm/matrix-functions.js";
import { orthogonalizeScratch } from "../../src/engine/wasm/matrix.js";
import { ModuleBuilder } from "../../src/engine/wasm/module.js";
import { primitiveLanes } from "../../src/engine/wasm/primitive.js";
import { PlainArithmetic, type TensorArithmetic } from "../arithmetic.js";
import { arrayDot } from "../reduction.js";
import { PROBE_LAYOUT } from "./stream.js";

/** What is rounded exactly, by the host as by the interpreter. */
const EXACT = [
  "add", "subtract", "multiply", "divide", "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy", "negate",
  "abs", "sign", "floor", "sqrt",
] as const satisfies readonly ElementPrimitive[];

const { arrays, size } = PROBE_LAYOUT;
const shapes = arrays.map(({ rows, cols, shape }) => ({ rows, cols, ndim: shape.length }));
const plain = new PlainArithmetic(PROBE_LAYOUT);

/** Elements, whole vectors. */
const LANES = Math.ceil(size / 4) * 4;
/** Bytes of a tensor. Kernels may read a little past its end. */
const ROOM = 4 * LANES + 64;
/** A norm, scratch, then tensors one after another, as many as hardly a program has. */
const SCRATCH = 16;
const TENSORS = Math.ceil((SCRATCH + 4 * Math.max(...shapes.map(orthogonalizeScratch)) + 64) / 16) * 16;
const MOST_TENSORS = 4096;

const memory = createMemory(Math.ceil((TENSORS + MOST_TENSORS * ROOM) / PAGE));
const norm = new Float64Array(memory.buffer, 0, 1);
const kernels: Partial<Record<string, WasmFunction>> = elementKernels();
const matrixFunctions = new MatrixFunctions(memory);
/** The tensors that were made so far, for one program after another. */
const tensors: Float32Array[] = [];

function elementKernels(): Readonly<Record<string, WasmFunction>> {
  const builder = new ModuleBuilder();
  for (const primitive of EXACT) {
    builder.function(primitive, ["i32", "i32", "i32", "i32"], [], (f) => {
      const [out, ...operands] = f.parameters;
      f.forVectors(LANES, (offset) => {
        const lanes = operands.map((operand) => v128.load(add(operand, offset)));
        f.storeVector(add(out, offset), primitiveLanes(f, primitive, lanes));
      });
    });
  }
  return instantiate(builder.finish(0), memory);
}

/**
 * What the probe computes with: the engine's vectors where they round as the interpreter does, its own functions
 * elsewhere. To the bit the same, in half the time.
 *
 * Tensors of all that are made share memory: one program is probed at a time.
 */
export class ProbeArithmetic implements TensorArithmetic {
  #made = 0;

  /** A tensor of zeros, in the memory of the vectors as long as there is room. */
  tensor(): Float32Array {
    if (this.#made === MOST_TENSORS) return plain.tensor();
    const at = this.#made++;
    return (tensors[at] ??= new Float32Array(memory.buffer, TENSORS + at * ROOM, size)).fill(0);
  }

  /** As {@link TensorArithmetic.element}. */
  element(
    primitive: ElementPrimitive, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array,
  ): () => void {
    const kernel = kernels[primitive];
    if (kernel === undefined || ![out, x, y, z].every(isHere)) return plain.element(primitive, out, x, y, z);
    const [to, a, b, c] = [out.byteOffset, x.byteOffset, y.byteOffset, z.byteOffset];
    return () => { kernel(to, a, b, c); };
  }

  /** As {@link TensorArithmetic.matrix}, by the kernels that candidates train with. */
  matrix(primitive: MatrixPrimitive, out: Float32Array, x: Float32Array): () => void {
    if (!isHere(out) || !isHere(x)) return plain.matrix(primitive, out, x);
    const runs = shapes.map((shape) => matrixFunctions.of(primitive, shape));
    const [from, to] = [x.byteOffset, out.byteOffset];
    return () => {
      arrays.forEach((array, a) => {
        norm[0] = Math.sqrt(arrayDot(x, x, array));
        runs[a]?.(from + 4 * array.offset, to + 4 * array.offset, 0, SCRATCH);
      });
    };
  }
}

function isHere(tensor: Float32Array): boolean {
  return tensor.buffer === memory.buffer;
}
