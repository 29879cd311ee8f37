import fc from "fast-check";
import { expect, test } from "vitest";
import { type Choice, planWithin } from "./plan.js";

const choice: fc.Arbitrary<Choice<string>> = fc.record({
  item: fc.string(), gain: fc.integer({ min: 1, max: 20 }), cost: fc.integer({ min: 0, max: 10 }),
});
const groups = fc.array(fc.array(choice, { minLength: 1, maxLength: 3 }), { maxLength: 5 });

/** Gain and cost of the best plan, by looking at all of them. */
function best(of: readonly (readonly Choice<string>[])[], budget: number): readonly [gain: number, cost: number] {
  const plans = of.reduce<readonly (readonly [number, number])[]>(
    (all, group) => all.flatMap(([gain, cost]) =>
      [[gain, cost] as const, ...group.map((one) => [gain + one.gain, cost + one.cost] as const)]), [[0, 0]]);
  return plans.filter(([, cost]) => cost <= budget)
    .reduce((a, b) => (b[0] > a[0] || (b[0] === a[0] && b[1] < a[1]) ? b : a));
}

test("gains as much as any plan within the budget, and costs no more than another that gains as much", () => {
  fc.assert(fc.property(groups, fc.integer({ min: 0, max: 30 }), (of, budget) => {
    const plan = planWithin(of, budget);
    const sum = (key: "gain" | "cost"): number => plan.reduce((total, one) => total + one[key], 0);
    expect([sum("gain"), sum("cost")]).toEqual(best(of, budget));
    for (const group of of) expect(plan.filter((one) => group.includes(one)).length).toBeLessThanOrEqual(1);
  }));
});

test("plans nothing where there is nothing, or nothing that the budget allows", () => {
  expect(planWithin([], 1)).toEqual([]);
  expect(planWithin([[{ item: "a", gain: 1, cost: 2 }]], 1)).toEqual([]);
});
