import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../src/engine/update/primitive.js";

/** Narrow values are float64 (a scalar is an array of one), tensors float32. */
export type Values = Float32Array | Float64Array;

/**
 * An element-wise primitive over arrays of one length, as an instruction: `out[i] = f(x[i], y[i], z[i])`,
 * rounded to the width of `out`. The primitives that most programs consist of have loops of their own,
 * because a call per element would cost several times the arithmetic.
 */
export function runElement(primitive: ElementPrimitive, out: Values, x: Values, y: Values, z: Values): () => void {
  if (out instanceof Float32Array) {
    const loop = LOOPS[primitive];
    if (loop !== undefined) return () => { loop(out, x as Float32Array, y as Float32Array); };
  }
  const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = f(x[i] as number, y[i] as number, z[i] as number);
  };
}

type Loop = (out: Float32Array, x: Float32Array, y: Float32Array) => void;

const LOOPS: Partial<Record<ElementPrimitive, Loop>> = {
  add: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) + (y[i] as number); },
  subtract: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) - (y[i] as number); },
  multiply: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) * (y[i] as number); },
  divide: (out, x, y) => { for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) / (y[i] as number); },
  sqrt: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i] as number); },
  abs: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i] as number); },
  negate: (out, x) => { for (let i = 0; i < out.length; i++) out[i] = -(x[i] as number); },
  copy: (out, x) => { out.set(x); },
};
