import { describe, expect, it } from "vitest";
import { parse } from "../../../dsl/text/parse.js";
import { stepOf } from "../framework/step.js";
import { toExportedRule } from "../rule.js";
import { libraryRules, randomRules, tunedRules, unusualRules } from "../rules.arbitrary.js";
import type { ExportedRule } from "../target.js";
import { Equations } from "./equations.js";
import { LATEX } from "./target.js";

const all = [...libraryRules, ...tunedRules, ...unusualRules, ...randomRules(200)];

/** The weights' equation of an update. */
function equationOf(update: string): string {
  const text = `def f(w, g, a, b, c, lr, weight_decay=0):\n  x = ${update}\n  a = g + 1\n  b = g + 2\n  c = g + 3\n` +
    "  return x, a, b, c\n";
  const step = stepOf(toExportedRule(parse(text), { level: "dead" }));
  return new Equations(step).write().at(-1)?.right.replace("\\theta_t - \\eta_t", "").replaceAll("_{t-1}", "_t") ?? "";
}

/** What of a text is open at its end, or closed without having been opened. */
function unbalanced(text: string): string {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { "}": "{", "\\right": "\\left", "\\end": "\\begin" };
  for (const [token] of text.matchAll(/\\[A-Za-z]+|\\.|[{}]/g)) {
    if (token === "{" || token === "\\left" || token === "\\begin") open.push(token);
    const opener = pairs[token];
    if (opener !== undefined && open.pop() !== opener) return `${token} after ${text.slice(0, 40)}`;
  }
  return open.join(" ");
}

/** Comments are no part of what is set. */
function withoutComments(text: string): string {
  return text.replace(/^%.*\n/gm, "");
}

describe("an exported equation", () => {
  it("opens and closes what it should, whatever it is made of", () => {
    for (const [name, rule] of all) expect(unbalanced(withoutComments(LATEX.write(rule))), name).toBe("");
  });

  it("has nothing in it that is no LaTeX", () => {
    for (const [name, rule] of all) {
      const text = withoutComments(LATEX.write(rule));
      expect(text, name).not.toMatch(/undefined|NaN(?!\})|\[object|Infinity|[^\x20-\x7e\n]|\\mathrm\{[^}\\]*_/);
    }
  });

  it("gives every value a symbol of its own", () => {
    for (const [name, rule] of all) {
      const step = stepOf(rule);
      const equations = new Equations(step);
      const left = equations.write().map((each) => each.left);
      const options = step.options.map((option) => equations.symbols.option(option.name));
      expect(new Set([...left, ...options]).size, name).toBe(left.length + options.length);
    }
  });

  it("has one equation for every state variable that changes, and one for the weights", () => {
    for (const [name, rule] of libraryRules) {
      const { states } = stepOf(rule);
      const left = new Set(new Equations(stepOf(rule)).write().map((each) => each.left));
      const { symbols } = new Equations(stepOf(rule));
      expect(states.map((_, k) => symbols.state(k, "t")).filter((each) => !left.has(each)), name).toEqual([]);
      expect(left, name).toContain("\\theta_{t+1}");
    }
  });

  it.each([
    ["a * (b + c)", " a_t (b_t + c_t)"],
    ["a - (b - c)", " (a_t - (b_t - c_t))"],
    ["a - b - c", " (a_t - b_t - c_t)"],
    ["a + (b + c)", " (a_t + b_t + c_t)"],
    ["square(a + b)", " (a_t + b_t)^{2}"],
    ["square(square(a))", " (a_t^{2})^{2}"],
    ["-(a + b)", " (-(a_t + b_t))"],
    ["a * -b", " a_t (-b_t)"],
    ["divide(a + b, c)", " \\frac{a_t + b_t}{c_t}"],
    ["sqrt(divide(a, b))", " \\sqrt{\\left\\lvert \\frac{a_t}{b_t} \\right\\rvert}"],
    ["2 * a * 3", " \\cdot 3 \\cdot 2 a_t"],
    ["abs(a + b)", " \\lvert a_t + b_t \\rvert"],
    ["sin(a) * norm(b)", " \\lVert b_t \\rVert \\sin(a_t)"],
    ["a * 1e-8", " \\cdot 10^{-8} a_t"],
    ["a * -1.5e-8", " (-1.5 \\cdot 10^{-8}) a_t"],
    ["a * 0.8999999761581421", " \\cdot 0.9 a_t"],
    ["interp(a, b, 0.9)", " (0.9 b_t + 0.1 a_t)"],
  ])("groups as the program does: %s", (update, expected) => {
    expect(equationOf(`(${update}) * lr`)).toBe(expected);
  });

  it.each(["lion", "adamw", "muon"])("is what a paper prints: %s", async (name) => {
    const text = LATEX.write(libraryRules.get(name) as ExportedRule);
    await expect(text).toMatchFileSnapshot(`__snapshots__/${name}.tex`);
  });
});
