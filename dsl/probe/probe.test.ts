import { describe, expect, it, test } from "vitest";
import { check, type TypedProgram } from "../check.js";
import { createInterpreter } from "../interpret.js";
import { rules, findRule } from "../rules/index.js";
import { simplify } from "../rewrite/simplify.js";
import { parse } from "../text/parse.js";
import { type Measures, probe, probeUpdateSize } from "./probe.js";
import { PROBE_LAYOUT, createStream, mapGradients } from "./stream.js";

function typed(text: string): TypedProgram {
  return check(parse(text));
}

function library(name: string): TypedProgram {
  return typed(findRule(name)?.text ?? "");
}

function measuresOf(program: TypedProgram): Measures {
  const { measures } = probe(program);
  if (measures === undefined) throw new Error("The probe found no measures.");
  return measures;
}

function momentum(beta: number): TypedProgram {
  return typed(`def momentum(w, g, m, lr):\n  m = interp(g, m, ${beta})\n  u = m * lr\n  return u, m\n`);
}

describe("the measures", () => {
  it.each([
    ["sgd", 0], ["momentum", 1], ["lion", 1], ["adamw", 2], ["amsgrad", 3], ["paper-raw", 1],
  ])("count the live state tensors of %s as %i", (name, count) => {
    expect(measuresOf(library(name)).liveState).toBe(count);
  });

  it.each([
    ["sgd", 1], ["momentum", 1], ["signsgd", 0], ["adamw", 0], ["lion", 0],
  ])("see that the update of %s scales as the gradient to the power of %i", (name, exponent) => {
    expect(measuresOf(library(name)).scaleExponent).toBeCloseTo(exponent, 2);
  });

  it("see a scale exponent of one half", () => {
    const root = typed("def root(w, g, lr):\n  u = sign(g) * sqrt(g)\n  return u\n");
    expect(measuresOf(root).scaleExponent).toBeCloseTo(0.5, 2);
  });

  it("give a rule without memory an averaging length of one step", () => {
    expect(measuresOf(library("sgd")).averagingLength).toBe(1);
  });

  // The centroid of the weights (1 - β)·β^k, counted from 1, is 1 / (1 - β).
  it.each([0.5, 0.9, 0.97, 0.98])("give an average that keeps %d a step its own length", (beta) => {
    expect(measuresOf(momentum(beta)).averagingLength).toBeCloseTo(1 / (1 - beta), 0);
  });

  it("put an average of 100 steps beyond 64, though the probe's window is shorter", () => {
    expect(measuresOf(momentum(0.99)).averagingLength).toBeGreaterThan(64);
  });

  it("see that averaging lets a clear gradient through and cancels noise", () => {
    expect(measuresOf(momentum(0.9)).noiseResponse).toBeGreaterThan(1);
    expect(Math.abs(measuresOf(library("sgd")).noiseResponse)).toBeLessThan(0.2);
    expect(Math.abs(measuresOf(library("signsgd")).noiseResponse)).toBeLessThan(0.01);
  });

  it.each([
    ["u = g * lr", "coordinate"],
    ["u = g / norm(g)", "array"],
    ["u = g - mean(g)", "array"],
    ["u = orthogonalize(g)", "matrix"],
    ["u = g - col_mean(g)", "matrix"],
    ["u = g / global_norm(g)", "tree"],
    ["u = clip(g, 0.5)", "tree"],
    // A bound that is never reached couples nothing.
    ["u = clip(g, 1000)", "coordinate"],
  ])("see how far `%s` couples coordinates: %s", (statement, coupling) => {
    expect(measuresOf(typed(`def rule(w, g, lr):\n  ${statement}\n  return u\n`)).coupling).toBe(coupling);
  });

  it("scale the update size with the update", () => {
    const once = typed("def once(w, g, lr):\n  u = g * 0.5\n  return u\n");
    const twice = typed("def twice(w, g, lr):\n  u = g * 1.0\n  return u\n");
    expect(measuresOf(twice).updateSize / measuresOf(once).updateSize).toBeCloseTo(2, 6);
    expect(probeUpdateSize(twice)).toBe(measuresOf(twice).updateSize);
  });

  it.each([
    ["is not a number", "u = g * log(w - w)"],
    ["is always zero", "u = g * 0"],
    ["overflows", "u = exp(square(g) * 10000)"],
  ])("are absent where the update %s", (_, statement) => {
    const found = probe(typed(`def rule(w, g, lr):\n  ${statement}\n  return u\n`));
    expect(found.measures).toBeUndefined();
    expect(found.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it("are finite for every rule of the library", () => {
    for (const { name, text } of rules) {
      const { measures } = probe(typed(text));
      expect(measures, name).toBeDefined();
    }
  });
});

describe("the fingerprint", () => {
  it("tells all rules of the library apart", () => {
    const seen = rules.map(({ text }) => probe(typed(text)).fingerprint);
    expect(new Set(seen).size).toBe(rules.length);
  });

  it("is the same for the same program, every time", () => {
    expect(probe(library("adamw"))).toEqual(probe(library("adamw")));
  });

  it("does not see names, dead code or how a value is written", () => {
    const plain = typed("def a(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = m * lr\n  return u, m\n");
    const twisted = typed(
      "def b(w, x, junk, s, lr):\n  junk = cosh(x)\n  s = 0.9 * s + 0.1 * x\n  y = lr * s\n  return y, junk, s\n",
    );
    expect(probe(twisted).fingerprint).toBe(probe(plain).fingerprint);
  });

  it("sees a constant that differs by one percent", () => {
    expect(probe(momentum(0.9)).fingerprint).not.toBe(probe(momentum(0.909)).fingerprint);
  });

  it.each([
    ["a small learning rate", "u = g * lr", "u = g * max(lr, 0.001)"],
    ["the horizon", "u = clip(g, T / 20)", "u = g * 1"],
    ["a horizon that another constant could stand for", "u = g * (1 - 1 / T)", "u = g * 0.999"],
    ["a gradient of exactly zero", "u = sign(g)", "u = select(g == 0, 1, sign(g))"],
  ])("tells rules apart that differ only at %s", (_, one, other) => {
    const text = (statement: string): string => `def rule(w, g, lr, T):\n  ${statement}\n  return u\n`;
    expect(probe(typed(text(one))).fingerprint).not.toBe(probe(typed(text(other))).fingerprint);
  });

  it("agrees with the exact simplification of nearly every rule, which rounds differently", () => {
    const same = rules.filter(({ text }) => {
      const program = parse(text);
      return probe(check(simplify(program).program)).fingerprint === probe(check(program)).fingerprint;
    });
    expect(same.length / rules.length).toBeGreaterThan(0.8);
  });
});

describe("the probe's streams", () => {
  test("have gradients of unit power whatever their signal-to-noise ratio", () => {
    for (const signalToNoise of [0.1, 1, 10]) {
      const stream = createStream({ name: "test", steps: 400, signalToNoise });
      let sum = 0;
      for (const { g } of stream) for (const x of g) sum += x * x;
      expect(sum / (400 * PROBE_LAYOUT.size)).toBeCloseTo(1, 1);
    }
  });

  test("are not written by the programs that run on them", () => {
    const stream = createStream({ name: "test", steps: 3, signalToNoise: 1 });
    const before = stream.map(({ g, w }) => [...g, ...w]);
    const interpreter = createInterpreter(library("paper-raw"), PROBE_LAYOUT);
    for (const inputs of stream) interpreter.step(inputs);
    expect(stream.map(({ g, w }) => [...g, ...w])).toEqual(before);
  });

  test("can be mapped without changing the original", () => {
    const stream = createStream({ name: "test", steps: 2, signalToNoise: 1 });
    const doubled = mapGradients(stream, (g) => g.map((x) => 2 * x));
    expect(doubled[1]?.g[5]).toBe(2 * (stream[1]?.g[5] ?? NaN));
    expect(doubled[1]?.w).toBe(stream[1]?.w);
  });
});
