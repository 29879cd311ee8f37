import { describe, expect, it } from "vitest";
import type { UpdateRule, UpdateValue } from "./rule.js";
import { planStages } from "./stage.js";

const GRADIENT: UpdateValue = { kind: "gradient", width: 2 };

function element(...operands: readonly number[]): UpdateValue {
  return { kind: "element", width: 2, primitive: "multiply", operands };
}

function ruleOf(values: readonly UpdateValue[], update = values.length - 1): UpdateRule {
  return { values, update, states: [] };
}

describe("planning passes", () => {
  it("leaves out what nothing depends on", () => {
    const [stage, ...others] = planStages(ruleOf([GRADIENT, element(0, 0), element(0, 0)], 1), () => 1);
    expect(others).toEqual([]);
    expect(stage).toEqual({ narrow: [], matrices: [], computed: [1], kept: [], reductions: [] });
  });

  it("keeps for the next pass what is dear, and computes again what is cheap", () => {
    const sum: UpdateValue = { kind: "reduce", width: 1, primitive: "arraySum", operands: [1] };
    const rule = ruleOf([GRADIENT, element(0, 0), sum, element(1, 2)]);
    const keeps = (cost: number): readonly unknown[] =>
      planStages(rule, () => cost).map(({ computed, kept, reductions }) => ({ computed, kept, reductions }));
    expect(keeps(1)).toEqual([
      { computed: [1], kept: [], reductions: [2] },
      { computed: [1, 3], kept: [], reductions: [] },
    ]);
    expect(keeps(7)).toEqual([
      { computed: [1], kept: [1], reductions: [2] },
      { computed: [3], kept: [], reductions: [] },
    ]);
  });

  it("plans a chain of any length", () => {
    const length = 50_000;
    const chain = [GRADIENT, ...Array.from({ length }, (_, k) => element(k, 0))];
    const [stage, ...others] = planStages(ruleOf(chain), () => 1);
    expect(others).toEqual([]);
    expect(stage?.computed).toHaveLength(length);
  });
});
