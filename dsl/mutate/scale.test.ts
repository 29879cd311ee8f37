import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { type TypedProgram, check } from "../check.js";
import { createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import { liveness } from "../liveness.js";
import { findRule, rules } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { type MutationOptions, mutate, mutateConstants, normMatch, propose } from "./index.js";
import { findScaleConstant } from "./scale.js";

const layout = createLayout([
  { name: "a", shape: [3, 4], role: "matrix" },
  { name: "b", shape: [5], role: "vector" },
]);
const STEPS = 4;

function typed(text: string): TypedProgram {
  return check(parse(text));
}

function program(head: string, ...lines: readonly string[]): string {
  return `def p(${head}):\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function body(rule: TypedProgram | undefined): readonly string[] | undefined {
  return rule === undefined
    ? undefined
    : print(rule.program)
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
}

/** The updates of some steps on random numbers, and the live state after them. */
function run(rule: TypedProgram): { readonly updates: readonly number[]; readonly state: readonly number[] } {
  const interpreter = createInterpreter(rule, layout);
  const numbers = new RandomStream(3, "numbers");
  const draw = (): Float32Array => Float32Array.from({ length: layout.size }, () => numbers.normal());
  const updates: number[] = [];
  for (let t = 1; t <= STEPS; t++) {
    updates.push(...interpreter.step({ w: draw(), g: draw(), lr: 1 - t / 8, t, T: STEPS, loss: 1 / t }));
  }
  const live = liveness(rule.program).states;
  return { updates, state: interpreter.state.flatMap((values, k) => (live[k] === 1 ? [...values] : [])) };
}

/** Whether a number is the product, up to the rounding of a few float32 operations and what underflows. */
function isProduct(actual: number, size: number, factor: number): boolean {
  const wanted = size * factor;
  if (!Number.isFinite(wanted) || !Number.isFinite(actual)) return true;
  return Math.abs(actual - wanted) <= 2e-5 * Math.abs(wanted) + 1e-30;
}

function evolved(seed: number): TypedProgram {
  const stream = new RandomStream(seed, "evolved");
  const rule = stream.pick(rules);
  let parent = typed(rule.text);
  const options: MutationOptions = { limits: { states: 8 } };
  for (let i = stream.integer(30); i >= 0; i--) parent = mutate(parent, stream, options).typed;
  return parent;
}

describe("normMatch", () => {
  it("multiplies every update by the factor and leaves live state as it is", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -6, max: 6 }), (seed, exponent) => {
        const child = evolved(seed);
        // A power of two, so that nothing is rounded otherwise than before.
        const factor = 2 ** exponent;
        const matched = normMatch(child, factor, { limits: { statements: 70 } });
        if (matched === undefined) return;
        expect(check(matched.program)).toEqual(matched);
        const before = run(child);
        const after = run(matched);
        expect(after.state).toEqual(before.state);
        before.updates.forEach((size, i) => {
          expect(
            isProduct(after.updates[i] ?? NaN, size, factor),
            `${size} → ${after.updates[i] ?? NaN}`,
          ).toBe(true);
        });
        compared++;
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it("multiplies the updates of every rule of the library", () => {
    for (const { text, name } of rules) {
      const rule = typed(text);
      const before = run(rule);
      const after = run(normMatch(rule, 4, { limits: { statements: 100, states: 9 } }) as TypedProgram);
      before.updates.forEach((size, i) => {
        expect(
          isProduct(after.updates[i] ?? NaN, size, 4),
          `${name}: ${size} → ${after.updates[i] ?? NaN}`,
        ).toBe(true);
      });
      expect(after.state).toEqual(before.state);
    }
  });

  it("scales the constant of the starting AdamW", () => {
    const start = typed(findRule("adamw-paper")?.text ?? "");
    expect(body(normMatch(start, 2))).toContain("lr = lr * 0.002");
  });

  it("scales a hyperparameter that is used for nothing else", () => {
    const rule = typed(program("w, g, lr, rate=0.5", "u = g * lr", "u = u * rate", "return u"));
    expect(print(normMatch(rule, 4)?.program ?? rule.program)).toContain("rate=2");
  });

  it("passes products, numerators, negations, norms and copies on the way to the constant", () => {
    const rule = typed(
      program("w, g", "a = g * 3", "a = -a", "n = norm(a)", "u = n / g", "u = u * g", "return u"),
    );
    expect(body(normMatch(rule, 4))).toContain("a = g * 12");
  });

  it.each([
    [
      "another live statement reads",
      ["lr = lr * 0.5", "x = w * lr", "u = g * lr", "u = u + x", "return u, m"],
    ],
    ["a live state variable returns", ["x = g * 0.5", "u = x + m", "m = x", "u = x * m", "return u, m"]],
    ["a sum takes up", ["u = g * 0.5", "u = u + w", "return u, m"]],
    ["stands in a denominator", ["x = g * 0.5", "u = w / x", "return u, m"]],
    ["is squared", ["x = g * 0.5", "u = x * x", "return u, m"]],
  ])("appends a statement where the constant's value is one that %s", (_, lines) => {
    const rule = typed(program("w, g, m, lr", ...lines));
    expect(body(normMatch(rule, 4))).toEqual([...lines.slice(0, -1), "u = u * 4", "return u, m"]);
  });

  it("finds a constant however many statements lie between", () => {
    const { program: long } = typed(program("w, g", "u = g * 0.5", ...Array<string>(20_000).fill("u = abs(u)"), "return u"));
    expect(findScaleConstant(long, liveness(long))).toEqual({ at: 0, argument: 1, value: 0.5 });
  });

  it("scales a constant that only dead statements read as well", () => {
    const rule = typed(program("w, g", "u = g * 0.5", "dead = sin(u)", "return u"));
    expect(body(normMatch(rule, 4))).toEqual(["u = g * 2", "dead = sin(u)", "return u"]);
  });

  it("leaves state that is returned under the update's name as it is", () => {
    const rule = typed(program("w, g, m", "m = interp(g, m, 0.9)", "return m, m"));
    expect(body(normMatch(rule, 4))).toEqual(["m = interp(g, m, 0.9)", "v1 = m * 4", "return v1, m"]);
  });

  it.each([0, -1, NaN, Infinity, 1e11, 1e-11])("answers undefined for the factor %d", (factor) => {
    expect(normMatch(typed(program("w, g", "u = sign(g)", "return u")), factor)).toBeUndefined();
  });

  it.each([{ limits: { statements: 1 } }, { limits: { functions: ["sin"] } }, { limits: { cost: 0 } }])(
    "answers undefined where the limits forbid the statement: %j",
    (options) => {
      expect(normMatch(typed(program("w, g", "u = sign(g)", "return u")), 2, options)).toBeUndefined();
    },
  );
});

describe("propose", () => {
  const start = typed(findRule("adamw-paper")?.text ?? "");
  const sizeOf = (rule: TypedProgram): number => Math.hypot(...run(rule).updates);

  it("brings children to their parent's size, or leaves them as they are", () => {
    const stream = new RandomStream(1, "propose");
    let matched = 0;
    for (let i = 0; i < 500; i++) {
      const { typed: child, live, factor } = propose(start, stream, { normMatch: 1 }, sizeOf);
      expect(liveness(child.program)).toEqual(live);
      if (factor === undefined) continue;
      matched++;
      const size = sizeOf(child);
      if (Number.isFinite(size)) expect(Math.abs(size / sizeOf(start) - 1)).toBeLessThan(1e-4);
    }
    expect(matched).toBeGreaterThan(50);
  });

  it("matches no child where the probability is 0 and asks for no size", () => {
    const stream = new RandomStream(2, "propose");
    for (let i = 0; i < 100; i++) {
      const { factor } = propose(start, stream, { normMatch: 0 }, () => {
        throw new RangeError("no size is wanted");
      });
      expect(factor).toBeUndefined();
    }
  });

  it("matches half of the children that can be by default", () => {
    const stream = new RandomStream(3, "propose");
    let calls = 0;
    const count = 4000;
    for (let i = 0; i < count; i++) propose(start, stream, {}, () => ++calls);
    expect(calls / 2 / count).toBeGreaterThan(0.42);
    expect(calls / 2 / count).toBeLessThan(0.52);
  });

  it("leaves a child alone whose mutation only scaled the update", () => {
    const stream = new RandomStream(4, "propose");
    const options = { normMatch: 1, weights: { modify: 0, insert: 0, delete: 0, idiom: 0, constant: 1 } };
    for (let i = 0; i < 300; i++) {
      const { mutation, factor } = propose(start, stream, options, sizeOf);
      if (mutation.kind === "scale") expect(factor).toBeUndefined();
      if (mutation.kind === "constant" && mutation.at === 7) expect(factor).toBeUndefined();
    }
  });
});

describe("mutateConstants", () => {
  it("changes numbers only, and appends one statement at most", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...rules), (seed, { text }) => {
        const start = typed(text);
        const stream = new RandomStream(seed, "constants");
        const options = { limits: { statements: 100, states: 9 } };
        let rule = start;
        for (let i = 0; i < 10; i++) rule = mutateConstants(rule, stream, options).typed;
        const shape = ({ program: { parameters, statements } }: TypedProgram): readonly string[] => [
          ...parameters.map(({ name }) => name),
          ...statements.map(
            ({ fn, target, args }) =>
              `${target} ${fn.name} ${args.map((arg) => (arg.kind === "constant" ? "#" : arg.slot)).join()}`,
          ),
        ];
        const count = shape(start).length;
        expect(shape(rule).slice(0, count)).toEqual(shape(start));
        expect(shape(rule).length - count).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  it("moves every constant and hyperparameter", () => {
    const start = typed(
      program("w, g, m, rate=0.5", "m = interp(g, m, 0.9)", "u = m * rate", "u = u * 3", "return u, m"),
    );
    const stream = new RandomStream(5, "constants");
    const changed = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const before = print(start.program).split(/[ ,)]+/);
      const after = print(mutateConstants(start, stream, {}).typed.program).split(/[ ,)]+/);
      before.forEach((word, k) => {
        if (word !== after[k]) changed.add(word.trim());
      });
    }
    expect([...changed].map((word) => word.split("\n")[0]).sort()).toEqual(["0.9", "3", "rate=0.5"]);
  });
});
