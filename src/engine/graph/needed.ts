import type { Tensor } from "./tensor.js";

/** Every tensor that the roots depend on, themselves included, in the order of the graph: operands first. */
export function needed(roots: readonly Tensor[]): readonly Tensor[] {
  const found = new Set<Tensor>();
  const stack = [...roots];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (found.has(tensor)) continue;
    found.add(tensor);
    stack.push(...tensor.operands);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
