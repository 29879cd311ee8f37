import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { isProportional } from "./degree.js";
import { createInterpreter } from "./interpret.js";
import { createLayout } from "./layout.js";
import type { Program } from "./program.js";
import { rules } from "./rules/index.js";
import { parse } from "./text/parse.js";

/** Whether the update of a program is known to be proportional to its hyperparameter `rate`. */
function isOfRate(parameters: string, ...lines: readonly string[]): boolean {
  const program = parse(`def f(${parameters}, rate=0.1):\n${lines.map((line) => `  ${line}\n`).join("")}`);
  return isProportional(program, slotOf(program, "rate"));
}

function slotOf({ parameters }: Program, name: string): number {
  return parameters.findIndex((parameter) => parameter.kind === "hyperparameter" && parameter.name === name);
}

/** Expressions of what came before that pass a factor on, as it is or changed. */
const EXPRESSIONS = [
  "X * Y", "X + Y", "X - Y", "divide(X, Y)", "max(X, Y)", "clamp(X, Y, Z)", "abs(X)", "sign(X)", "sqrt(X)",
  "interp(X, Y, 0.5)", "select(X > Y, X, Z)", "select(role(w) == 1, X, Y)", "norm(X * g)", "global_norm(X * w)",
  "tanh(X)",
];

/** Random programs of such expressions, with a state variable and the hyperparameter `rate`. */
const passing: fc.Arbitrary<Program> = fc.array(
  fc.tuple(fc.constantFrom(...EXPRESSIONS), fc.nat(), fc.nat(), fc.nat()), { minLength: 3, maxLength: 6 },
).map((drawn) => {
  const names = ["rate", "m", "rate", "g"];
  const lines = drawn.map(([expression, ...draws], k) => {
    const text = draws.reduce((before, draw, n) => before.replaceAll("XYZ".charAt(n), names[draw % names.length] as string), expression);
    names.push(`v${k}`);
    return `  v${k} = ${text}\n`;
  });
  const [update = "", state = ""] = [names.at(-1), names.at(-2)];
  return parse(`def f(w, g, m, rate=0.1):\n${lines.join("")}  return ${update} * sign(g), ${state}\n`);
});

/** The updates of a few steps on a matrix, under another default of a hyperparameter. */
function updates(program: Program, slot: number, value: number): readonly number[] {
  const parameters = program.parameters.map((parameter, k) =>
    (k === slot && parameter.kind === "hyperparameter" ? { ...parameter, value } : parameter));
  const interpreter = createInterpreter({ ...program, parameters }, createLayout([{ name: "a", shape: [2, 3], role: "matrix" }]));
  const w = Float32Array.of(0.5, -1, 2, 0.25, 0.125, -0.75);
  return [1, 2, 3].flatMap((t) =>
    [...interpreter.step({ w, g: w.map((x, i) => x * t + i - 2), lr: 0.5, t, T: 3, loss: 1 })]);
}

describe("an update", () => {
  it.each(rules.filter(({ text }) => /\blearning_rate=/.test(text)).map(({ name, text }) => [name, parse(text)] as const))(
    "of %s is proportional to its learning rate", (_, program) => {
      expect(isProportional(program, slotOf(program, "learning_rate"), "matrices")).toBe(true);
    },
  );

  it.each<[string, string, readonly string[]]>([
    ["products and quotients", "w, g, lr", ["return g * (rate / 0.5) * lr"]],
    ["sums of terms that all have it", "w, g, lr", ["u = rate * g", "v = w * rate", "return (u - v) * lr"]],
    ["roots and powers that come to it", "w, g", ["return sqrt(rate) * g * power(rate, 0.5)"]],
    ["the larger of two, or one of two", "w, g", ["return select(g > 0, max(rate * g, 0), -rate)"]],
    ["a clamp between bounds that have it too", "w, g", ["return clamp(g * rate, -rate, rate)"]],
    ["a state that has it", "w, g, m", ["m = 0.9 * m + rate * g", "return m, m"]],
    ["a sign that it does not change", "w, g, m", ["m = interp(rate * g, m, 0.9)", "return sign(m) * rate, m"]],
    ["norms", "w, g", ["return divide(rate * g, norm(rate * g)) * global_norm(rate * w)"]],
  ])("is proportional to what it has through %s", (_, parameters, lines) => {
    expect(isOfRate(parameters, ...lines)).toBe(true);
  });

  it("of matrices is proportional to what a role chooses for them, and not that of all arrays", () => {
    const program = parse("def f(w, g, rate=0.1):\n  return select(role(w) == 1, rate, 0.1) * g\n");
    const slot = slotOf(program, "rate");
    expect([isProportional(program, slot, "matrices"), isProportional(program, slot)]).toEqual([true, false]);
  });

  it.each<[string, string, readonly string[]]>([
    ["is its bound", "w, g, lr", ["return clip(g, rate) * lr"]],
    ["is a bound of what has it not", "w, g", ["return clamp(g, -rate, rate)"]],
    ["is in one term alone", "w, g, lr", ["return (rate * g + 0.1 * w) * lr"]],
    ["is in it twice", "w, g", ["return rate * g * rate"]],
    ["is not in it", "w, g", ["return g"]],
    ["is a denominator", "w, g", ["return divide(g, rate)"]],
    ["is protected", "w, g", ["return divide(g * rate * rate, 1e-8 + rate)"]],
    ["goes through a function of another kind", "w, g", ["return tanh(g * rate)"]],
    ["is in a state that grows by more", "w, g, m", ["m = m * rate + rate * g", "return m, m"]],
    ["is chosen by an array's shape", "w, g", ["return select(ndim(w) > 1, rate, 0.1) * g"]],
    ["is that of another role", "w, g", ["return select(role(w) == 2, rate, 0.1) * g"]],
    ["is summed with arrays of other roles", "w, g", ["u = select(role(w) == 1, rate, 0.1) * g", "return g * global_norm(u)"]],
  ])("is not proportional to what %s", (_, parameters, lines) => {
    expect(isOfRate(parameters, ...lines)).toBe(false);
  });

  it("of any program that is known to be proportional to a hyperparameter grows with it", () => {
    let known = 0;
    fc.assert(fc.property(passing, (program) => {
      const slot = slotOf(program, "rate");
      if (!isProportional(program, slot)) return;
      known += 1;
      // A factor whose roots are exact too: what cancels does so alike.
      const once = updates(program, slot, 0.25);
      updates(program, slot, 0.25 * 64).forEach((update, k) => {
        const expected = 64 * (once[k] as number);
        // What leaves the range of float32 is no proof of anything.
        if (!Number.isFinite(update) || !Number.isFinite(expected) || Math.abs(expected) > 1e25) return;
        expect(Math.abs(update - expected)).toBeLessThanOrEqual(1e-3 * Math.abs(expected) + 1e-25);
      });
    }), { numRuns: 3000 });
    expect(known).toBeGreaterThan(100);
  });
});
