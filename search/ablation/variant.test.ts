import { describe, expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { complexity } from "./complexity.js";
import { scaleAndDecay } from "./scale-and-decay.js";
import { variantsOf, without } from "./variant.js";

const exact = (text: string) => simplify(parse(text)).program;
const library = rules.map(({ name, text }) => [name, exact(text)] as const);
const raw = exact(rules.find(({ name }) => name === "paper-raw")?.text ?? "");

describe("variantsOf", () => {
  test("lists every way to do without a part of the paper's raw program, but for its scale and decay", () => {
    expect(variantsOf(raw).map(({ key }) => key)).toMatchInlineSnapshot(`
      [
        "g_clipped = clip(g, lr) → g",
        "g_clipped_arcsin = arcsin(g_clipped) → g_clipped",
        "update = interp(g_clipped_arcsin, momentum, 0.8999999761581421) → g_clipped_arcsin",
        "update = interp(g_clipped_arcsin, momentum, 0.8999999761581421) → momentum",
        "update = sign(update) → update",
        "momentum = interp(g_clipped_arcsin, momentum, 0.9982196781841992) → g_clipped_arcsin",
        "momentum = interp(g_clipped_arcsin, momentum, 0.9982196781841992) → momentum",
        "g_clipped = clip(g, lr); g_clipped_arcsin = arcsin(g_clipped) → g",
        "0.8999999761581421 in update = interp(g_clipped_arcsin, momentum, 0.8999999761581421) → 0.9",
        "0.9982196781841992 in momentum = interp(g_clipped_arcsin, momentum, 0.9982196781841992) → 0.998",
        "learning_rate=0.0002171761734643951, weight_decay=0.4601978361606598 → 0.00022, 0.46",
      ]
    `);
  });

  test.each(library)("%s: variants are valid, simplified, simpler by what is gained, and all different", (_, program) => {
    const variants = variantsOf(program);
    for (const { program: left, gain } of variants) {
      expect(() => check(parse(print(left)))).not.toThrow();
      expect(print(simplify(left).program)).toBe(print(left));
      expect(complexity(program) - complexity(left)).toBe(gain);
      expect(gain).toBeGreaterThan(0);
    }
    expect(new Set(variants.map(({ program: left }) => print(left))).size).toBe(variants.length);
    expect(new Set(variants.map(({ key }) => key)).size).toBe(variants.length);
  });

  test.each(library)("%s: no edit is at a statement or parameter of scale or decay, but to round them", (_, program) => {
    const kept = scaleAndDecay(program);
    for (const { edits, part } of variantsOf(program)) {
      for (const edit of edits) {
        if (edit.kind === "default") expect(kept.parameters.has(edit.parameter) && !/, |=/.test(part)).toBe(false);
        else expect(kept.statements.has(edit.at)).toBe(false);
        if (edit.kind === "default" && kept.parameters.has(edit.parameter)) expect(edit.value).toBeGreaterThan(0);
      }
    }
  });

  test("a constant is rounded to as few digits as are not ruled out", () => {
    const roundings = (except: readonly string[]) =>
      variantsOf(raw, new Set(except)).filter(({ part }) => part.startsWith("0.998")).map(({ instead }) => instead);
    const key = variantsOf(raw).find(({ instead }) => instead === "0.998")?.key ?? "";
    expect(roundings([])).toEqual(["0.998"]);
    expect(roundings([key])).toEqual(["0.9982"]);
  });

  test("what is ruled out does not come back under another name", () => {
    const all = variantsOf(raw);
    const [first] = all;
    const rest = variantsOf(raw, new Set([first?.key ?? ""]));
    expect(rest.map(({ key }) => key)).toEqual(all.slice(1).map(({ key }) => key));
  });
});

test("several parts are taken away at once, and what is left is simplified", () => {
  const chosen = variantsOf(raw).filter(({ key }) => /^g_clipped = .*;|→ 0\.9$|→ 0\.998$|→ 0\.00022/.test(key));
  expect(chosen).toHaveLength(4);
  const left = without(raw, chosen.flatMap(({ edits }) => edits));
  expect(left && print(left)).toMatchInlineSnapshot(`
    "def train(w, g, momentum, lr, learning_rate=0.00022, weight_decay=0.46):
      update = interp(g, momentum, 0.9)
      update = sign(update)
      decay = w * weight_decay
      update = update + decay
      rate = lr * learning_rate
      update = update * rate
      momentum = interp(g, momentum, 0.998)
      return update, momentum
    "
  `);
});
