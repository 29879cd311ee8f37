import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { tryCheck } from "../check.js";
import { ELEMENT_PRIMITIVES } from "../../src/engine/update/primitive.js";
import type { Lowering } from "../functions/lowering.js";
import { findFunction, functionNamed } from "../functions/table.js";
import { hashProgram } from "../hash.js";
import { createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import { type Operand, type Program, type Statement, samePrograms } from "../program.js";
import { programs } from "../program.arbitrary.js";
import { prune } from "../prune.js";
import { findRule, rules } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { ARITHMETIC, CHOICE, densePrograms } from "./dense.arbitrary.js";
import { plant } from "./planted.arbitrary.js";
import { KEEPS } from "./rule.js";
import { type SimplifyOptions, simplify } from "./simplify.js";

const LAYOUT = createLayout([
  { name: "weight", shape: [3, 4], role: "matrix" },
  { name: "bias", shape: [4], role: "vector" },
  { name: "gain", shape: [], role: "vector" },
  { name: "table", shape: [2, 1, 3], role: "embedding" },
  { name: "out", shape: [1, 2], role: "head" },
]);

/** Gradients and weights that break careless rewriting. */
const SPECIAL = [NaN, Infinity, -Infinity, 0, -0, 0, -0, 1e-45, -1e-42, 3e38, -3e38, 1, -1];

/** The updates of a program over a few steps; some gradients and weights are special. */
function updates(program: Program, special = 0, steps = 6): readonly Float32Array[] {
  const random = new RandomStream(3, "updates");
  const interpreter = createInterpreter(program, LAYOUT);
  const numbers = (): Float32Array =>
    Float32Array.from({ length: LAYOUT.size }, () => (random.chance(special) ? random.pick(SPECIAL) : random.normal()));
  return Array.from({ length: steps }, (_, k) => {
    const inputs = { w: numbers(), g: numbers(), lr: 1 - k / (2 * steps), t: k + 1, T: 20, loss: 2 / (k + 1) };
    return interpreter.step(inputs).slice();
  });
}

function expectSameBits(a: Program, b: Program): void {
  for (const special of [0, 0.2]) expect(updates(b, special)).toEqual(updates(a, special));
}

/** The largest difference of two programs' updates in any step, relative to the step's largest update. */
function largestDifference(a: Program, b: Program, steps: number): number {
  const theirs = updates(b, 0, steps);
  return Math.max(
    ...updates(a, 0, steps).map((update, k) => {
      const apart = Math.max(...update.map((value, i) => Math.abs(value - (theirs[k]?.[i] as number))));
      return apart === 0 ? 0 : apart / Math.max(...update.map(Math.abs));
    }),
  );
}

/** What becomes of statements of a program of `w`, `g`, `m`, `v`, `lr`, `s` and `r`; less its `def` and `return`. */
function simplified(body: string, options: SimplifyOptions = {}): string {
  return linesOf(simplify(ruleOf(body), options).program).join("; ");
}

/** Statements as a program; `m` and `v` are returned. */
function ruleOf(body: string): Program {
  const lines = body.split("; ");
  const returned = lines.some((line) => line.startsWith("return")) ? [] : ["return update, m, v"];
  return parse(["def rule(w, g, m, v, lr, s=0.3, r=0.7):", ...[...lines, ...returned].map((line) => `  ${line}`)].join("\n"));
}

/** The hyperparameters of a program, by name, with their defaults. */
function hyperparametersOf({ parameters }: Program): readonly (readonly [string, number])[] {
  return parameters.flatMap((each) => (each.kind === "hyperparameter" ? [[each.name, each.value] as const] : []));
}

function linesOf(program: Program): readonly string[] {
  return print(program).split("\n").slice(1).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("return"));
}

/** Random programs: some of arithmetic alone, some behind edits that change nothing. */
const rewritable = fc
  .tuple(
    fc.oneof(
      programs({ statements: 25 }), densePrograms(), densePrograms({ functions: ARITHMETIC }),
      densePrograms({ functions: CHOICE }),
    ),
    fc.nat(8),
    fc.nat(),
  )
  .map(([program, edits, seed]) =>
    named(edits % 2 === 0 ? program : plant(program, edits, new RandomStream(seed, "rewritable")).program),
  );

/** A program that fast-check shows as its text. */
function named(program: Program): Program {
  return Object.defineProperty({ ...program }, fc.toStringMethod, { value: () => `\n${print(program)}` });
}

/** How many programs a law is tried on. */
const RUNS = 700;
/** Which ones: the same in every run, so that a run that passes passes again. */
const SEED = 5;

describe("simplify, on random programs", () => {
  it("gives a valid program that prints and reads back, with no more statements than pruning leaves", () => {
    let less = 0;
    fc.assert(
      fc.property(rewritable, fc.boolean(), (program, strict) => {
        const { program: simple } = simplify(program, { strict });
        const pruned = prune(program);
        expect(tryCheck(simple)).toBeDefined();
        expect(samePrograms(parse(print(simple)), simple)).toBe(true);
        expect(simple.statements.length).toBeLessThanOrEqual(pruned.statements.length);
        if (simple.statements.length < pruned.statements.length) less++;
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // Were there nothing to simplify, the law would say nothing.
    expect(less).toBeGreaterThan(RUNS / 3);
  });

  it("finds nothing more to do the second time", () => {
    fc.assert(
      fc.property(rewritable, fc.boolean(), (program, strict) => {
        const once = simplify(program, { strict }).program;
        const twice = simplify(once, { strict }).program;
        expect(twice.statements.length).toBe(once.statements.length);
        expect(hashProgram(twice)).toBe(hashProgram(once));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it("keeps every bit of the updates where it is strict or says so, special numbers included", () => {
    let strictly = 0;
    fc.assert(
      fc.property(rewritable, fc.boolean(), (program, strict) => {
        const { program: simple, keeps, applied } = simplify(program, { strict });
        if (strict) expect(keeps).toBe("bits");
        if (keeps !== "bits") return;
        expectSameBits(program, simple);
        if (applied.length > 0) strictly++;
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(strictly).toBeGreaterThan(RUNS / 5);
  });

  it("keeps the updates in real arithmetic, where all numbers on the way are of ordinary size", () => {
    let compared = 0;
    fc.assert(
      fc.property(densePrograms({ functions: SMOOTH }).map(named), fc.nat(6), fc.nat(), (program, edits, seed) => {
        const longer = named(prune(plant(program, edits, new RandomStream(seed, "real")).program));
        const { program: simple, keeps } = simplify(longer);
        if (keeps === "protected") return;
        const before = evaluate(longer);
        const after = evaluate(simple);
        if (before === undefined || after === undefined) return;
        compared++;
        before.forEach((value, k) => {
          expect(Math.abs((after[k] as number) - value)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(value)));
        });
      }),
      { numRuns: 3 * RUNS, seed: SEED },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });

  it("drops what is dead and keeps every bit at level `dead`", () => {
    fc.assert(
      fc.property(rewritable, (program) => {
        const { program: simple, applied, keeps } = simplify(program, { level: "dead" });
        expect(samePrograms(simple, prune(program))).toBe(true);
        expect({ applied, keeps }).toEqual({ applied: [], keeps: "bits" });
        expectSameBits(program, simple);
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  });

  it("keeps what the weakest of the rules that it lists keeps, and counts each", () => {
    fc.assert(
      fc.property(rewritable, (program) => {
        const { applied, keeps } = simplify(program);
        expect(keeps).toBe(KEEPS[Math.max(0, ...applied.map((rule) => KEEPS.indexOf(rule.keeps)))]);
        for (const { count, reason } of applied) {
          expect(count).toBeGreaterThan(0);
          expect(reason).not.toBe("");
        }
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  });
});

describe("simplify, on examples", () => {
  it.each([
    ["constants are folded", "x = sqrt(2 + 2) * get_e() - get_e(); update = g + x", "update = g + 2.718281828459045"],
    ["constants meet in products", "update = cos((g * 2) * 3 + g)", "update = g * 7; update = cos(update)"],
    ["constants meet in sums", "update = 5 - ((g + 2) - 3)", "update = 6 - g"],
    ["adding 0 is nothing", "update = 0 + (g + 0) - 0", ""],
    ["multiplying by 1 is nothing", "update = divide(1 * (g * 1), 1) ** 1", ""],
    ["a double negation is nothing", "update = -(-g)", ""],
    ["what is added and taken away is nothing", "update = (g + w) - w", ""],
    ["two negated factors are none", "update = (-g) * (-w)", "update = g * w"],
    ["a quotient by the root of the square is the sign", "update = g / sqrt(g * g)", "update = sign(g)"],
    ["so is a plain one", "update = divide(g, sqrt(square(g)))", "update = sign(g)"],
    ["a scaled one is the scaled sign", "update = (g * s) / sqrt(g * g)", "update = sign(g); update = update * s"],
    [
      "nested interpolations of the same values are one",
      "m = interp(g, m, 0.5); update = interp(g, m, 0.5)",
      "update = interp(momentum, g, 0.75); momentum = interp(g, momentum, 0.5)",
    ],
    ["and so in the first argument", "x = interp(g, w, 0.5); update = interp(x, w, 0.5)", "update = interp(g, w, 0.75)"],
    ["a step towards a value is an interpolation", "update = g + (w - g) * s", "update = interp(g, w, s)"],
    ["a weighted sum is an interpolation", "update = 0.75 * w + 0.25 * g", "update = interp(g, w, 0.75)"],
    ["an expanded interpolation is one", "update = g * (1 - s) + w * s", "update = interp(g, w, s)"],
    [
      "what is computed twice is computed once",
      "x = tanh(g + w); y = tanh(w + g); update = square(x) * y",
      "update = g + w; update = tanh(update); update = cube(update)",
    ],
    ["a common factor is taken out", "update = lr * g + (lr * s) * w", "decay = w * s; update = g + decay; update = update * lr"],
    ["and so of a difference", "update = lr * g - (lr * s) * w", "decay = w * s; update = g - decay; update = update * lr"],
    ["and if it is a tensor", "update = g * w + sin(g) * g", "update = sin(g); update = w + update; update = update * g"],
    ["like terms are one", "update = sin(g * 2 + g * s * 0 + g)", "update = g * 3; update = sin(update)"],
    ["state that no update depends on is dropped", "m = interp(g, m, 0.9); update = tanh(g)", "update = tanh(g)"],
    ["state that stays zero is dropped", "m = m * 0.9; v = v + m; update = tanh(g) + v", "update = tanh(g)"],
    [
      "state that equals other state is dropped",
      "m = interp(g, m, 0.9); v = v + (g - v) * 0.1; update = tanh(m) * v",
      "momentum = interp(g, momentum, 0.9); update = tanh(momentum); update = update * momentum",
    ],
    [
      "also where each is made of the other",
      "x = interp(g, v, 0.9); v = interp(g, m, 0.9); m = x; update = tanh(m) * v",
      "momentum = interp(g, momentum, 0.9); update = tanh(momentum); update = update * momentum",
    ],
    [
      "an average of squares has no sign to be taken",
      "v = interp(square(g), v, 0.9); update = g * abs(v)",
      "g_squared = square(g); second_moment = interp(g_squared, second_moment, 0.9); update = g * second_moment",
    ],
    ["a gradient may have one", "update = abs(g)", "update = abs(g)"],
    [
      "what lives for its shape alone is dropped",
      "x = tanh(g) * w; update = g * divide(cols(x), rows(g))",
      "w_cols = cols(w); w_rows = rows(w); ratio = divide(w_cols, w_rows); update = g * ratio",
    ],
    ["a role that there is not is none", "update = g * select(role(w) == -1.15, s, r)", "update = g * r"],
    ["nor is 4", "update = g * select(4 == role(g), s, r)", "update = g * r"],
    ["nor 1.5", "update = g * select(role(g) == 1.5, s, r)", "update = g * r"],
    ["every role is below 4", "update = select(role(w) < 4, tanh(g), w)", "update = tanh(g)"],
    ["and at most 3", "update = select(role(w) <= 3, tanh(g), w)", "update = tanh(g)"],
    ["none is above 3", "update = select(role(w) > 3, g, tanh(w))", "update = tanh(w)"],
    ["none is below 0", "update = select(role(w) < 0, g, tanh(w))", "update = tanh(w)"],
    ["every one is at least 0", "update = select(role(w) >= -0, tanh(g), w)", "update = tanh(g)"],
    ["an array has a row", "update = select(rows(w) < 1, g, tanh(w))", "update = tanh(w)"],
    ["and a column, which chooses", "update = select(cols(w), tanh(g), w)", "update = tanh(g)"],
    ["and an element, of which 1 is the least", "update = g * max(size(w), 1)", "w_size = size(w); update = g * w_size"],
    ["a number has no dimensions", "update = select(ndim(w) < 0.5, g, w)", "w_ndim = ndim(w); below = w_ndim < 0.5; update = select(below, g, w)"],
    ["1 to any power is 1", "update = tanh(g) * power(1, lr)", "update = tanh(g)"],
    ["and if that is a tensor", "update = tanh(w) * power(1, g)", "update = tanh(w)"],
  ])("%s", (_, body, expected) => {
    expect(simplified(body)).toBe(expected);
  });

  it.each([
    ["x / sqrt(x * x)", "update = g / sqrt(g * g)", "protected"],
    ["x + 0", "update = g + 0", "real"],
    ["x * 1", "update = g * 1", "bits"],
    ["nothing", "update = tanh(g)", "bits"],
  ])("says what rewriting %s keeps", (_, body, keeps) => {
    expect(simplify(ruleOf(body)).keeps).toBe(keeps);
  });

  it("leaves in strict mode what would change a bit", () => {
    expect(simplified("update = (g + 0) * 1", { strict: true })).toBe("update = g + 0");
    expect(simplified("update = select(1, w * s, g)", { strict: true })).toBe("update = w * s");
    expect(simplified("update = g * select(role(w) == 7, s, lr)", { strict: true })).toBe("update = g * lr");
    // The chosen scalar would be a float64 where it was rounded to float32.
    expect(simplified("x = select(1, s, g); update = g + x * x", { strict: true })).toContain("select");
  });

  it("keeps a value as wide as a function needs it, and state as wide as it was", () => {
    expect(simplified("x = g * 0 + 3; update = g * norm(x)")).toBe(
      "product = g * 0; total = product + 3; total_norm = norm(total); update = g * total_norm",
    );
    // Without the gradient `m` would be a scalar, of which there is no norm.
    const kept = simplified("m = m + 1; m = (m + g) - g; update = g * norm(m)");
    expect(kept).toMatch(/total_2 = total \+ g; momentum = total_2 - g$/);
  });
});

describe("simplify, on state that vanishes", () => {
  it("keeps of it what makes other state wide enough for a function", () => {
    // `m` never leaves 0, but is what makes `v`, of which there is a norm, a tensor.
    const program = ruleOf("m = m * g; update = g * norm(v); v = m + lr");
    const { program: simple } = simplify(program);
    expect(linesOf(simple)).toEqual(["v_norm = norm(v)", "update = g * v_norm", "product = 0 * g", "v = product + lr"]);
    expect(largestDifference(program, simple, 5)).toBe(0);
  });

  it("makes what is made of it as narrow as it becomes without it", () => {
    expect(simplified("m = m * g; v = m + s; update = g * (v + 0 * v)")).toBe("update = g * s");
    expect(simplified("m = m * g; v = v * 0.5 + m + lr; update = g * v")).toBe(
      "product = v * 0.5; v = product + lr; update = g * v",
    );
  });

  it("is kept in strict mode, since a product with 0 may be NaN", () => {
    expect(simplified("m = m * g; update = g + m", { strict: true })).toBe("momentum = momentum * g; update = g + momentum");
    expect(simplified("m = -(-m); update = g * (m + 2)", { strict: true })).toBe("update = g * learning_rate");
  });
});

describe("simplify, on the scale and the decay of an update", () => {
  it.each([
    ["update = sign(g) * lr * 0.001", "learning_rate=0.001", "rate = lr * learning_rate"],
    ["update = 0.001 * lr * sign(g)", "learning_rate=0.001", "rate = learning_rate * lr"],
    ["update = sign(g) * (lr * 0.01) * s * 0.5", "learning_rate=0.005", "learning_rate"],
    ["update = 0.5 * tanh(g)", "learning_rate=0.5", "update = learning_rate * update"],
    ["update = tanh(g) + w * 0.01", "weight_decay=0.01", "decay = w * weight_decay"],
    ["update = 0.01 * w + tanh(g)", "weight_decay=0.01", "decay = weight_decay * w"],
    ["update = tanh(g) - w * -0.01", "weight_decay=0.01", "decay = w * weight_decay"],
    ["update = -(-0.01 * w - tanh(g))", "weight_decay=0.01", "decay = w * weight_decay"],
    ["update = (tanh(g) + w * 0.01) * (lr * 0.1)", "weight_decay=0.01, learning_rate=0.1", "decay = w * weight_decay"],
    ["update = tanh(g) * (lr * 0.1) + w * (lr * 0.001)", "weight_decay=0.01, learning_rate=0.1", "rate = lr * learning_rate"],
    ["update = tanh(g) * 0.1 + w * 0.001", "weight_decay=0.01, learning_rate=0.1", "decay = w * weight_decay"],
  ])("names the constants of `%s` %s", (body, defaults, line) => {
    const { program } = simplify(ruleOf(body));
    const hyperparameters = program.parameters.flatMap((parameter) =>
      parameter.kind === "hyperparameter" && parameter.name !== "s" ? [`${parameter.name}=${parameter.value}`] : [],
    );
    expect(hyperparameters.sort()).toEqual(defaults.split(", ").sort());
    expect(linesOf(program).join("\n")).toContain(line);
  });

  it.each([
    "update = tanh(g) * s * lr",
    "update = tanh(g) * -0.1",
    "update = tanh(g) - w * 0.1",
    "update = tanh(g * 0.1)",
    "update = (tanh(g) * 0.1 + sin(w)) + cos(w)",
  ])("leaves `%s`, which has none, as it is", (body) => {
    const names = simplify(ruleOf(body)).program.parameters.map(({ name }) => name);
    expect(names).not.toContain("learning_rate");
    expect(names).not.toContain("weight_decay");
  });

  it("leaves constants alone where their names are taken", () => {
    const text = "def f(w, g, learning_rate=2, weight_decay=3):\n  update = (tanh(g * weight_decay) * learning_rate + w * 0.5) * 0.1\n  return update";
    expect(hyperparametersOf(simplify(parse(text)).program)).toEqual([["learning_rate", 2], ["weight_decay", 3]]);
  });

  it("gives a constant the name of a hyperparameter that nothing reads any more, which a second time would too", () => {
    const text = "def f(w, g, lr, learning_rate=2, s=3):\n  rate = select(role(w) == 7, learning_rate, s)\n  return g * rate * (lr * 0.5)";
    const { program } = simplify(parse(text));
    expect(hyperparametersOf(program)).toEqual([["learning_rate", 0.5], ["s", 3]]);
    expect(print(simplify(program).program)).toBe(print(program));
  });
});

describe("simplify, on names", () => {
  it("calls averages of gradients momentum, of squares second moment, and the update update", () => {
    expect(print(simplify(parse(findRule("adamw-paper")?.text ?? "")).program)).toMatchInlineSnapshot(`
      "def train(w, g, momentum, second_moment, lr, learning_rate=0.001, weight_decay=0.01):
        momentum = interp(g, momentum, 0.9)
        g_squared = square(g)
        second_moment = interp(g_squared, second_moment, 0.999)
        second_moment_root = sqrt(second_moment)
        update = momentum / second_moment_root
        decay = w * weight_decay
        update = update + decay
        rate = lr * learning_rate
        update = update * rate
        return update, momentum, second_moment
      "
    `);
  });

  it("gives no variable the name of an input, a function or another value", () => {
    const taken = new Set(["lr", "t", "T", "loss"]);
    for (const rule of rules) {
      const { parameters, names } = simplify(parse(rule.text)).program;
      expect(new Set(names).size).toBe(names.length);
      for (const name of names.slice(parameters.length)) {
        expect(taken).not.toContain(name);
        expect(findFunction(name)).toBeUndefined();
      }
    }
  });

  it("does not write over state that is called update, or parameters with the names of results", () => {
    const text = [
      "def f(rate, decay, update, product, lr):",
      "  product = product * 0.9 + decay",
      "  x = update * rate + tanh(product) * lr * 0.5 + rate * 0.1",
      "  update = update * 0.5 + x",
      "  return x, update, product",
    ].join("\n");
    const program = parse(text);
    const { program: simple, keeps } = simplify(program, { strict: true });
    expect(keeps).toBe("bits");
    expectSameBits(program, simple);
    expect(largestDifference(program, simplify(program).program, 20)).toBeLessThan(1e-5);
    expect(simple.names.slice(0, 2)).toEqual(["rate", "decay"]);
  });

  it("keeps the old value of state that is read after the new one is made", () => {
    const program = ruleOf("x = m; m = interp(g, m, 0.9); v = x; update = m - x + v * 0.5");
    for (const strict of [true, false]) {
      expect(largestDifference(program, simplify(program, { strict }).program, 20)).toBeLessThan(1e-6);
    }
  });

  it("returns a number as the next value of state that other state still takes over", () => {
    const program = ruleOf("v = m; m = 0.5 + 0; update = g * v + sin(v)");
    const { program: simple } = simplify(program, { strict: true });
    expectSameBits(program, simple);
    expect(updates(simple)[2]).not.toEqual(updates(simple)[0]);
  });
});

describe("simplify, on the rules library", () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))("keeps %s as short and moves as it does", (_, rule) => {
    const program = parse(rule.text);
    const { program: simple, keeps } = simplify(program);
    expect(simple.statements.length).toBeLessThanOrEqual(prune(program).statements.length);
    expect(largestDifference(program, simple, 30)).toBeLessThanOrEqual(keeps === "bits" ? 0 : TOLERANCE[keeps]);
    expectSameBits(program, simplify(program, { strict: true }).program);
  });
});

/** Largest relative differences of 30 updates: protection adds 1e-8 to numbers of which the least is about 1e-5. */
const TOLERANCE = { real: 1e-6, protected: 5e-3 };

describe("simplify, on the raw program of the paper", () => {
  const raw = parse(findRule("paper-raw")?.text ?? "");

  it("leaves the 12 live statements at level `dead`, as they are written", () => {
    const { program } = simplify(raw, { level: "dead" });
    const live = `
      g = clip(g, lr)
      g = arcsin(g)
      m = interp(g, v, 0.8999999761581421)
      v1 = m * m
      v = interp(g, m, 1.109133005142212)
      lr = lr * 0.0002171761734643951
      update = m * lr
      v1 = sqrt(v1)
      update = update / v1
      wd = lr * 0.4601978361606598
      wd = wd * w
      update = update + wd`;
    expect(linesOf(program)).toEqual(live.trim().split("\n").map((line) => line.trim()));
    expectSameBits(raw, program);
  });

  it("finds the sign, the two interpolations, the scale and the decay at level `exact`", () => {
    const { program, keeps } = simplify(raw);
    expect(keeps).toBe("protected");
    expect(print(program)).toMatchInlineSnapshot(`
      "def train(w, g, momentum, lr, learning_rate=0.0002171761734643951, weight_decay=0.4601978361606598):
        g_clipped = clip(g, lr)
        g_clipped_arcsin = arcsin(g_clipped)
        update = interp(g_clipped_arcsin, momentum, 0.8999999761581421)
        update = sign(update)
        decay = w * weight_decay
        update = update + decay
        rate = lr * learning_rate
        update = update * rate
        momentum = interp(g_clipped_arcsin, momentum, 0.9982196781841992)
        return update, momentum
      "
    `);
    const used = (name: string): readonly Statement[] => program.statements.filter(({ fn }) => fn.name === name);
    expect(program.statements.length).toBeLessThanOrEqual(9);
    expect(used("sign")).toHaveLength(1);
    expect(used("interp")).toHaveLength(2);
    expect(used("interp")[0]?.args.slice(0, 2)).toEqual(used("interp")[1]?.args.slice(0, 2));
    for (const name of ["sqrt", "divide", "protected_divide"]) expect(used(name)).toEqual([]);
  });

  it("moves over 50 steps as it does, but for 1e-8 of the division", () => {
    const simple = simplify(raw).program;
    const random = new RandomStream(8, "paper");
    const [before, after] = [createInterpreter(raw, LAYOUT), createInterpreter(simple, LAYOUT)];
    const m = createInterpreter(parse("def f(w, g, v, lr):\n  m = interp(arcsin(clip(g, lr)), v, 0.8999999761581421)\n  v = interp(arcsin(clip(g, lr)), m, 1.109133005142212)\n  return m, v"), LAYOUT);
    for (let step = 0; step < 50; step++) {
      const numbers = (): Float32Array => Float32Array.from({ length: LAYOUT.size }, () => random.normal());
      const inputs = { w: numbers(), g: numbers(), lr: 1 - step / 100, t: step + 1, T: 50, loss: 1 };
      const within = m.step(inputs);
      const [expected, actual] = [before.step(inputs), after.step(inputs)];
      expected.forEach((value, i) => {
        const size = Math.abs(within[i] as number);
        const scale = 0.0002171761734643951 * inputs.lr;
        const bound = (2e-8 / size) * scale + 1e-5 * Math.abs(value);
        expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(bound);
      });
      const [old, now] = [before.state[1] as Float32Array, after.state[0] as Float32Array];
      const largest = Math.max(...old.map(Math.abs));
      old.forEach((value, i) => { expect(Math.abs((now[i] as number) - value)).toBeLessThanOrEqual(1e-5 * largest); });
    }
  });
});

describe("simplify, on long and odd programs", () => {
  const COUNT = 10_000;
  const long = (line: (i: number) => string): Program => {
    const lines = Array.from({ length: COUNT - 1 }, (_, i) => `  ${line(i)}`);
    return parse(["def long(w, g, lr):", "  x = tanh(g)", ...lines, "  return x"].join("\n"));
  };

  it.each([
    ["a sum of constants", () => "x = x + 0.1", 2],
    ["negations", () => "x = -x", 2],
    ["functions", () => "x = sin(x)", COUNT],
    ["squares", () => "x = x * x", COUNT],
    ["interpolations", () => "x = interp(x, w, 0.5)", 1],
    ["products of different tensors and one scalar", (i: number) => ["y = w + 0.1", "y = y * lr", "x = x * y"][i % 3], COUNT],
    ["a sum of many different terms", (i: number) => (i % 2 === 0 ? `y = w * ${i}` : "x = x + y"), 3],
    ["constants whose product overflows", () => "x = x * 1e300", COUNT],
    ["constants whose product underflows", () => "x = x * 1e-300", COUNT],
    ["constants whose sum overflows", () => "x = x + 1.7e308", COUNT],
  ] as const)("takes 10,000 statements of %s", (_, line, most) => {
    const program = long(line as (i: number) => string);
    const start = performance.now();
    const { program: simple } = simplify(program);
    // Less than a second on an idle core.
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(simple.statements.length).toBeLessThanOrEqual(most);
    expect(tryCheck(simple)).toBeDefined();
  });

  it("folds no constants into one that float32 cannot hold", () => {
    expect(simplified("update = cos((g * 1e30) * 1e30)")).toBe("update = g * 1e+30; update = update * 1e+30; update = cos(update)");
    expect(simplified("update = cos((g * 1e-30) * 1e-30)")).toContain("1e-30; update = update * 1e-30");
    expect(simplified("update = cos((g * 1e30) * 1e-30)")).toBe("update = cos(g)");
  });

  it("takes a value that doubles two hundred times", () => {
    const program = ruleOf(["x = g", ...Array.from({ length: 200 }, () => "x = sin(x) + cos(x)"), "update = x"].join("; "));
    expect(simplify(program).program.statements).toHaveLength(600);
  });

  it("takes hundreds of state variables that hand their values on", () => {
    const names = Array.from({ length: 300 }, (_, k) => `m${k}`);
    const sums = names.map((name) => `  x = x + ${name}`);
    const text = [`def f(w, g, ${names.join(", ")}):`, "  x = tanh(g)", ...sums, `  return x, g, ${names.slice(0, -1).join(", ")}`];
    const { program } = simplify(parse(text.join("\n")));
    expect(program.states).toHaveLength(300);
  });
});

/** Functions without jumps, of which little errors stay little. */
const SMOOTH = [
  "add", "subtract", "multiply", "add", "subtract", "multiply", "divide", "negative", "abs", "max", "min", "interp",
  "interp", "square", "sqrt", "reciprocal", "tanh", "cube", "copy",
].map(functionNamed);

/** Evaluates element-wise functions of float64 numbers. */
const NUMBERS: Pick<Lowering<number>, "constant" | "element"> = {
  constant: (value) => value,
  element: (primitive, x = 0, y = 0, z = 0) => ELEMENT_PRIMITIVES[primitive](x, y, z),
};

/**
 * The updates of one coordinate in float64, of which seven digits are left even where a difference loses half
 * of all; `undefined` where a number on the way is huge, or too small to be told from a rounding error, or
 * a reduction makes one coordinate depend on others.
 */
function evaluate(program: Program): readonly number[] | undefined {
  const random = new RandomStream(5, "evaluate");
  let state = program.states.map(() => 0);
  const found: number[] = [];
  for (let step = 0; step < 4; step++) {
    const inputs: Readonly<Record<string, number>> = {
      weights: random.normal(), gradient: random.normal(), lr: 0.8, t: step + 1, T: 10, loss: 1,
    };
    const values = program.parameters.map((parameter, slot) =>
      parameter.kind === "state" ? (state[program.states.indexOf(slot)] as number)
      : parameter.kind === "hyperparameter" ? parameter.value
      : (inputs[parameter.kind === "input" ? parameter.name : parameter.kind] as number),
    );
    const read = (operand: Operand): number => (operand.kind === "constant" ? operand.value : (values[operand.slot] as number));
    for (const { target, fn, args } of program.statements) {
      if (fn.args.some(({ type }) => type === "tensor")) return undefined;
      const value = fn.lower(NUMBERS as Lowering<number>, ...args.map(read));
      if (!(Math.abs(value) < 1e5) || (value !== 0 && Math.abs(value) < 1e-5)) return undefined;
      values[target] = value;
    }
    found.push(values[program.outputs[0] as number] as number);
    state = program.outputs.slice(1).map((slot) => values[slot] as number);
  }
  return found;
}
