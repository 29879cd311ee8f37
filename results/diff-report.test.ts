import { expect, test } from "vitest";
import { type DiffReport, type DiffSide, formatDiff, toDiffReport } from "./diff-report.js";
import { compareBehaviour } from "../dsl/compare.js";
import { parse } from "../dsl/text/parse.js";
import { toProgramReport } from "./program-report.js";
import { plainStyle } from "./style.js";

const SIDE: DiffSide = {
  name: "first",
  statements: 2,
  hash: "0123456789abcdef",
  fingerprint: "fedcba9876543210",
  cost: 0.5,
  stateTensors: 1,
  measures: {
    liveState: 1,
    scaleExponent: 0,
    averagingLength: 9.5,
    noiseResponse: 0.25,
    coupling: "coordinate",
    updateSize: 0.0001,
  },
};

const REPORT: DiffReport = {
  a: SIDE,
  b: { ...SIDE, name: "second", hash: "1111222233334444", measures: null, measuresReason: "no" },
  sameHash: false,
  sameFingerprint: true,
  updates: {
    steps: 100,
    seed: 0,
    firstDifference: 3,
    absolute: { value: 0.000252, step: 33 },
    relative: { value: 0.714, step: 61 },
  },
  lines: [
    { kind: "changed", a: "def first(w, g, m, lr, beta=0.9):", b: "def second(w, g, m, lr):" },
    { kind: "same", a: "m = interp(g, m, beta)", b: "m = interp(g, m, 0.9)" },
    { kind: "onlyA", a: "dead = sin(g)", b: null },
    { kind: "changed", a: "update = m * lr", b: "update = s * lr" },
    { kind: "onlyB", a: null, b: "rate = lr * 2" },
    { kind: "same", a: "return update, m", b: "return update, m" },
  ],
};

test("two programs stand side by side, verdicts first, texts last", () => {
  expect(formatDiff(REPORT, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "  structure       different hashes
      fingerprint     the same
      updates         first differ in step 3 of 100; at most by 2.52e-4 (step 33), relative to the whole
                      update 0.714 (step 61)

                        first             second
      hash              0123456789abcdef  1111222233334444
      fingerprint       fedcba9876543210  fedcba9876543210
      statements        2                 2
      static cost       0.5 × AdamW       0.5 × AdamW
      live state        1                 none
      scale exponent    0                 none
      averaging length  9.5               none
      noise response    0.25              none
      coupling          coordinate        none
      update size       1e-4              none

    first                        second
    def first(w, g, m, lr,    |  def second(w, g, m, lr):
          beta=0.9):
      m = interp(g, m, beta)       m = interp(g, m, 0.9)
      dead = sin(g)           <
      update = m * lr         |    update = s * lr
                              >    rate = lr * 2
      return update, m             return update, m

    | differ   < only in the first   > only in the second
    "
  `);
});

test("on a narrow page each text is broken to its half", () => {
  expect(formatDiff(REPORT, { style: plainStyle, width: 46 })).toMatchInlineSnapshot(`
    "  structure       different hashes
      fingerprint     the same
      updates         first differ in step 3 of
                      100; at most by 2.52e-4
                      (step 33), relative to the
                      whole update 0.714 (step 61)

                        first             second
      hash              0123456789abcdef  1111222233334444
      fingerprint       fedcba9876543210  fedcba9876543210
      statements        2                 2
      static cost       0.5 × AdamW       0.5 × AdamW
      live state        1                 none
      scale exponent    0                 none
      averaging length  9.5               none
      noise response    0.25              none
      coupling          coordinate        none
      update size       1e-4              none

    first                    second
    def first(w, g, m,    |  def second(w, g, m,
          lr, beta=0.9):           lr):
      m = interp(g, m,         m = interp(g, m,
          beta)                    0.9)
      dead = sin(g)       <
      update = m * lr     |    update = s * lr
                          >    rate = lr * 2
      return update, m         return update, m

    | differ   < only in the first   > only in the second
    "
  `);
});

test.each([
  [{ firstDifference: null }, "equal in every bit over 100 steps"],
  [{ absolute: { value: 0, step: 1 } }, "first differ in step 3 of 100, in the sign of zeros alone"],
  [
    { absolute: { value: Infinity, step: 3 }, relative: { value: Infinity, step: 3 } },
    "first differ in step 3 of 100; at most by ∞ (step 3), relative to the whole update ∞ (step 3)",
  ],
])("updates that differ by %j are described", (updates, words) => {
  const report = { ...REPORT, updates: { ...REPORT.updates, ...updates } };
  expect(formatDiff(report, { style: plainStyle, width: 200 })).toContain(`  updates         ${words}\n`);
});

test("programs that differ in names alone have the same hash, fingerprint, updates and lines", () => {
  const [a, b] = [
    "def a(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  update = m * lr\n  return update, m\n",
    "def b(w, g, v, lr):\n  next = interp(g, v, 0.9)\n  u = lr * next\n  return u, next\n",
  ].map((text) => parse(text));
  if (a === undefined || b === undefined) throw new Error("unreachable");
  const report = toDiffReport(
    { program: a, report: toProgramReport("a", a) },
    { program: b, report: toProgramReport("b", b) },
    compareBehaviour(a, b),
  );
  expect(report).toMatchObject({ sameHash: true, sameFingerprint: true, updates: { firstDifference: null } });
  expect(report.lines.every(({ kind }) => kind === "same")).toBe(true);
});
