import { describe, expect, it } from "vitest";
import { type TypedProgram, check } from "../../../../dsl/check.js";
import { compile } from "../../../../dsl/compile.js";
import { createLayout } from "../../../../dsl/layout.js";
import { mutate, randomProgram } from "../../../../dsl/mutate/index.js";
import { findRule, rules } from "../../../../dsl/rules/index.js";
import { parse } from "../../../../dsl/text/parse.js";
import { InputError } from "../../../errors.js";
import { RandomStream } from "../../../random.js";
import { ELEMENT_PRIMITIVES } from "../../update/primitive.js";
import type { HostInputs } from "./host-program.js";
import { type MachineSpec, MACHINE_LIMITS, machineLayout } from "./layout.js";
import { arraysOf } from "./machine.arbitrary.js";

const LAYOUT = createLayout([
  { name: "matrix", shape: [4, 6], role: "matrix" },
  { name: "vector", shape: [6], role: "vector" },
  { name: "head", shape: [6, 3], role: "head" },
]);
const ARRAYS = arraysOf(LAYOUT);
const { size } = LAYOUT;
const SPEC: MachineSpec = {
  weights: { offset: 0, length: size }, gradients: { offset: size, length: size }, loss: 2 * size, room: 2 * size + 1,
};
const machine = machineLayout(ARRAYS, SPEC);

function typed(text: string): TypedProgram {
  return check(parse(text));
}

/** What the host gives the device in some steps of a program. */
function rows(text: string, steps: readonly Partial<HostInputs>[], tuned = false): readonly (readonly number[])[] {
  const encoded = machine.encode(compile(typed(text)), { tuned });
  const host = encoded.host();
  return steps.map((step, k) => {
    const target = new Float32Array(encoded.scalarCount + 2).fill(-1);
    host.write(target, 1, { lr: 1, t: k + 1, T: 10, ...step });
    // It writes where it was told to, and nowhere else.
    expect([target[0], target.at(-1)]).toEqual([-1, -1]);
    return [...target.subarray(1, -1)];
  });
}

describe("what the host computes", () => {
  it("is rounded once, from float64", () => {
    const found = rows("def f(w, g, t):\n  return g / (1 - 0.999 ** t)\n", [{}, {}]);
    const expected = [1, 2].map((t) => [Math.fround(1 - ELEMENT_PRIMITIVES.power(0.999, t) + 1e-8)]);
    expect(found).toEqual(expected);
  });

  it("leaves out what never changes: the program has it", () => {
    expect(rows("def f(w, g, a=0.5):\n  return g * (a + 1) * rows(w)\n", [{}])).toEqual([[]]);
  });

  it("goes on from step to step where state is its own, and from zero in another training", () => {
    const text = "def f(w, g, a, b, t):\n  a = a + t\n  b = b + a * cols(w)\n  return g * b, a, b\n";
    const cols = ARRAYS.map((array) => array.cols);
    const expected = [1, 4, 10].map((sum) => cols.map((n) => sum * n));
    expect(rows(text, [{}, {}, {}])).toEqual(expected);
    expect(rows(text, [{}, {}, {}])).toEqual(expected);
  });

  it("reads all state before it writes any", () => {
    const text = "def f(w, g, a, b, t):\n  return g * a + b, b, a + t\n";
    expect(rows(text, [{}, {}, {}, {}])).toEqual([[0, 0], [0, 1], [1, 2], [2, 4]]);
  });

  it("passes scale and decay on", () => {
    const decay = Float64Array.of(0.25, 0, 0.5);
    const found = rows("def f(w, g, lr):\n  return g * lr\n", [{ scale: 3, decay, lr: 0.75 }], true);
    expect(found).toEqual([[3, 0.25, 0, 0.5, 0.75]]);
  });
});

describe("a rule of the machine", () => {
  it("uses the first pass alone where it reduces nothing", () => {
    const { uses } = machine.encode(compile(typed(findRule("adamw")?.text ?? "")), { tuned: true });
    expect(uses.map((isUsed, k) => (isUsed ? machine.kernels[k]?.label : "")).filter(Boolean)).toEqual(["first pass"]);
  });

  it("uses for each further pass the kernels that it needs", () => {
    const labels = (text: string): readonly (string | undefined)[] => {
      const { uses } = machine.encode(compile(typed(text)), { tuned: false });
      expect(uses).toHaveLength(machine.kernels.length);
      return machine.kernels.filter((_, k) => uses[k]).map(({ label }) => label);
    };
    expect(labels("def f(w, g):\n  return g / norm(g)\n")).toEqual([
      "first narrow values", "first pass", "narrow values", "pass",
    ]);
    // The matrix is the gradient itself: there is nothing to pass over before.
    expect(labels("def f(w, g):\n  return row_mean(g)\n")).toEqual([
      "first narrow values", "narrow values", "matrix functions", "pass",
    ]);
    expect(labels("def f(w, g, a, loss):\n  return g * a, loss\n")).toEqual(["first narrow values", "first pass"]);
  });

  it("fits into a lane, whatever the library or a search within its limits makes", () => {
    for (const { text } of rules) machine.encode(compile(typed(text)), { tuned: true });
    const stream = new RandomStream(1, "programs in lanes");
    const limits = { states: MACHINE_LIMITS.states, cost: 32 };
    for (let k = 0; k < 38; k++) {
      let program = typed((rules[k % rules.length] as (typeof rules)[number]).text);
      for (let n = 0; n < 60; n++) {
        program = mutate(program, stream, { weights: { insert: 0.5, delete: 0.1 }, limits }).typed;
        if (n % 2 === 1) machine.encode(compile(program), { tuned: true });
      }
    }
    for (let k = 0; k < 500; k++) {
      const program = randomProgram(stream, { limits, length: { least: 60, most: 60 } });
      machine.encode(compile(program), { tuned: true });
    }
  });

  it("computes again what there is no room to keep", () => {
    const text = "def f(w, g):\n  a = exp(g * 0.3) + sin(w) * cos(g)\n  return a / norm(a)\n";
    const kept = (limit: number): number => {
      const limited = machineLayout(ARRAYS, { ...SPEC, limits: { kept: limit } });
      return limited.encode(compile(typed(text)), { tuned: false }).needs.kept;
    };
    expect([kept(1), kept(0)]).toEqual([1, 0]);
  });

  it("is refused with the names of all that is short", () => {
    const limits = { states: 1, kept: 0, sums: 1, stages: 1, narrow: 1, words: 40 };
    const small = machineLayout(ARRAYS, { ...SPEC, limits });
    const encode = (name: string) => () => small.encode(compile(typed(findRule(name)?.text ?? "")), { tuned: false });
    expect(encode("sgd")).not.toThrow();
    expect(encode("adamw")).toThrow(InputError);
    expect(encode("adamw")).toThrow(
      "The rule needs 2 state tensors (1): more than a lane of the webgpu executor has room for (in brackets).",
    );
    expect(encode("muon")).toThrow("needs 2 state tensors (1), 2 passes (1):");
    const wide = machineLayout(ARRAYS, { ...SPEC, limits: { kept: 1, sums: 1, narrow: 1 } });
    const text = "def f(w, g):\n  return row_mean(g) + col_mean(g) + norm(w) * norm(g)\n";
    expect(() => wide.encode(compile(typed(text)), { tuned: false })).toThrow(
      "needs 2 tensors between passes (1), 5 narrow values (1), 2 sums in a pass (1):",
    );
  });

  it("has less room in a lane of many parameters", () => {
    const [array] = ARRAYS as [(typeof ARRAYS)[number]];
    const [few, many] = [1000, 1_000_000].map((count) => {
      const { state, end } = machineLayout([{ ...array, ndim: 1, rows: 1, cols: count, size: count }], SPEC);
      return Math.floor((end - state.offset - state.length) / count);
    });
    expect([few, many]).toEqual([20, 8]);
  });

  it("is not made for more state than fits into registers, nor for more sums than are numbered", () => {
    const make = (limits: MachineSpec["limits"] & object) => () => machineLayout(ARRAYS, { ...SPEC, limits });
    expect(make({ states: 21 })).toThrow("21 state tensors do not fit into 24 registers.");
    expect(make({ sums: 65 })).toThrow("no more than 64 sums, not 65.");
    const huge = [{ ...(ARRAYS[0] as (typeof ARRAYS)[number]), size: 1 << 25 }];
    expect(() => machineLayout(huge, { ...SPEC, mostBlocks: 1 << 20 })).toThrow("131072 blocks of parameters are more");
  });
});
