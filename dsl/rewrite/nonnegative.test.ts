import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { check } from "../check.js";
import { FUNCTIONS } from "../functions/table.js";
import { createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import type { Program } from "../program.js";
import { parse } from "../text/parse.js";
import { Graph, type Roots } from "./graph.js";
import { Nonnegative } from "./nonnegative.js";

const LAYOUT = createLayout([
  { name: "weight", shape: [5, 7], role: "matrix" },
  { name: "bias", shape: [9], role: "vector" },
]);

/** What is known of the update of a program, whose parameters are `w, g, m, v, lr, t, T`. */
function isKnown(...lines: readonly string[]): boolean {
  const { roots } = read(lines);
  return new Nonnegative(roots).has(roots.update);
}

function read(lines: readonly string[]): { readonly roots: Roots; readonly program: Program } {
  const text = ["def f(w, g, m, v, lr, t, T, beta=0.9):", ...lines.map((line) => `  ${line}`), "  return update, m, v"];
  const program = parse(text.join("\n"));
  return { roots: new Graph().read(check(program)), program };
}

const SPECIAL = [NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 3e38, -3e38, 1, -1];

describe("what is known to be without a sign", () => {
  const calls = FUNCTIONS.flatMap((fn) => {
    if (fn.name === "orthogonalize") return [];
    // Arguments of either sign, and without one: every way to have a sign must be seen.
    const ways = fn.args.reduce<string[][]>(
      (lists, { type }) => lists.flatMap((list) => [
        ...(type === "scalar" ? ["0.3", "-0.3", "1.5"] : ["g", "abs(g)", "square(w)"]).map((arg) => [...list, arg]),
      ]),
      [[]],
    );
    return ways.map((args) => `${fn.name}(${args.join(", ")})`);
  });

  it("never has one, for any function of arguments with a sign and without", () => {
    const random = new RandomStream(4, "nonnegative");
    let known = 0;
    for (const call of calls) {
      const lines = [`update = select(1, ${call}, g)`];
      const { program } = read(lines);
      // Seen through the choice: what is asked for is the call, widened to a tensor.
      if (!isKnown(`update = ${call} + abs(g)`)) continue;
      known++;
      const interpreter = createInterpreter(program, LAYOUT);
      for (let step = 0; step < 20; step++) {
        const number = (): number => (random.chance(0.3) ? random.pick(SPECIAL) : random.normal());
        const numbers = (): Float32Array => Float32Array.from({ length: LAYOUT.size }, number);
        const update = interpreter.step({ w: numbers(), g: numbers(), lr: 1, t: step + 1, T: 20, loss: 1 });
        expect([...update].filter((value) => value < 0 || Object.is(value, -0)), call).toEqual([]);
      }
    }
    expect(known).toBeGreaterThan(80);
  });

  it.each([
    ["a square", ["update = square(g)"], true],
    ["a gradient", ["update = g"], false],
    ["a cube of what has a sign", ["update = cube(g)"], false],
    ["an average of squares", ["v = interp(square(g), v, 0.9)", "update = v"], true],
    ["an average of gradients", ["v = interp(g, v, 0.9)", "update = v"], false],
    ["an extrapolation of squares", ["v = interp(square(g), v, 1.1)", "update = v"], false],
    ["an average by a hyperparameter, which may be anything", ["v = interp(square(g), v, beta)", "update = v"], false],
    ["state made of state that has a sign", ["m = m + g", "v = max(v * 0.5, 0) + m", "update = v"], false],
    ["a pair of states made of each other", ["x = v + abs(g)", "v = m * 2", "m = x", "update = v"], true],
    ["the step", ["update = g * 0 + t", "update = abs(g) * t * T"], true],
    ["the schedule, which the caller makes", ["update = abs(g) * lr"], false],
    ["-0", ["update = abs(g) + -0 * square(g)"], false],
  ])("tells of %s", (_, lines, expected) => {
    expect(isKnown(...lines)).toBe(expected);
  });
});
