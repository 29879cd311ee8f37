import { type UpdateRule, type UpdateValue, operandsOf } from "./rule.js";

/** Indices of the values that the update and the next state depend on, ascending: operands come first. */
export function liveValues({ values, update, states }: UpdateRule): readonly number[] {
  const live = new Set<number>();
  const stack = [update, ...states.map(({ next }) => next)];
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (live.has(i)) continue;
    live.add(i);
    stack.push(...operandsOf(values[i] as UpdateValue));
  }
  return [...live].sort((a, b) => a - b);
}
