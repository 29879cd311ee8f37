import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../src/engine/update/primitive.js";

/** Narrow values are float64 (a scalar is an array of one), tensors float32. */
export type Values = Float32Array | Float64Array;

/**
 * An element-wise primitive over arrays of one length, as an instruction: `out[i] = f(x[i], y[i], z[i])`,
 * rounded to the width of `out`; all of them are of that width. Each width has code of its own, and so have the
 * primitives that most programs consist of, because a call per element would cost several times the arithmetic.
 */
export function runElement(primitive: ElementPrimitive, out: Values, x: Values, y: Values, z: Values): () => void {
  const f: ElementFunction = ELEMENT_PRIMITIVES[primitive];
  if (out instanceof Float32Array) {
    const loop = LOOPS[primitive];
    const [a, b, c] = [x, y, z] as Float32Array[] as [Float32Array, Float32Array, Float32Array];
    return loop === undefined ? () => { runTensor(f, out, a, b, c); } : () => { loop(out, a, b, c); };
  }
  const [a, b, c] = [x, y, z] as Float64Array[] as [Float64Array, Float64Array, Float64Array];
  return () => { runNarrow(f, out, a, b, c); };
}

type ElementFunction = (x: number, y: number, z: number) => number;

function runTensor(f: ElementFunction, out: Float32Array, x: Float32Array, y: Float32Array, z: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i] as number, y[i] as number, z[i] as number);
}

function runNarrow(f: ElementFunction, out: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array): void {
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
