import { expect, test } from "vitest";
import { rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { samePrograms } from "../dsl/program.js";
import { type RuleReport, formatRule, formatRules, toRuleReport } from "./rules-report.js";
import { plainStyle } from "./style.js";

const REPORTS: readonly RuleReport[] = [
  {
    name: "sgd",
    title: "SGD",
    stateTensors: 0,
    statements: 2,
    cost: 0.1539,
    reads: [],
    horizonDependent: false,
    source: "Robbins & Monro 1951, A Stochastic Approximation Method.",
    text: "def sgd(w, g, lr):\n  update = g * lr\n  return update\n",
  },
  {
    name: "annealed",
    title: "A rule that knows when it ends",
    stateTensors: 2,
    statements: 11,
    cost: 24.88,
    reads: ["T"],
    horizonDependent: true,
    source: "Nobody.",
    text: "def annealed(w, g, T):\n  update = g * T\n  return update\n",
  },
];

test("the library is a table", () => {
  expect(formatRules(REPORTS, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "name      title                           state  statements   cost  horizon
    sgd       SGD                                 0           2   0.15
    annealed  A rule that knows when it ends      2          11  24.88  reads T
    "
  `);
});

test("sources stand below their rules", () => {
  expect(formatRules(REPORTS, { style: plainStyle, width: 60 }, { sources: true })).toMatchInlineSnapshot(`
    "name      title            state  statements   cost  horizon
    sgd       SGD                  0           2   0.15
        Robbins & Monro 1951, A Stochastic Approximation Method.
    annealed  A rule that kn…      2          11  24.88  reads T
        Nobody.
    "
  `);
});

test("a rule's text has its title and source as comments", () => {
  expect(formatRule(REPORTS[0] as RuleReport)).toMatchInlineSnapshot(`
    "# SGD
    # Robbins & Monro 1951, A Stochastic Approximation Method.
    def sgd(w, g, lr):
      update = g * lr
      return update
    "
  `);
});

test.each(rules)("the text of $name reads back as the same program, source and all", (rule) => {
  expect(samePrograms(parse(formatRule(rule)), parse(rule.text))).toBe(true);
  expect(formatRule(rule).split("\n").filter((line) => line.startsWith("#") && line.length > 100)).toEqual([]);
});

test("a rule's facts are those of its program", () => {
  const report = toRuleReport(rules.find(({ name }) => name === "lion") as (typeof rules)[number]);
  expect(report).toMatchObject({ name: "lion", title: "Lion", stateTensors: 1, horizonDependent: false });
  expect(Object.keys(report)).toEqual(Object.keys(REPORTS[0] as RuleReport));
});
