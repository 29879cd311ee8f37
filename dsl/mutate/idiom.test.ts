import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { type TypedProgram, check } from "../check.js";
import { createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import { liveness } from "../liveness.js";
import { findRule } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { type MutationOptions, describeMutation, mutate } from "./index.js";

const ONLY_IDIOMS = { modify: 0, insert: 0, delete: 0, constant: 0, idiom: 1 };
const ONLY_CONSTANTS = { modify: 0, insert: 0, delete: 0, constant: 1, idiom: 0 };
const start = check(parse(findRule("adamw-paper")?.text ?? ""));

function typed(head: string, ...lines: readonly string[]): TypedProgram {
  return check(parse(`def p(${head}):\n${lines.map((line) => `  ${line}\n`).join("")}`));
}

/** The children of one kind, as texts, with what is said of them. */
function children(
  parent: TypedProgram,
  kind: string,
  options: MutationOptions,
  mate?: TypedProgram,
): readonly { readonly child: TypedProgram; readonly text: string; readonly said: string }[] {
  const stream = new RandomStream(1, "idioms");
  const found = [];
  for (let i = 0; i < 400; i++) {
    const { typed: child, mutation } = mutate(parent, stream, options, mate);
    if (mutation.kind !== kind) continue;
    found.push({
      child,
      text: print(child.program),
      said: describeMutation(parent.program, child.program, mutation),
    });
  }
  return found;
}

describe("an average", () => {
  it("brings a live state variable with a parameter and an output of its own", () => {
    const found = children(start, "average", { weights: ONLY_IDIOMS, limits: { states: 3 } });
    expect(found.length).toBeGreaterThan(50);
    for (const { child, text } of found) {
      expect(text).toMatch(/^def train\(w, g, m, v, lr, s1\):/);
      expect(text).toMatch(/\n {2}s1 = interp\(\w+, s1, 0\.\d+\)\n/);
      expect(text).toMatch(/return \w+, m, v, s1\n$/);
      expect([...liveness(child.program).states]).toContain(1);
      expect(liveness(child.program).states[2]).toBe(1);
    }
  });

  it("is not inserted where as many state variables live as may", () => {
    expect(children(start, "average", { weights: ONLY_IDIOMS })).toEqual([]);
  });

  it("takes a dead state variable over, and other uses of its name go on under another", () => {
    const parent = typed(
      "w, g, m, v, lr",
      "m = interp(g, m, 0.9)",
      "x = v + g",
      "v = m * lr",
      "u = v + w",
      "return u, m, v",
    );
    const found = children(parent, "average", { weights: ONLY_IDIOMS });
    expect(found.length).toBeGreaterThan(50);
    const texts = new Set(found.map(({ text }) => text.replace(/0\.[0-8]\d+|0\.9\d+/, "0.5")));
    expect(texts).toContain(
      "def p(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  x = v + g\n  v1 = m * lr\n  v = interp(v1, v, 0.5)\n" +
        "  u = v + w\n  return u, m, v\n",
    );
    for (const { child } of found) expect([...liveness(child.program).states]).toEqual([1, 1]);
  });

  it("keeps the number of parameters over many generations", () => {
    const stream = new RandomStream(2, "generations");
    let parent = start;
    for (let i = 0; i < 3000; i++) {
      parent = mutate(parent, stream, { limits: { states: 4 }, weights: { idiom: 0.3 } }).typed;
    }
    expect(parent.program.states.length).toBeLessThanOrEqual(4);
  });
});

describe("a bias correction", () => {
  it("divides an average by 1 − β^t, as Adam does", () => {
    const parent = typed("w, g, m, b=0.9", "m = interp(g, m, b)", "u = m * 0.1", "return u, m");
    const found = children(parent, "correction", { weights: ONLY_IDIOMS });
    expect(new Set(found.map(({ text }) => text))).toEqual(
      new Set([
        "def p(w, g, m, b=0.9, t):\n  m = interp(g, m, b)\n  v1 = power(b, t)\n  v1 = 1 - v1\n" +
          "  v1 = divide(m, v1)\n  u = v1 * 0.1\n  return u, m\n",
      ]),
    );
  });

  it("makes the first step of an average the gradient itself", () => {
    const parent = typed("w, g, m", "m = interp(g, m, 0.75)", "return m, m");
    const [found] = children(parent, "correction", { weights: ONLY_IDIOMS });
    const layout = createLayout([{ name: "a", shape: [2], role: "vector" }]);
    const g = Float32Array.of(0.5, -8);
    const interpreter = createInterpreter(found?.child ?? parent, layout);
    expect(interpreter.step({ w: g, g, lr: 1, t: 1, T: 9, loss: 0 })).toEqual(g);
  });

  it("is written with functions of the paper where only those are allowed", () => {
    const options: MutationOptions = { weights: ONLY_IDIOMS, limits: { functions: "paper" } };
    const found = children(start, "correction", options);
    expect(found.length).toBeGreaterThan(50);
    for (const { text } of found) expect(text).toMatch(/v1 = \w+ \/ v1/);
  });

  it("takes a `t` that the program has, and moves another variable of that name out of the way", () => {
    const own = typed("w, g, t, m", "m = interp(g, m, 0.9)", "u = m * t", "return u, m");
    for (const { text } of children(own, "correction", { weights: ONLY_IDIOMS })) {
      expect(text).toMatch(/^def p\(w, g, t, m\)/);
    }
    const other = typed("w, g, m", "t = g * 2", "m = interp(t, m, 0.9)", "u = m + t", "return u, m");
    const found = children(other, "correction", { weights: ONLY_IDIOMS });
    expect(found.length).toBeGreaterThan(50);
    for (const { text } of found) {
      expect(text).toMatch(/^def p\(w, g, m, t\):\n {2}v1 = g \* 2\n {2}m = interp\(v1, m/);
    }
  });

  it("is not written where `t` holds something else by then", () => {
    const parent = typed("w, g, m, t", "m = interp(g, m, 0.9)", "t = w * 2", "u = m + t", "return u, m");
    expect(children(parent, "correction", { weights: ONLY_IDIOMS })).toEqual([]);
  });
});

describe("a mask", () => {
  it("keeps a value where its sign agrees with another's", () => {
    const parent = typed("w, g", "u = sign(g)", "return u");
    const layout = createLayout([{ name: "a", shape: [4], role: "vector" }]);
    const w = Float32Array.of(1, -1, 1, -1);
    const g = Float32Array.of(2, 2, -3, -3);
    for (const functions of ["extended", "paper"] as const) {
      const found = children(parent, "mask", { weights: ONLY_IDIOMS, limits: { functions } });
      const masked = found.filter(({ text }) => text.includes("v1 = u * w"));
      expect(masked.length).toBeGreaterThan(5);
      for (const { child, text } of masked) {
        const update = createInterpreter(child, layout).step({ w, g, lr: 1, t: 1, T: 1, loss: 0 });
        const share = text.includes("mean") ? 0.5 : 1;
        expect([...update].map((x) => x + 0)).toEqual([1 / share, 0, 0, -1 / share]);
      }
    }
  });
});

describe("the horizon", () => {
  it("is written so that the weight keeps its value at a horizon from 200 to 1000", () => {
    const found = children(start, "horizon", { weights: ONLY_CONSTANTS });
    expect(found.length).toBeGreaterThan(50);
    const horizons = found.map(({ text }) => {
      expect(text).toMatch(/^def train\(w, g, m, v, lr, T\)/);
      const c = Number(
        /v1 = ([\d.e-]+) \/ T\n {2}v1 = 1 - v1\n {2}\w = interp\(\w+, \w, v1\)/.exec(text)?.[1],
      );
      const weight = text.includes("m = interp(g, m, v1)") ? 0.9 : 0.999;
      return c / (1 - weight);
    });
    expect(Math.min(...horizons)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...horizons)).toBeLessThanOrEqual(1000.001);
    expect(Math.max(...horizons) - Math.min(...horizons)).toBeGreaterThan(500);
  });
});

describe("crossover", () => {
  const options: MutationOptions = { weights: ONLY_IDIOMS, limits: { states: 4 } };

  it("alone asks for a mate that has to be fetched, and gives the children that one at hand gives", () => {
    const mate = check(parse(findRule("lion")?.text ?? ""));
    const [fetching, given] = [1, 2].map(() => new RandomStream(1, "mates")) as [RandomStream, RandomStream];
    let asked = 0;
    let crossed = 0;
    for (let i = 0; i < 300; i++) {
      const child = mutate(start, fetching, {}, () => { asked++; return mate; });
      expect(print(child.typed.program)).toBe(print(mutate(start, given, {}, mate).typed.program));
      if (child.mutation.kind === "crossover") crossed++;
    }
    expect(crossed).toBeGreaterThan(0);
    expect(asked).toBeLessThan(100);
    expect(asked).toBeGreaterThanOrEqual(crossed);
  });

  it("maps state by position, inputs by role, hyperparameters by name or as their values", () => {
    const parent = typed("x, y, a, k=0.5", "u = y * k", "return u, a");
    const mate = typed(
      "w, g, m, v, lr, t, k=2, z=3",
      "p = m + v",
      "p = p * lr",
      "p = p * t",
      "p = p * k",
      "u = p + z",
      "u = u - w",
      "return u, m, v",
    );
    const texts = children(parent, "crossover", options, mate).map(({ text }) => text);
    const whole = texts.find((text) => text.includes("p = a + ") && text.includes("u = u - x")) ?? "";
    expect(whole).toMatch(/^def p\(x, y, a, k=0.5, lr, t\)/);
    expect(whole).toMatch(
      /p = a \+ (k|lr|t)\n {2}p = p \* lr\n {2}p = p \* t\n {2}p = p \* k\n {2}u = p \+ 3\n {2}u = u - x/,
    );
    expect(texts.some((text) => /^def p\(x, y, a, k=0.5\)/.test(text))).toBe(true);
  });

  it("says which statements came", () => {
    const mate = typed("w, g, m, v", "q = sin(w)", "u = q * g", "return u, m, v");
    const [first] = children(start, "crossover", options, mate);
    expect(first?.said).toMatch(/^crossover: \+ \w+ = /);
  });

  it("takes no function that is not allowed", () => {
    const mate = typed("w, g, m, v", "q = erf(w)", "u = q * g", "return u, m, v");
    const found = children(start, "crossover", { ...options, limits: { functions: "paper" } }, mate);
    expect(found.length).toBeGreaterThan(20);
    for (const { text } of found) expect(text).not.toContain("erf");
  });
});

describe("the description of a mutation", () => {
  it.each([
    ["insert", /^insert: \+ \w+ = .+$/],
    ["delete", /^delete: - \w+ = .+$/],
    ["argument", /^argument: - \w+ = .+ \+ \w+ = .+$/],
    ["function", /^function: - \w+ = .+ \+ \w+ = .+$/],
    ["constant", /^constant: - .*\d.* \+ .*\d.*$/],
    ["scale", /^scale by (1.414|0.7071): - lr = lr \* 0.001 \+ lr = lr \* [\d.]+$/],
    ["horizon", /^horizon: \+ T - .+ \+ v1 = .+ \/ T \+ v1 = 1 - v1 \+ .+$/],
  ])("for %s gives the lines before and after", (kind, pattern) => {
    const found = children(start, kind, {});
    expect(found.length).toBeGreaterThan(0);
    for (const { said } of found) expect(said).toMatch(pattern);
  });

  it("for a hyperparameter gives its defaults", () => {
    const parent = typed("w, g, rate=0.5", "u = g * rate", "return u");
    for (const { said } of children(parent, "hyperparameter", { weights: ONLY_CONSTANTS })) {
      expect(said).toMatch(/^hyperparameter: - rate=0\.5 \+ rate=\S+$/);
    }
  });
});
