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
  const [x, y, z] = operandsOf(value).map(viewOf);
  if (value.kind === "total") {
    const addends = x as Float64Array;
    return () => {
      let sum = 0;
      for (let a = 0; a < addends.length; a++) sum += addends[a] as number;
      out[0] = sum;
    };
  }
  const f: (x: number, y: number, z: number) => number =
    ELEMENT_PRIMITIVES[(value as { readonly primitive: ElementPrimitive }).primitive];
  const at = (view: Float64Array | undefined, a: number): number =>
    view === undefined ? 0 : (view[view.length === 1 ? 0 : a] as number);
  return () => {
    for (let a = 0; a < out.length; a++) out[a] = f(at(x, a), at(y, a), at(z, a));
  };
}
