import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UpdateArray } from "../src/engine/update/array.js";
import type { UpdateRule } from "../src/engine/update/rule.js";
import { planStages } from "../src/engine/update/stage.js";
import { createMemory } from "../src/engine/wasm/host.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { type CompiledUpdate, type UpdateOptions, compileUpdate } from "../src/engine/wasm/update.js";
import { RandomStream } from "../src/random.js";
import { type TypedProgram, check } from "./check.js";
import { compile } from "./compile.js";
import { FUNCTIONS } from "./functions/table.js";
import { type StepInputs, createInterpreter } from "./interpret.js";
import { ARRAY_ROLES, type Layout, createLayout } from "./layout.js";
import { densePrograms } from "./rewrite/dense.arbitrary.js";
import { findRule, rules } from "./rules/index.js";
import { parse } from "./text/parse.js";

/** Arrays of every role, and of sizes that leave every remainder of eight. */
const LAYOUT = createLayout([
  { name: "embedding", shape: [5, 3], role: "embedding" },
  { name: "square", shape: [4, 4], role: "matrix" },
  { name: "vector", shape: [7], role: "vector" },
  { name: "tall", shape: [6, 3], role: "matrix" },
  { name: "kernel", shape: [2, 3, 2], role: "matrix" },
  { name: "single", shape: [], role: "vector" },
  { name: "head", shape: [3, 7], role: "head" },
  { name: "long", shape: [33], role: "vector" },
]);

/** Transcendental functions differ from the interpreter's in the last place. */
const INEXACT = new Set(
  FUNCTIONS.filter(({ group }) => group === "trigonometry" || group === "exponentials and logarithms").map(({ name }) => name),
).add("power").add("cbrt");
const EXACT = FUNCTIONS.filter(({ name }) => !INEXACT.has(name) && name !== "orthogonalize");

interface Compiled {
  readonly weights: Float32Array;
  readonly gradients: Float32Array;
  readonly update: CompiledUpdate;
}

function compiled(rule: UpdateRule, layout: Layout, options?: UpdateOptions): Compiled {
  const arrays = layout.arrays.map(({ offset, size, shape, rows, cols, role }): UpdateArray => ({
    offset, size, ndim: shape.length, rows, cols, role: ARRAY_ROLES.indexOf(role),
  }));
  const bytes = layout.size * 4 + 64;
  const place = { weights: 64, gradients: 64 + bytes, room: 64 + 2 * bytes, arrays };
  const memory = createMemory(Math.ceil((place.room + updateRoom(rule, arrays) + 4096) / 65536));
  // Whatever is read before it is written shows.
  new Float32Array(memory.buffer).fill(NaN);
  return {
    update: compileUpdate(rule, { ...place, memory }, options),
    weights: new Float32Array(memory.buffer, place.weights, layout.size),
    gradients: new Float32Array(memory.buffer, place.gradients, layout.size),
  };
}

/** Steps of noisy gradients of many scales, some of them zero. */
function steps(count: number, size: number, seed: number): readonly Omit<StepInputs, "w">[] {
  return Array.from({ length: count }, (_, k) => {
    const random = new RandomStream(seed, "compile test", k);
    return {
      g: Float32Array.from({ length: size }, () => (random.chance(0.05) ? 0 : 0.3 * random.normal())),
      lr: 1 - k / (2 * count),
      t: k + 1,
      T: count,
      loss: 1 / (k + 1),
    };
  });
}

/** Runs a program interpreted and compiled; gives the weights of both after every step. */
function runBoth(
  typed: TypedProgram,
  inputs: readonly Omit<StepInputs, "w">[],
): { readonly interpreted: number[]; readonly compiled: number[] } {
  const interpreter = createInterpreter(typed, LAYOUT);
  const { weights, gradients, update } = compiled(compile(typed), LAYOUT);
  const start = new RandomStream(7, "compile test weights");
  const w = Float32Array.from({ length: LAYOUT.size }, () => start.normal());
  weights.set(w);
  const seen: { interpreted: number[]; compiled: number[] } = { interpreted: [], compiled: [] };
  for (const step of inputs) {
    const moved = interpreter.step({ ...step, w });
    w.forEach((value, i) => { w[i] = value - (moved[i] as number); });
    gradients.set(step.g);
    update.step(step);
    seen.interpreted.push(...w);
    seen.compiled.push(...weights);
  }
  return seen;
}

describe("a compiled program", () => {
  it.each(rules.filter(({ text }) => exact(text)))("moves the weights as the interpreter does, to the bit: $name", ({ text }) => {
    const both = runBoth(check(parse(text)), steps(20, LAYOUT.size, 1));
    expect(both.compiled).toEqual(both.interpreted);
  });

  it.each(rules.filter(({ text }) => !exact(text)))("moves the weights as the interpreter does: $name", ({ text }) => {
    const both = runBoth(check(parse(text)), steps(8, LAYOUT.size, 1));
    both.compiled.forEach((w, i) => { expect(w).toBeCloseTo(both.interpreted[i] as number, 5); });
  });

  it("computes what the interpreter does, to the bit, whatever exact functions it is made of", () => {
    fc.assert(
      fc.property(densePrograms({ functions: EXACT }), fc.nat(1000), (program, seed) => {
        const both = runBoth(check(program), steps(3, LAYOUT.size, seed));
        expect(both.compiled).toEqual(both.interpreted);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["hands state over between variables", "def f(w, g, a, b, lr):\n  u = a - b\n  return u, b, g\n"],
    ["returns a state variable as the update", "def f(w, g, a, lr):\n  b = a + g\n  return a, b\n"],
    ["keeps numbers as state", "def f(w, g, n, lr):\n  m = n + global_norm(g)\n  u = g * m\n  return u, m\n"],
    ["keeps a number an array as state", "def f(w, g, n, lr):\n  m = n + norm(g)\n  u = g * m\n  return u, m\n"],
    ["keeps one number where state is a tensor", "def f(w, g, s, lr):\n  u = g + s\n  r = select(lr < 0.9, s, u)\n  return u, r\n"],
    ["reads lr, t, T and the loss", "def f(w, g, lr, t, T, loss):\n  u = g * (lr * loss + t / T)\n  return u\n"],
    ["reduces what it reduced", "def f(w, g, lr):\n  u = g / norm(g)\n  v = u * dot(u, w)\n  return v / rms(v)\n"],
    ["takes matrix functions of matrix functions", "def f(w, g, lr):\n  u = row_mean(col_mean(g)) + orthogonalize(g)\n  return orthogonalize(u)\n"],
    ["gives back its gradient", "def f(w, g, lr):\n  return g\n"],
    ["gives back its weights", "def f(w, g, lr):\n  return w\n"],
  ])("%s", (_, text) => {
    const both = runBoth(check(parse(text)), steps(6, LAYOUT.size, 2));
    expect(both.compiled).toEqual(both.interpreted);
  });

  it("starts again from zero state after a reset", () => {
    const { weights, gradients, update } = compiled(compile(check(parse(findRule("adamw")?.text ?? ""))), LAYOUT);
    const run = (): number[] => {
      weights.fill(1);
      update.reset();
      for (const step of steps(5, LAYOUT.size, 3)) {
        gradients.set(step.g);
        update.step(step);
      }
      return [...weights];
    };
    expect(run()).toEqual(run());
  });

  it("takes hyperparameters in place of their defaults", () => {
    const typed = check(parse("def f(w, g, lr, a=2):\n  u = g * a\n  return u\n"));
    const { weights, gradients, update } = compiled(compile(typed, { hyperparameters: { a: 3 } }), LAYOUT);
    weights.fill(0);
    gradients.fill(1);
    update.step({ lr: 1, t: 1, T: 1, loss: 0 });
    expect([...weights]).toEqual(Array.from({ length: LAYOUT.size }, () => -3));
  });

  it("scales the update and adds decay, array by array, where training is tuned", () => {
    const typed = check(parse("def f(w, g, lr):\n  u = g * lr\n  return u\n"));
    const { weights, gradients, update } = compiled(compile(typed), LAYOUT, { tuned: true });
    const [step] = steps(1, LAYOUT.size, 4);
    if (step === undefined) throw new Error("There is one step.");
    weights.fill(2);
    gradients.set(step.g);
    const decay = Float64Array.from(LAYOUT.arrays, ({ shape }) => (shape.length > 1 ? 0.01 : 0));
    update.step({ ...step, scale: 0.3, decay });
    const { fround } = Math;
    const expected = LAYOUT.arrays.flatMap(({ offset, size }, a) =>
      Array.from({ length: size }, (_, i) => {
        const scaled = fround(fround(0.3) * fround((step.g[offset + i] as number) * step.lr));
        return fround(2 - fround(scaled + fround(fround(decay[a] as number) * 2)));
      }),
    );
    expect([...weights]).toEqual(expected);
  });

  it("is the same whether other rules ran in its room before", () => {
    const typed = check(parse(findRule("lamb")?.text ?? ""));
    const once = runBoth(typed, steps(5, LAYOUT.size, 5));
    expect(runBoth(typed, steps(5, LAYOUT.size, 5))).toEqual(once);
  });
});

describe("compile", () => {
  it("takes no two numbers for one, finite or not", () => {
    const values = { a: NaN, b: Infinity, c: -Infinity, d: 0, e: -0 };
    const typed = check(parse("def f(w, g, a=1, b=1, c=1, d=1, e=1):\n  return g * a + g * b + g * c + g * d + g * e\n"));
    const constants = compile(typed, { hyperparameters: values }).values.flatMap((value) =>
      value.kind === "constant" ? [value.value] : []);
    expect(constants).toEqual(Object.values(values));
  });

  it("refuses a value for what is no hyperparameter of the program, as the interpreter does", () => {
    const typed = check(parse("def f(w, g, lr, a=1):\n  return g * a\n"));
    for (const name of ["b", "lr"]) {
      const hyperparameters = { [name]: 1 };
      const refusal = `Program "f" has no hyperparameter "${name}".`;
      expect(() => compile(typed, { hyperparameters })).toThrow(refusal);
      expect(() => createInterpreter(typed, LAYOUT, { hyperparameters })).toThrow(refusal);
    }
  });

  it("computes equal values once and leaves dead ones out", () => {
    const rule = compile(check(parse(
      "def f(w, g, dead, lr):\n  dead = cosh(g)\n  a = square(g)\n  b = g * g\n  u = a + b\n  return u, dead\n",
    )));
    expect(rule.values.filter(({ kind }) => kind === "element")).toHaveLength(2);
    expect(rule.states).toHaveLength(0);
  });

  it("needs one pass for AdamW, and one more for each reduction that waits for another", () => {
    const passes = (text: string): number => planStages(compile(check(parse(text))), () => 1).length;
    expect(passes(findRule("adamw")?.text ?? "")).toBe(1);
    expect(passes("def f(w, g, lr):\n  return g / norm(g)\n")).toBe(2);
    expect(passes("def f(w, g, lr):\n  u = g / norm(g)\n  return u / (1 + dot(u, w))\n")).toBe(3);
  });
});

/** Whether a rule's text uses no transcendental function on tensors. */
function exact(text: string): boolean {
  return check(parse(text)).program.statements.every(({ fn }, i) => {
    const types = check(parse(text)).types;
    return !INEXACT.has(fn.name) || types[i] !== 2;
  });
}
