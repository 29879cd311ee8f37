import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Interpreter, type StepInputs, createInterpreter } from "../interpret.js";
import { programs } from "../program.arbitrary.js";
import type { Program } from "../program.js";
import { rules } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { ProbeArithmetic } from "./arithmetic.js";
import { PROBE_LAYOUT, createStream } from "./stream.js";

const STREAM = createStream({ name: "arithmetic", steps: 6, signalToNoise: 1, scales: [-2, 2] });

/** Numbers where vectors and scalars could part: both zeros, what is not finite, what is subnormal, ties. */
const EDGES = [0, -0, NaN, Infinity, -Infinity, 1e-45, -1e-40, 3.4e38, 0.5, -0.5, 1.5, -1, 1];

/** The stream with an edge at every other place, another in every step. */
const EDGY: readonly StepInputs[] = STREAM.map((inputs, step) => ({
  ...inputs,
  g: inputs.g.map((x, i) => (i % 2 === 0 ? (EDGES[(i / 2 + 5 * step) % EDGES.length] as number) : x)),
}));

/** All updates and state of some steps, all NaNs alike, −0 apart from 0. */
function run(interpreter: Interpreter, stream: readonly StepInputs[]): number[][] {
  return stream.flatMap((inputs) => {
    const update = [...interpreter.step(inputs)];
    return [update, ...interpreter.state.map((values) => [...values])];
  });
}

function expectSame(program: Program): void {
  for (const stream of [STREAM, EDGY]) {
    const own = run(createInterpreter(program, PROBE_LAYOUT, { arithmetic: new ProbeArithmetic() }), stream);
    const plain = run(createInterpreter(program, PROBE_LAYOUT), stream);
    expect(own.every((values, k) => values.every((value, i) => Object.is(value, plain[k]?.[i])))).toBe(true);
  }
}

describe("the probe's arithmetic computes to the bit what the interpreter's own does", () => {
  it.each(rules)("in $name", ({ text }) => { expectSame(parse(text)); });

  it("in any program", () => {
    fc.assert(fc.property(programs(), expectSame), { numRuns: 300 });
  });

  it.each([
    "g + w", "g - w", "g * w", "divide(g, w)", "max(g, w)", "min(w, g)", "g < w", "g <= w", "g == w", "select(g, w, 2 * w)",
    "copy(g)", "-g", "abs(g)", "sign(g)", "floor(g)", "sqrt(g)", "orthogonalize(g)", "row_mean(g)", "col_mean(g)",
  ])("of `%s`", (expression) => { expectSame(parse(`def rule(w, g):\n  u = ${expression}\n  return u\n`)); });

  it("of a program with more values than its memory has room for", () => {
    const lines = Array.from({ length: 4200 }, (_, k) => `  x = ${k % 50 === 0 ? "orthogonalize(x)" : "x * 1.001 + g"}`);
    expectSame(parse(`def long(w, g):\n  x = w * 0.5\n${lines.join("\n")}\n  return x\n`));
  });
});

it("computes for one program after another as if each were the first", () => {
  const text = "def rule(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = m * lr\n  return u, m\n";
  const alone = run(createInterpreter(parse(text), PROBE_LAYOUT), STREAM);
  for (let k = 0; k < 3; k++) {
    const again = createInterpreter(parse(text), PROBE_LAYOUT, { arithmetic: new ProbeArithmetic() });
    expect(run(again, STREAM)).toEqual(alone);
  }
});
