import { expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { ROUND, programOf } from "./mix.js";

test("a round of a spread is the library, and further rounds have programs of their own", () => {
  const texts = Array.from({ length: 4 * ROUND }, (_, index) => programOf("spread", index));
  const library = rules.map(({ text }) => print(parse(text)));
  expect(texts.slice(0, ROUND).toSorted()).toEqual(library.toSorted());
  // A mutation or its opposite may give a rule again, but hardly ever.
  expect(new Set(texts).size).toBeGreaterThan(0.95 * texts.length);
  for (const text of texts) compile(check(parse(text)));
});

test("a mix is always the same, and that of AdamW has another program for each candidate", () => {
  expect(programOf("spread", 3 * ROUND + 5)).toBe(programOf("spread", 3 * ROUND + 5));
  expect(new Set(Array.from({ length: 100 }, (_, index) => programOf("adamw", index))).size).toBe(100);
});
