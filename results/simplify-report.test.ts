import { expect, test } from "vitest";
import { simplify } from "../dsl/rewrite/simplify.js";
import { parse } from "../dsl/text/parse.js";
import { type SimplifyReport, formatSimplification, toSimplifyReport } from "./simplify-report.js";
import { plainStyle } from "./style.js";

const REPORT: SimplifyReport = {
  name: "paper-raw",
  level: "exact",
  strict: false,
  statements: { before: 21, after: 9 },
  state: { before: ["m", "v"], after: ["v"] },
  dead: { statements: 9, state: ["m"] },
  hash: { before: "0123456789abcdef", after: "fedcba9876543210" },
  keeps: "protected",
  applied: [
    { rule: "product-as-square", keeps: "bits", count: 1, reason: "The definition of the square." },
    { rule: "scaled-sign", keeps: "protected", count: 12, reason: "Off by 1e-8/|x|." },
  ],
  text: "def train(w, g, v):\n  return g, v\n",
};

test("what was done is said: sizes, what was dead, the rules used and what holds of the whole", () => {
  expect(formatSimplification(REPORT, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "paper-raw: 21 → 9 statements, 2 → 1 state variable
      dropped 9 dead statements and dead state m
        1× product-as-square  bits       The definition of the square.
       12× scaled-sign        protected  Off by 1e-8/|x|.
    keeps protected: the update but for rounding and for the 1e-8 that the division adds to its
    denominator
    "
  `);
});

test("a narrow page breaks reasons below themselves", () => {
  expect(formatSimplification(REPORT, { style: plainStyle, width: 56 })).toMatchInlineSnapshot(`
    "paper-raw: 21 → 9 statements, 2 → 1 state variable
      dropped 9 dead statements and dead state m
        1× product-as-square  bits       The definition of
                                         the square.
       12× scaled-sign        protected  Off by 1e-8/|x|.
    keeps protected: the update but for rounding and for the
    1e-8 that the division adds to its denominator
    "
  `);
});

test("where nothing was to be done nothing but the sizes is said", () => {
  const report: SimplifyReport = {
    ...REPORT,
    statements: { before: 1, after: 1 },
    state: { before: [], after: [] },
    dead: { statements: 0, state: [] },
    keeps: "bits",
    applied: [],
  };
  expect(formatSimplification(report, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "paper-raw: 1 → 1 statement, 0 → 0 state variables
    keeps bits: every bit of every update, NaN, infinities and -0 included
    "
  `);
});

test("a report counts what was dead, and carries the text", () => {
  const program = parse("def x(w, g, m, lr):\n  m = sin(m)\n  dead = g * 2\n  update = g * lr\n  return update, m\n");
  const report = toSimplifyReport("x", program, simplify(program, { level: "dead" }), { level: "dead", strict: false });
  expect(report).toMatchObject({
    statements: { before: 3, after: 1 },
    state: { before: ["m"], after: [] },
    dead: { statements: 2, state: ["m"] },
    keeps: "bits",
    text: "def x(w, g, lr):\n  update = g * lr\n  return update\n",
  });
  expect(report.hash.before).toBe(report.hash.after);
  expect(Object.keys(report)).toEqual(Object.keys(REPORT));
});
