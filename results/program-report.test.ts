import { expect, test } from "vitest";
import { parse } from "../dsl/text/parse.js";
import { findRule } from "../dsl/rules/index.js";
import { type ProgramReport, formatProgramReport, toProgramReport } from "./program-report.js";
import { colourStyle, plainStyle } from "./style.js";

const REPORT: ProgramReport = {
  name: "my.rule",
  def: "mine",
  statements: 4,
  live: { oneStep: 3, acrossSteps: 2, state: ["v"] },
  state: [
    { name: "m", type: "tensor", live: false },
    { name: "v", type: "array-wise", live: true },
  ],
  hyperparameters: [
    { name: "beta", value: 0.9, live: true },
    { name: "unused", value: 1, live: false },
  ],
  inputs: ["lr", "T"],
  horizonDependent: true,
  functions: { paper: ["interp", "norm"], extended: ["rms"] },
  hash: "0123456789abcdef",
  fingerprint: "fedcba9876543210",
  cost: 0.61553,
  stateTensors: 0,
  measures: {
    liveState: 0,
    scaleExponent: 0.5,
    averagingLength: 10,
    noiseResponse: -1,
    coupling: "array",
    updateSize: 0.0012345,
  },
  listing: [
    { text: "v = interp(x, v, beta)", type: "array-wise", oneStep: true, acrossSteps: true },
    { text: "m = m * 2", type: "tensor", oneStep: true, acrossSteps: false },
    { text: "dead = rms(g)", type: "array-wise", oneStep: false, acrossSteps: false },
    { text: "update = v * g", type: "tensor", oneStep: true, acrossSteps: true },
  ],
  text: `def mine(w, g, m, v, lr, T, beta=0.9, unused=1):
  v = interp(x, v, beta)
  m = m * 2
  dead = rms(g)
  update = v * g
  return update, m, v
`,
};

test("a report has facts, measures in words, and the text with dead statements marked", () => {
  expect(formatProgramReport(REPORT, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "my.rule

      statements        4: 3 live in one step, 2 across steps
      state             m (tensor, dead), v (array-wise)
      hyperparameters   beta=0.9, unused=1 (dead)
      functions         interp, norm (paper); rms (extended)
      hash              0123456789abcdef
      fingerprint       fedcba9876543210
      static cost       0.616 × AdamW
      memory            0 numbers of state per parameter
      horizon           dependent: reads T

      live state        0           no tensor carried from step to step
      scale exponent    0.5         gradients c times as large give updates c^0.5 times as large
      averaging length  10          a gradient acts on average 9 steps after its own
      noise response    -1          2 times as large where the gradient is noise as where it is clear
      coupling          array       an element sees its whole array, as through a norm
      update size       0.00123     root mean square of the update at lr = 1

        def mine(w, g, m, v, lr, T, beta=0.9, unused=1):
          v = interp(x, v, beta)
      ~   m = m * 2
      ·   dead = rms(g)
          update = v * g
          return update, m, v

      · dead in one step too   ~ dead across steps only
    "
  `);
});

test("on a narrow page everything is broken to its width", () => {
  const text = formatProgramReport(REPORT, { style: plainStyle, width: 48 });
  expect(text.split("\n").filter((line) => [...line].length > 52)).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "my.rule

      statements        4: 3 live in one step, 2
                        across steps
      state             m (tensor, dead), v
                        (array-wise)
      hyperparameters   beta=0.9, unused=1 (dead)
      functions         interp, norm (paper); rms
                        (extended)
      hash              0123456789abcdef
      fingerprint       fedcba9876543210
      static cost       0.616 × AdamW
      memory            0 numbers of state per
                        parameter
      horizon           dependent: reads T

      live state        0           no tensor carried
                                    from step to step
      scale exponent    0.5         gradients c times as
                                    large give updates
                                    c^0.5 times as large
      averaging length  10          a gradient acts on
                                    average 9 steps
                                    after its own
      noise response    -1          2 times as large
                                    where the gradient
                                    is noise as where it
                                    is clear
      coupling          array       an element sees its
                                    whole array, as
                                    through a norm
      update size       0.00123     root mean square of
                                    the update at lr = 1

        def mine(w, g, m, v, lr, T, beta=0.9,
              unused=1):
          v = interp(x, v, beta)
      ~   m = m * 2
      ·   dead = rms(g)
          update = v * g
          return update, m, v

      · dead in one step too   ~ dead across steps only
    "
  `);
});

test("colours change nothing but colours", () => {
  const coloured = formatProgramReport(REPORT, { style: colourStyle, width: 100 });
  expect(coloured).toContain("\u001b[");
  // eslint-disable-next-line no-control-regex -- the escape sequences are what is taken out
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(
    formatProgramReport(REPORT, { style: plainStyle, width: 100 }),
  );
});

test("a program that the probe cannot measure says why", () => {
  const report = toProgramReport("x", parse("def x(w, g, lr):\n  update = divide(g, 0 * lr)\n  return update\n"));
  expect(report.measures).toBeNull();
  expect(report.measuresReason).toBe("on the probe an update was not finite, or all updates were zero");
  expect(formatProgramReport(report, { style: plainStyle, width: 100 })).toContain(
    "  measures          none: on the probe an update was not finite, or all updates were zero\n",
  );
});

test("the paper's raw program has 21 statements, 13 live in one step, 12 across steps, and state v alone", () => {
  const report = toProgramReport("paper-raw", parse(findRule("paper-raw")?.text ?? ""));
  expect(report).toMatchObject({
    name: "paper-raw",
    def: "train",
    statements: 21,
    live: { oneStep: 13, acrossSteps: 12, state: ["v"] },
    state: [
      { name: "m", type: "tensor", live: false },
      { name: "v", type: "tensor", live: true },
    ],
    hyperparameters: [],
    inputs: ["lr"],
    horizonDependent: false,
    stateTensors: 1,
  });
});

test("an input or hyperparameter counts where its value reaches an update, not where it is merely read", () => {
  const report = toProgramReport(
    "x",
    parse(`def x(w, g, m, lr, t, T, a=1, b=2, c=3):
  dead = T * a
  t = b
  m = m + g * t
  update = m * c
  return update, m
`),
  );
  expect(report.inputs).toEqual([]);
  expect(report.hyperparameters.map(({ name, live }) => [name, live])).toEqual([
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
});

test("a parameter that is returned as it came counts", () => {
  const report = toProgramReport("x", parse("def x(w, g, s, T):\n  update = s * g\n  return update, T\n"));
  expect(report.inputs).toEqual(["T"]);
  expect(report.horizonDependent).toBe(true);
});

test("the keys of a report are in their order", () => {
  const report = toProgramReport("x", parse("def x(w, g):\n  update = g * 1\n  return update\n"));
  expect(Object.keys(report)).toEqual(Object.keys(REPORT));
});
