import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../src/engine/update/primitive.js";

/** Narrow values are float64 (a scalar is an array of one), tensors float32. */
export type Values = Float32Array | Float64Array;

type ElementFunction = (x: number, y: number, z: number) => number;

/**
 * An element-wise primitive over scalars or values of arrays, as an instruction: `out[i] = f(x[i], y[i], z[i])`, all
 * of one length.
 */
export function runNarrow(
  primitive: ElementPrimitive, out: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array,
): () => void {
  const f: ElementFunction = ELEMENT_PRIMITIVES[primitive];
  return () => { overNarrow(f, out, x, y, z); };
}

/**
 * An element-wise primitive over tensors, as an instruction: `out[i] = f(x[i], y[i], z[i])`, rounded to float32. The
 * primitives that most programs consist of have loops of their own, because a call per element would cost several
 * times the arithmetic.
 */
export function runTensor(
  primitive: ElementPrimitive, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array,
): () => void {
  const loop = LOOPS[primitive];
  if (loop !== undefined) return () => { loop(out, x, y, z); };
  const f: ElementFunction = ELEMENT_PRIMITIVES[primitive];
  return () => { overTensor(f, out, x, y, z); };
}

function overTensor(f: ElementFunction, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i] as number, y[i] as number, z[i] as number);
}

function overNarrow(f: ElementFunction, out: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i] as number, y[i] as number, z[i] as number);
}

type Loop = (out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array) => void;

const LOOPS: Partial<Record<ElementPrimitive, Loop>> = {
  add: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) + (y[i] as number); },
  subtract: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) - (y[i] as number); },
  multiply: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) * (y[i] as number); },
  divide: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) / (y[i] as number); },
  maximum: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i] as number, y[i] as number);
  },
  minimum: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.min(x[i] as number, y[i] as number);
  },
  less: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) < (y[i] as number) ? 1 : 0;
  },
  equal: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = x[i] === y[i] ? 1 : 0; },
  select: (out, x, y, z) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i] !== 0 ? (y[i] as number) : (z[i] as number);
  },
  sign: (out, x) => {
    for (let i = 0; i < out.length; i++) {
      const value = x[i] as number;
      out[i] = value > 0 ? 1 : value < 0 ? -1 : value;
    }
  },
  sqrt: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i] as number); },
  abs: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i] as number); },
  negate: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = -(x[i] as number); },
  copy: (out, x) => { out.set(x); },
};
