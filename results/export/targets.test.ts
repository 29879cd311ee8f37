import { describe, expect, it } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import { libraryRules, randomRules, unusualRules } from "./rules.arbitrary.js";
import { toExportedRule } from "./rule.js";
import type { ExportedRule } from "./target.js";
import { TARGETS, exportProgram, findTarget } from "./targets.js";

const all = [...libraryRules, ...unusualRules, ...randomRules(50)];

/** A rule by this name. */
function named(name: string): ExportedRule {
  return toExportedRule(parse("def f(w, g, m, lr, beta=0.9):\n  m = interp(g, m, beta)\n  return m * lr, m\n"), { name });
}

describe.each(TARGETS.map((target) => [target.name, target] as const))("the target %s", (name, target) => {
  it("is found by its name", () => {
    expect(findTarget(name)).toBe(target);
  });

  it("writes every rule the same each time, as text that ends in one line feed and has no trailing spaces", () => {
    for (const [title, rule] of all) {
      const text = target.write(rule);
      expect(text, title).toBe(target.write(rule));
      expect(text, title).toMatch(/[^\n]\n$/);
      expect(text, title).not.toMatch(/[ \t]$/m);
    }
  });

  it("says what found a rule and what it scored", () => {
    const text = exportProgram(named("found").program.program, name, {
      documentation: {
        found: "symopt 0.1.0, candidate 512 of runs/first, seed 1",
        scores: [{ on: "captions ×10", what: "log2 speed-up over the bar", mean: 0.43, interval: [0.12, 0.7] }],
      },
    });
    expect(text).toContain("symopt 0.1.0, candidate 512 of runs/first, seed 1");
    expect(text).toMatch(/captions ×10/);
    expect(text).toMatch(/0\.43/);
  });

  it("calls a rule what it is told, though the language or the framework have that name", () => {
    for (const taken of ["Math", "tensor", "torch", "optax", "class", "def", "Array", "x", "A-b_c"]) {
      expect(target.write(named(taken)).length, taken).toBeGreaterThan(0);
    }
    expect(findTarget("ts")?.write(named("Math"))).toContain("export class Math2 {");
    expect(findTarget("pytorch")?.write(named("tensor"))).not.toContain("class Tensor(");
  });
});
