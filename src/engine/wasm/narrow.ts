import { power } from "../../transcendental/index.js";
import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../update/primitive.js";
import { type UpdateRule, type UpdateValue, operandsOf } from "../update/rule.js";

/** Copies a narrow value, one number into all places where it is narrower. */
export function spread(to: Float64Array, from: Float64Array): void {
  if (from.length === to.length) to.set(from);
  else to.fill(from[0] as number);
}

/** A narrow value's computation, in float64. */
export function narrowStep(rule: UpdateRule, i: number, viewOf: (i: number) => Float64Array): () => void {
  const value = rule.values[i] as UpdateValue;
  const out = viewOf(i);
  const views = operandsOf(value).map(viewOf);
  if (value.kind === "total") {
    const addends = views[0] as Float64Array;
    return () => {
      let sum = 0;
      for (let a = 0; a < addends.length; a++) sum += addends[a] as number;
      out[0] = sum;
    };
  }
  return elementStep((value as { readonly primitive: ElementPrimitive }).primitive, out, views);
}

/** The operands of a loop: at place a is `x[a · dx]`, where dx is 0 for an operand of one number, else 1. */
interface Operands {
  readonly x: Float64Array;
  readonly dx: number;
  readonly y: Float64Array;
  readonly dy: number;
  readonly z: Float64Array;
  readonly dz: number;
}

type Loop = (out: Float64Array, operands: Operands) => void;

/**
 * What rules mostly compute with scalars and values of arrays. A call of a function that is one of many puts each
 * number that it takes and gives on the heap.
 */
const LOOPS: Partial<Record<ElementPrimitive, Loop>> = {
  add: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = (x[a * dx] as number) + (y[a * dy] as number);
  },
  subtract: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = (x[a * dx] as number) - (y[a * dy] as number);
  },
  multiply: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = (x[a * dx] as number) * (y[a * dy] as number);
  },
  divide: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = (x[a * dx] as number) / (y[a * dy] as number);
  },
  maximum: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = Math.max(x[a * dx] as number, y[a * dy] as number);
  },
  minimum: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = Math.min(x[a * dx] as number, y[a * dy] as number);
  },
  power: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = power(x[a * dx] as number, y[a * dy] as number);
  },
  equal: (out, { x, dx, y, dy }) => {
    for (let a = 0; a < out.length; a++) out[a] = x[a * dx] === y[a * dy] ? 1 : 0;
  },
  select: (out, { x, dx, y, dy, z, dz }) => {
    for (let a = 0; a < out.length; a++) out[a] = (x[a * dx] !== 0 ? y[a * dy] : z[a * dz]) as number;
  },
  sqrt: (out, { x, dx }) => { for (let a = 0; a < out.length; a++) out[a] = Math.sqrt(x[a * dx] as number); },
  abs: (out, { x, dx }) => { for (let a = 0; a < out.length; a++) out[a] = Math.abs(x[a * dx] as number); },
};

function elementStep(primitive: ElementPrimitive, out: Float64Array, views: readonly Float64Array[]): () => void {
  const [x = out, y = x, z = x] = views;
  const [dx, dy, dz] = [x, y, z].map((view) => (view.length === 1 ? 0 : 1)) as [number, number, number];
  const loop = LOOPS[primitive];
  if (loop !== undefined) {
    const operands = { x, dx, y, dy, z, dz };
    return () => { loop(out, operands); };
  }
  const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
  return () => {
    for (let a = 0; a < out.length; a++) {
      out[a] = f(x[a * dx] as number, y[a * dy] as number, z[a * dz] as number);
    }
  };
}
