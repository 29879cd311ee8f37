import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUNCTIONS } from "../../../dsl/functions/table.js";
import { programs } from "../../../dsl/program.arbitrary.js";
import { simplify } from "../../../dsl/rewrite/simplify.js";
import { findRule, rules } from "../../../dsl/rules/index.js";
import { parse } from "../../../dsl/text/parse.js";
import { readPage } from "../reader.arbitrary.js";
import { equationsOf } from "./equations.js";
import { formula } from "./formula.js";

/** What equations say, one a line: fractions, powers and indices with their signs. */
function spoken(text: string): readonly string[] {
  return equationsOf(parse(text)).map(({ left, right }) => `${plain(left.markup.html)} = ${plain(right.markup.html)}`);
}

function plain(html: string): string {
  const [, name = "", inside = ""] = /^<(\w+)[^>]*>(.*)<\/\w+>$/s.exec(html) ?? [];
  if (!inside.includes("<")) return inside.replaceAll("&lt;", "<");
  const [x = "", y = "", ...more] = children(inside).map(plain);
  switch (name) {
    case "mfrac":
      return `{${x} / ${y}}`;
    case "msup":
      return `${x}^${y}`;
    case "msub":
      return `${x}_${y}`;
    case "msqrt":
      return `√${x}`;
    case "mroot":
      return `${y}√${x}`;
    default:
      return [x, y, ...more].join(" ").trim();
  }
}

/** The outermost elements of a text. */
function children(html: string): readonly string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: tag, index } of html.matchAll(/<(\/?)\w+[^>]*>/g)) {
    depth += tag.startsWith("</") ? -1 : 1;
    if (depth === 0) {
      found.push(html.slice(start, index + tag.length));
      start = index + tag.length;
    }
  }
  return found;
}

function body(...lines: readonly string[]): readonly string[] {
  return spoken(`def f(w, g, m, lr, beta1=0.9):\n${lines.map((line) => `  ${line}\n`).join("")}  return update, m\n`);
}

describe("a formula", () => {
  test("has the letters of the literature, and what is used once in its place", () => {
    expect(spoken(findRule("lion")?.text ?? "")).toMatchInlineSnapshot(`
      [
        "m_t = β_2 m_t − 1 + ( 1 − β_2 ) g_t",
        "update = ( sign ( β_1 m_t − 1 + ( 1 − β_1 ) g_t ) + λ w_t − 1 ) α η_t",
        "w_t = w_t − 1 − update",
      ]
    `);
    expect(spoken(findRule("adamw-paper")?.text ?? "")).toMatchInlineSnapshot(`
      [
        "m_t = 0.9 m_t − 1 + 0.1 g_t",
        "v_t = 0.999 v_t − 1 + 0.001 g_t^2",
        "w_t = w_t − 1 − ( {m_t / √| v_t | + 10^−8} + w_t − 1 · 0.01 ) · η_t · 0.001",
      ]
    `);
  });

  test.each([
    ["a product of a sum", "update = g * (w + lr)", "w_t − 1 − g_t ( w_t − 1 + η_t )"],
    ["a difference of a difference", "update = g - (w - lr)", "w_t − 1 − ( g_t − ( w_t − 1 − η_t ) )"],
    ["a power of a product", "update = power(g * w, 2)", "w_t − 1 − ( g_t w_t − 1 )^2"],
    ["a power of a power", "update = power(power(g, 2), 3)", "w_t − 1 − ( g_t^2 )^3"],
    ["a product with what is negative", "update = g * -w", "w_t − 1 − g_t ( − w_t − 1 )"],
    ["a protected quotient", "update = g / (w * 2)", "w_t − 1 − {g_t / w_t − 1 · 2 + 10^−8}"],
    ["a relation", "update = g * (w < 0.5)", "w_t − 1 − g_t · [ w_t − 1 < 0.5 ]"],
  ])("has the parentheses that it needs: %s", (_, line, right) => {
    expect(body(line).at(-1)).toBe(`w_t = ${right}`);
  });

  test("gives no two variables one symbol", () => {
    expect(spoken("def f(w, g, lr, alpha=0.1, learning_rate=0.2, x_1=3, x1=4):\n  update = g * alpha * learning_rate * x_1 * x1\n  return update\n"))
      .toMatchInlineSnapshot(`
        [
          "w_t = w_t − 1 − g_t · alpha · learning_rate · x_1 · x1",
        ]
      `);
  });

  test("tells values of one name apart, and a state variable before the step from the one behind it", () => {
    expect(body("x = abs(g)", "x = x * x", "y = m * x", "m = y + x", "x = sin(m)", "x = x * x", "update = x * m + x / lr"))
      .toMatchInlineSnapshot(`
        [
          "m_t = m_t − 1 · | g_t | · | g_t | + | g_t | · | g_t |",
          "x = sin ( m_t ) · sin ( m_t )",
          "w_t = w_t − 1 − ( x m_t + {x / η_t + 10^−8} )",
        ]
      `);
  });

  test("leaves out what is dead, and names a state variable that takes over another value", () => {
    expect(spoken("def f(w, g, m, lr):\n  x = exp(g)\n  update = m * lr\n  m = g\n  return update, m\n")).toMatchInlineSnapshot(`
      [
        "m_t = g_t",
        "w_t = w_t − 1 − m_t − 1 η_t",
      ]
    `);
  });

  test.each(FUNCTIONS.map((fn) => [fn.name, fn] as const))("can be written with %s", (_, { name, args }) => {
    const list = args.map(({ type }, k) => (type === "scalar" ? "lr" : ["g", "w", "m"][k])).join(", ");
    const lines = body(`x = ${name}(${list})`, "update = g * x");
    expect(lines.at(-1)).toMatch(/^w_t = /);
    expect(lines.join(" ")).not.toContain("undefined");
  });
});

describe("formulas of all programs", () => {
  test.each(rules.map(({ name, text }) => [name, text] as const))("are well-formed, each name given once: %s", (_, text) => {
    for (const program of [parse(text), simplify(parse(text)).program]) {
      readPage(formula(program).html);
      const names = equationsOf(program).map(({ left }) => left.markup.html);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("are so for random programs too", () => {
    fc.assert(fc.property(programs(), (program) => {
      readPage(formula(program).html);
      const names = equationsOf(program).map(({ left }) => left.markup.html);
      expect(new Set(names).size).toBe(names.length);
    }), { numRuns: 100 });
  });
});
