import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContractError } from "../src/errors.js";
import { check } from "./check.js";
import { hashProgram } from "./hash.js";
import { type Interpreter, type StepInputs, createInterpreter } from "./interpret.js";
import { createLayout } from "./layout.js";
import { programs } from "./program.arbitrary.js";
import { arrayDot } from "./reduction.js";
import { SMALL_LAYOUT, updateBits } from "./run.arbitrary.js";
import { parse } from "./text/parse.js";
import { print } from "./text/print.js";

const { fround } = Math;

/** Two vectors of three and two numbers. */
const layout = createLayout([
  { name: "a", shape: [3], role: "vector" },
  { name: "b", shape: [2], role: "vector" },
]);
const W = Float32Array.of(1, -2, 0.5, 3, 0.1);
const G = Float32Array.of(0.25, 4, -1, 0.7, -6);

function inputs(over: Partial<StepInputs> = {}): StepInputs {
  return { w: W, g: G, lr: 0.5, t: 1, T: 10, loss: 2, ...over };
}

/** An interpreter of `def f(parameters): lines; return returned`. */
function running(
  parameters: string, lines: string, returned: string, hyperparameters?: Readonly<Record<string, number>>,
): Interpreter {
  const program = parse(`def f(${parameters}):\n${lines}\n  return ${returned}`);
  return createInterpreter(program, layout, hyperparameters === undefined ? {} : { hyperparameters });
}

function stepped(interpreter: Interpreter, over: Partial<StepInputs> = {}): number[] {
  return [...interpreter.step(inputs(over))];
}

function stateOf(interpreter: Interpreter, k = 0): number[] {
  return [...(interpreter.state[k] as Float32Array)];
}

describe("an update", () => {
  it("is computed from weights, gradient and the scalar inputs", () => {
    const interpreter = running("w, g, loss, lr, T, t", "  x = (lr + t * T) * loss", "w * x + g");
    const expected = (x: number): number[] => [...W].map((w, i) => fround(fround(w * fround(x)) + (G[i] as number)));
    expect(stepped(interpreter)).toEqual(expected(21));
    expect(stepped(interpreter, { lr: 0.1, t: 3, T: 7, loss: 0.3 })).toEqual(expected((0.1 + 21) * 0.3));
  });

  it("may be the gradient, the weights or state as they are", () => {
    expect(stepped(running("w, g", "", "g"))).toEqual([...G]);
    expect(stepped(running("w, g", "", "w"))).toEqual([...W]);
    const delayed = running("w, g, m", "", "m, g");
    expect(stepped(delayed)).toEqual([0, 0, 0, 0, 0]);
    expect(stepped(delayed, { g: W })).toEqual([...G]);
    expect(stepped(delayed)).toEqual([...W]);
  });

  it("leaves the weights and the gradient that it was given as they are", () => {
    const [w, g] = [W.slice(), G.slice()];
    running("w, g", "  w = w * 2\n  g = g + w", "g").step(inputs({ w, g }));
    expect([w, g]).toEqual([W, G]);
  });

  it("is not changed by a later change of the gradient's buffer", () => {
    const g = G.slice();
    const update = running("w, g", "", "g").step(inputs({ g }));
    g.fill(7);
    expect([...update]).toEqual([...G]);
  });

  it("may be scaled by a scalar or by one number for each array", () => {
    const scaled = stepped(running("w, g", "", "g * global_norm(w)"));
    const norm = Math.sqrt(W.reduce((sum, w) => sum + w * w, 0));
    expect(scaled.map((u, i) => u / (G[i] as number))).toEqual(scaled.map(() => expect.closeTo(norm, 5) as number));
    expect(stepped(running("w, g", "", "(g - g) + size(g)"))).toEqual([3, 3, 3, 2, 2]);
  });

  it("carries NaN and infinity on without a word", () => {
    expect(stepped(running("w, g", "", "sqrt(g) * arcsin(w)"))[1]).toBeNaN();
    expect(stepped(running("w, g", "", "exp(exp(exp(g)))"))[1]).toBe(Infinity);
    const poisoned = running("w, g, m", "  m = interp(g, m, 0.9)", "m, m");
    poisoned.step(inputs({ g: Float32Array.of(NaN, 1, 1, 1, 1) }));
    expect(stepped(poisoned)[0]).toBeNaN();
    expect(stepped(poisoned)[1]).not.toBeNaN();
  });

  it("keeps the sign of zero", () => {
    expect(Object.is(stepped(running("w, g", "", "-(g * 0)"))[0], -0)).toBe(true);
  });
});

describe("state", () => {
  it("is zero at first, then what the step before returned", () => {
    const interpreter = running("w, g, m", "  m = m + g", "m, m");
    expect(stateOf(interpreter)).toEqual([0, 0, 0, 0, 0]);
    expect(stepped(interpreter)).toEqual([...G]);
    expect(stepped(interpreter)).toEqual([...G].map((g) => 2 * g));
    expect(stateOf(interpreter)).toEqual([...G].map((g) => 2 * g));
  });

  it.each([
    ["one float64", "t / 3", Float64Array, 1],
    ["one float64 for each array", "norm(g)", Float64Array, 2],
    ["float32 for each parameter", "g", Float32Array, 5],
  ] as const)("is stored as %s where it is no wider", (_, returned, kind, length) => {
    const [state] = running("w, g, m, t", "", `g, ${returned}`).state;
    expect(state).toBeInstanceOf(kind);
    expect(state).toHaveLength(length);
  });

  it("is float64 where it is a scalar", () => {
    const interpreter = running("w, g, b", "  b = b + 0.1", "g * b, b");
    for (let step = 0; step < 3; step++) interpreter.step(inputs());
    expect(stateOf(interpreter)).toEqual([0.1 + 0.1 + 0.1]);
  });

  it.each([
    ["scalars", "b, a", 1],
    ["tensors", "b, a + g * 0", 5],
  ])("is all read before any of it is written: two %s may be exchanged", (_, returned, length) => {
    const interpreter = running("w, g, a, b", "", `g, ${returned}`);
    interpreter.state[0]?.fill(1);
    interpreter.state[1]?.fill(2);
    interpreter.step(inputs());
    expect(stateOf(interpreter, 0)).toEqual(new Array(length).fill(2));
    expect(stateOf(interpreter, 1)).toEqual(new Array(length).fill(1));
  });

  it("may be handed from variable to variable, a step later each", () => {
    const interpreter = running("w, g, a, b, c, t", "", "g * a, b, c, t * 100");
    const updates = [1, 2, 3, 4, 5].map((t) => stepped(interpreter, { t })[0]);
    expect(updates).toEqual([0, 0, 0, 25, 50]);
    expect([0, 1, 2].map((k) => stateOf(interpreter, k))).toEqual([[300], [400], [500]]);
  });

  it("is written in place by a statement without touching what is stored", () => {
    const interpreter = running("w, g, m", "  m = m + 1\n  x = g * m", "x, g * 0 + 5");
    expect(stepped(interpreter)).toEqual([...G]);
    expect(stepped(interpreter)).toEqual([...G].map((g) => fround(g * 6)));
  });

  it("is zero again after reset, and the run is the same again", () => {
    const interpreter = running("w, g, m, v, s", "  s = s + norm(g)\n  m = m + g * s", "m * s + v, m, v + 1, s");
    const first = [1, 2, 3].map(() => stepped(interpreter));
    interpreter.reset();
    expect(interpreter.state.every((values) => values.every((x) => x === 0))).toBe(true);
    expect([1, 2, 3].map(() => stepped(interpreter))).toEqual(first);
  });

  it("may be set from outside, as a saved run does", () => {
    const averaging = (): Interpreter => running("w, g, m", "  m = interp(g, m, 0.9)", "m, m");
    const [one, other] = [averaging(), averaging()];
    one.step(inputs());
    other.state[0]?.set(one.state[0] as Float32Array);
    expect(stepped(other)).toEqual(stepped(one));
  });
});

describe("hyperparameters", () => {
  it("have their defaults, or the values that they are given", () => {
    expect(stepped(running("w, g, a=2, b=3", "", "g * a * b"))).toEqual([...G].map((g) => fround(fround(g * 2) * 3)));
    const given = running("w, g, a=2, b=3", "", "g * a * b", { b: -0.5 });
    expect(stepped(given)).toEqual([...G].map((g) => -g));
  });

  it("may be given as 0", () => {
    expect(stepped(running("w, g, a=2", "", "w * a", { a: 0 })).map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("may be called %s", (name) => {
    const expected = [...G].map((g) => fround(g * 2));
    expect(stepped(running(`w, g, ${name}=2`, "", `g * ${name}`))).toEqual(expected);
    expect(stepped(running(`w, g, ${name}=2`, "", `g * ${name}`, {}))).toEqual(expected);
  });

  it("are refused where the program has none of that name", () => {
    expect(() => running("w, g, m", "", "g, m", { m: 1 })).toThrow(ContractError);
    expect(() => running("w, g, a=1", "", "g", { b: 1 })).toThrow('has no hyperparameter "b"');
  });
});

describe("facts of arrays", () => {
  const arrays = createLayout([
    { name: "number", shape: [], role: "vector" },
    { name: "vector", shape: [2], role: "vector" },
    { name: "matrix", shape: [2, 3], role: "matrix" },
    { name: "cube", shape: [2, 1, 2], role: "embedding" },
    { name: "stack", shape: [1, 2, 2, 2], role: "head" },
  ]);
  it.each([
    ["size", [1, 2, 6, 4, 8]],
    ["ndim", [0, 1, 2, 3, 4]],
    ["rows", [1, 1, 2, 2, 4]],
    ["cols", [1, 2, 3, 2, 2]],
    ["role", [0, 0, 1, 2, 3]],
  ] as const)("%s is one number for each array", (name, expected) => {
    const interpreter = createInterpreter(parse(`def f(w, g, s):\n  return g, ${name}(w)`), arrays);
    interpreter.step(inputs({ w: new Float32Array(arrays.size), g: new Float32Array(arrays.size) }));
    expect([...(interpreter.state[0] as Float64Array)]).toEqual(expected);
  });
});

describe("functions of matrices", () => {
  const program = parse("def f(w, g):\n  return orthogonalize(g) + row_mean(w) + col_mean(w)");

  it("work on each array by itself", () => {
    const w = Float32Array.from({ length: 10 }, (_, i) => Math.cos(3 * i));
    const g = Float32Array.from({ length: 10 }, (_, i) => Math.sin(5 * i));
    const whole = [...createInterpreter(program, SMALL_LAYOUT).step(inputs({ w, g }))];
    const parts = SMALL_LAYOUT.arrays.flatMap(({ name, shape, role, offset, size }) => {
      const alone = createInterpreter(program, createLayout([{ name, shape, role }]));
      return [...alone.step(inputs({ w: w.slice(offset, offset + size), g: g.slice(offset, offset + size) }))];
    });
    expect(whole).toEqual(parts);
  });

  it("make no difference to a vector but its mean", () => {
    const update = stepped(createInterpreter(program, layout));
    const mean = (W[0] as number) / 3 + (W[1] as number) / 3 + (W[2] as number) / 3;
    expect(update[0]).toBeCloseTo((G[0] as number) + mean + (W[0] as number), 5);
  });
});

describe("reductions of the tree", () => {
  it("add the arrays' sums in their order, in float64", () => {
    const arrays = createLayout([3, 1, 9, 2].map((n) => ({ name: `a${n}`, shape: [n], role: "vector" as const })));
    const w = Float32Array.from({ length: 15 }, (_, i) => Math.cos(7 * i) * 10 ** ((i % 5) - 2));
    const g = Float32Array.from({ length: 15 }, (_, i) => Math.sin(3 * i) * 10 ** ((i % 7) - 3));
    const interpreter = createInterpreter(parse("def f(w, g, s):\n  return g, dot(w, g)"), arrays);
    interpreter.step(inputs({ w, g }));
    expect(stateOf(interpreter)).toEqual([arrays.arrays.reduce((sum, array) => sum + arrayDot(w, g, array), 0)]);
  });
});

describe("misuse", () => {
  it("is refused: a program that is not valid", () => {
    const program = parse("def f(w, g, m):\n  return g, m");
    expect(() => createInterpreter({ ...program, outputs: [2, 2] }, layout)).toThrow(ContractError);
  });

  it.each([["w", 4], ["w", 6], ["g", 4], ["g", 6]] as const)("is refused: %s of %d numbers for 5", (name, length) => {
    const interpreter = running("w, g", "", "g");
    expect(() => interpreter.step(inputs({ [name]: new Float32Array(length) }))).toThrow(ContractError);
  });
});

describe("any program", () => {
  it("computes the same however often it is run, and after reset", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        const interpreter = createInterpreter(program, layout);
        const run = (): number[][] => [1, 2, 3].map((t) => stepped(interpreter, { t }));
        const first = run();
        interpreter.reset();
        expect(run()).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });

  it("computes the same after it was printed and read", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        expect(updateBits(parse(print(program)))).toEqual(updateBits(program));
      }),
      { numRuns: 200 },
    );
  });

  it("computes on each of two equal trees what it computes on one, but for sums of the tree", () => {
    const twice = createLayout([...layout.arrays, ...layout.arrays]);
    const double = (x: Float32Array): Float32Array => Float32Array.of(...x, ...x);
    const whole = new Set(["dot", "global_norm", "cosine_sim", "clip"]);
    const local = programs().filter(({ statements }) => !statements.some(({ fn }) => whole.has(fn.name)));
    fc.assert(
      fc.property(local, (program) => {
        const [one, two] = [createInterpreter(program, layout), createInterpreter(program, twice)];
        for (let t = 1; t <= 3; t++) {
          const update = stepped(one, { t });
          expect(stepped(two, { t, w: double(W), g: double(G) })).toEqual([...update, ...update]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("ten thousand statements", () => {
  it("are read, checked, printed, hashed and run in seconds", () => {
    const lines = Array.from({ length: 10_000 }, (_, k) => `  x${k % 97} = interp(x${(k * 31) % 97}, g, 0.${k}1) * lr`);
    const first = Array.from({ length: 97 }, (_, k) => `  x${k} = g`);
    const start = process.cpuUsage();
    const program = parse(`def f(w, g, m, lr):\n${[...first, ...lines].join("\n")}\n  return x5, x6`);
    check(program);
    expect(print(program).split("\n")).toHaveLength(97 + 20_000 + 3);
    expect(hashProgram(program)).toMatch(/^[0-9a-f]{16}$/);
    expect(stepped(createInterpreter(program, layout))).toHaveLength(5);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(4);
  });
});
