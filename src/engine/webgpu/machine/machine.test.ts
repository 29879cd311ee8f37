import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TypedProgram, check } from "../../../../dsl/check.js";
import { compile } from "../../../../dsl/compile.js";
import { FUNCTIONS } from "../../../../dsl/functions/table.js";
import { createInterpreter } from "../../../../dsl/interpret.js";
import { createLayout } from "../../../../dsl/layout.js";
import { mutate } from "../../../../dsl/mutate/index.js";
import { densePrograms } from "../../../../dsl/rewrite/dense.arbitrary.js";
import { findRule, rules } from "../../../../dsl/rules/index.js";
import { parse } from "../../../../dsl/text/parse.js";
import { print } from "../../../../dsl/text/print.js";
import { RandomStream } from "../../../random.js";
import { createMemory } from "../../wasm/host.js";
import { updateRoom } from "../../wasm/room.js";
import { compileUpdate } from "../../wasm/update.js";
import { adapterForTests } from "../device.arbitrary.js";
import { type LaneStep, MachineRun, arraysOf, randomSteps, randomWeights } from "./machine.arbitrary.js";
import { NoisyRule } from "./noisy.arbitrary.js";

/**
 * Arrays of every role: longer than a block, not divisible by four, and matrices of more rows and columns than a
 * tile.
 */
const LAYOUT = createLayout([
  { name: "embedding", shape: [5, 3], role: "embedding" },
  { name: "square", shape: [4, 4], role: "matrix" },
  { name: "vector", shape: [7], role: "vector" },
  { name: "tall", shape: [90, 13], role: "matrix" },
  { name: "kernel", shape: [2, 3, 2], role: "matrix" },
  { name: "single", shape: [], role: "vector" },
  { name: "wide", shape: [66, 67], role: "head" },
  { name: "long", shape: [333], role: "vector" },
]);
const ARRAYS = arraysOf(LAYOUT);
const LANES = 20;
const STEPS = 5;

/** How far weights may be off, relative to 1 or themselves, where nothing magnifies roundings. */
const TOLERANCE = 1e-5;

/** The share of a program's elements that may differ by more than some noisy runs of it do. */
const MISSED = 0.002;

const open = await adapterForTests();

function typed(text: string): TypedProgram {
  return check(parse(text));
}

function libraryRule(name: string): TypedProgram {
  return typed(findRule(name)?.text ?? "");
}

/** The weights after every step, as the interpreter moves them; `moved` says how an update is applied. */
function interpreted(
  program: TypedProgram, w: Float32Array, steps: readonly LaneStep[],
): Float32Array {
  const interpreter = createInterpreter(program, LAYOUT);
  return moved(w, steps, (now, step) => interpreter.step({ ...step, w: now }));
}

function moved(
  start: Float32Array, steps: readonly LaneStep[], updateOf: (w: Float32Array, step: LaneStep) => Float32Array,
): Float32Array {
  const w = start.slice();
  for (const step of steps) {
    const update = updateOf(w, step);
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - (update[i] as number);
  }
  return w;
}

/** The elements that differ by more than is allowed each, in words. */
function differences(
  actual: Float32Array, expected: Float32Array, allowed: (i: number) => number = () => 0,
): readonly string[] {
  const found: string[] = [];
  expected.forEach((y, i) => {
    const x = actual[i] as number;
    const tolerance = TOLERANCE * Math.max(1, Math.abs(y)) + allowed(i);
    if (!Object.is(x, y) && !(Math.abs(x - y) <= tolerance) && tolerance < Infinity) {
      found.push(`element ${i} is ${x}, not ${y} (within ${tolerance})`);
    }
  });
  return found;
}

describe.skipIf("missing" in open)("the update machine", () => {
  const { device } = open as Exclude<typeof open, { missing: string }>;
  let run: MachineRun;

  beforeAll(async () => {
    // Blocks of two chunks, of which the last may have but one, or part of one.
    run = await MachineRun.open(device, ARRAYS, LANES, { mostBlocks: 9 });
    // A software adapter compiles kernels when they run first.
    run.begin(0, compile(libraryRule("muon")), randomWeights(LAYOUT.size));
    run.advance([{ lane: 0, steps: randomSteps(1, LAYOUT.size) }]);
    await run.weights(0);
  });

  afterAll(async () => {
    run.close();
    await device.queue.onSubmittedWorkDone();
    device.destroy();
  });

  /** The weights of programs, a lane each, after some steps. */
  async function weightsOf(
    programs: readonly TypedProgram[], w: Float32Array, steps: readonly LaneStep[],
  ): Promise<readonly Float32Array[]> {
    programs.forEach((program, lane) => { run.begin(lane, compile(program), w); });
    run.advance(programs.map((_, lane) => ({ lane, steps })));
    return Promise.all(programs.map((_, lane) => run.weights(lane)));
  }

  async function expectInterpreted(program: TypedProgram): Promise<void> {
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(STEPS, LAYOUT.size);
    const [found] = await weightsOf([program], w, steps);
    expect(differences(found as Float32Array, interpreted(program, w, steps))).toEqual([]);
  }

  it.each(rules)("moves weights as the interpreter does: $name", async ({ text }) => {
    await expectInterpreted(typed(text));
  });

  it.each([
    ["hands state over between variables", "def f(w, g, a, b, lr):\n  u = a - b\n  return u, b, g\n"],
    ["returns a state variable as the update", "def f(w, g, a, lr):\n  b = a + g\n  return a, b\n"],
    ["keeps the weights as state", "def f(w, g, a):\n  return w - a, w\n"],
    ["keeps numbers as state", "def f(w, g, n, lr):\n  m = n + global_norm(g)\n  u = g * m\n  return u, m\n"],
    ["keeps a number an array as state", "def f(w, g, n, lr):\n  m = n + norm(g)\n  u = g * m\n  return u, m\n"],
    [
      "keeps one number where state is a tensor",
      "def f(w, g, s, lr):\n  u = g + s\n  r = select(lr < 0.9, s, u)\n  return u, r\n",
    ],
    [
      "keeps one number where state is one an array",
      "def f(w, g, a, b):\n  a = select(b < 1, norm(g), dot(w, g))\n  b = b + 0.5\n  return g * a / 100, a, b\n",
    ],
    [
      "hands narrow state over",
      "def f(w, g, a, b, c):\n  u = g * (1 + a + b)\n  c = c + norm(g)\n  return u, b, c, dot(w, g) / 100\n",
    ],
    ["remembers the loss", "def f(w, g, a, loss):\n  return g * (1 + a), loss\n"],
    ["reads lr, t, T and the loss", "def f(w, g, lr, t, T, loss):\n  u = g * (lr * loss + t / T)\n  return u\n"],
    [
      "counts on the host",
      "def f(w, g, a, b, t):\n  a = a + dot(g, g)\n  b = b + t\n  return g * a / (b + 100), a, b\n",
    ],
    ["reduces what it reduced", "def f(w, g, lr):\n  u = g / norm(g)\n  v = u * dot(u, w)\n  return v / rms(v)\n"],
    [
      "takes matrix functions of matrix functions",
      "def f(w, g, lr):\n  u = row_mean(col_mean(g)) + orthogonalize(g)\n  return orthogonalize(u)\n",
    ],
    ["takes means of rows and columns", "def f(w, g):\n  return row_mean(g) + 2 * col_mean(w)\n"],
    [
      "knows its arrays",
      "def f(w, g):\n  return g * (rows(w) + 2 * cols(w) + 3 * size(w) + 5 * ndim(w) + 7 * role(w)) / 10000\n",
    ],
    ["gives back its gradient", "def f(w, g, lr):\n  return g\n"],
    ["gives back its weights", "def f(w, g, lr):\n  return w\n"],
    ["has an update that is one number", "def f(w, g, lr):\n  return g * 0 + lr\n"],
  ])("%s", async (_, text) => {
    await expectInterpreted(typed(text));
  });

  it("computes every function of the language", async () => {
    // Through a sigmoid, so that no function takes the weights out of what the next step can bear.
    const texts = FUNCTIONS.map(({ name, args }, k) => {
      const given = args.map(({ type }, n) => (type === "scalar" ? "lr" : n % 2 === 0 ? "x" : "y"));
      const made = `  x = g * 2 + 0.1\n  y = w + 0.3\n  z = ${name}(${given.join(", ")})\n`;
      return `def f${k}(w, g, lr):\n${made}  return 0.1 * sigmoid(z * g)\n`;
    });
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(1, LAYOUT.size);
    for (let k = 0; k < texts.length; k += LANES) {
      const programs = texts.slice(k, k + LANES).map(typed);
      const found = await weightsOf(programs, w, steps);
      programs.forEach((program, lane) => {
        const wrong = differences(found[lane] as Float32Array, interpreted(program, w, steps));
        expect(wrong, texts[k + lane]).toEqual([]);
      });
    }
  });

  it("moves weights as the interpreter does, whatever programs are made of, as far as rounding lets it", async () => {
    const stream = new RandomStream(1, "programs for the machine");
    const mutated = Array.from({ length: 200 }, (_, k) => {
      const start = typed((rules[k % rules.length] as (typeof rules)[number]).text);
      let program = start;
      for (let n = 0; n < 20; n++) program = mutate(program, stream, { limits: { states: 4, cost: 32 } }).typed;
      return program;
    });
    const dense = fc.sample(densePrograms(), { numRuns: 40, seed: 1 }).map((program) => check(program));
    const programs = [...mutated, ...dense];
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(STEPS, LAYOUT.size);
    let compared = 0;
    for (let k = 0; k < programs.length; k += LANES) {
      const some = programs.slice(k, k + LANES);
      const found = await weightsOf(some, w, steps);
      some.forEach((program, lane) => {
        const expected = interpreted(program, w, steps);
        const noisy = [0, 1, 2].map((n) => {
          const rule = new NoisyRule(compile(program), LAYOUT, new RandomStream(n, "noise", k + lane));
          return moved(w, steps, (now, step) => rule.step(now, step));
        });
        // Where noise decides whether a number is finite, it may be anything.
        const spread = expected.map((x, i) => noisy.reduce((most, other) => {
          const difference = Math.abs((other[i] as number) - x);
          return Math.max(most, Object.is(other[i], x) ? 0 : Number.isNaN(difference) ? Infinity : difference);
        }, 0));
        // Three runs may miss that an element is at the mercy of rounding, and more so where most are.
        const usual = spread.toSorted()[spread.length >> 1] as number;
        const wrong = differences(
          found[lane] as Float32Array, expected, (i) => 20 * Math.max(spread[i] as number, usual),
        );
        if (wrong.length > MISSED * LAYOUT.size) {
          expect.fail([print(program.program), ...wrong.slice(0, 5)].join("\n"));
        }
        compared += spread.filter((x, i) => x < 1e-3 * Math.max(1, Math.abs(expected[i] as number))).length;
      });
    }
    expect(compared).toBeGreaterThan(0.8 * programs.length * LAYOUT.size);
  });

  it("scales updates and adds decay as the wasm executor does", async () => {
    const rule = compile(libraryRule("adamw"));
    const bytes = LAYOUT.size * 4 + 64;
    const place = { weights: 64, gradients: 64 + bytes, room: 64 + 2 * bytes, arrays: ARRAYS };
    const memory = createMemory(Math.ceil((place.room + updateRoom(rule, ARRAYS) + 4096) / 65536));
    const update = compileUpdate(rule, { ...place, memory }, { tuned: true });
    const weights = new Float32Array(memory.buffer, place.weights, LAYOUT.size);
    const gradients = new Float32Array(memory.buffer, place.gradients, LAYOUT.size);
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(STEPS, LAYOUT.size).map((step): LaneStep =>
      ({ ...step, scale: 0.3, decay: Float64Array.from(ARRAYS, ({ ndim }) => (ndim >= 2 ? 0.1 * step.lr : 0)) }));
    weights.set(w);
    for (const step of steps) {
      gradients.set(step.g);
      update.step(step);
    }
    run.begin(0, rule, w, true);
    run.advance([{ lane: 0, steps }]);
    expect(differences(await run.weights(0), weights)).toEqual([]);
    const states = await run.states(0);
    states.forEach((state, k) => {
      expect(differences(state as Float32Array, update.states[k] as Float32Array)).toEqual([]);
    });
  });

  it("gives a lane the bits that it gives it alone, in any lane, whatever its neighbours run", async () => {
    const names = ["muon", "sgd", "lamb", "adafactor", "lion", "dog", "prodigy", "paper-5"];
    const lanes = names.map((name, lane) => ({
      lane, rule: compile(libraryRule(name)), w: randomWeights(LAYOUT.size, lane),
      steps: randomSteps(STEPS, LAYOUT.size, lane + 1),
    }));
    for (const { lane, rule, w } of lanes) run.begin(lane, rule, w);
    run.advance(lanes);
    const together = await Promise.all(lanes.map(({ lane }) => run.weights(lane)));
    for (const { lane, rule, w, steps } of lanes) {
      const other = LANES - 1 - lane;
      run.begin(other, rule, w);
      run.advance([{ lane: other, steps }]);
      expect(await run.weights(other)).toEqual(together[lane]);
    }
  });

  it("goes on in a second advance where the first ended, beside others that begin", async () => {
    const rulesOfLanes = ["prodigy", "muon", "adam", "dog"].map((name) => compile(libraryRule(name)));
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(6, LAYOUT.size);
    rulesOfLanes.forEach((rule, lane) => { run.begin(lane, rule, w); });
    run.advance(rulesOfLanes.map((_, lane) => ({ lane, steps })));
    const once = await Promise.all(rulesOfLanes.map((_, lane) => run.weights(lane)));
    rulesOfLanes.forEach((rule, lane) => { run.begin(lane, rule, w); });
    run.advance(rulesOfLanes.map((_, lane) => ({ lane, steps: steps.slice(0, 2) })));
    run.begin(9, compile(libraryRule("adafactor")), w);
    // A lane of one pass alone, after steps of several.
    run.advance([{ lane: 2, steps: steps.slice(2, 4) }]);
    run.advance([{ lane: 2, steps: steps.slice(4) }, { lane: 9, steps: steps.slice(0, 2) }]);
    run.advance([0, 1, 3].map((lane) => ({ lane, steps: steps.slice(2) })));
    expect(await Promise.all(rulesOfLanes.map((_, lane) => run.weights(lane)))).toEqual(once);
  });

  it.each(["muon", "prodigy", "adafactor", "lamb"])(
    "gives %s the same in a lane that was full of NaN before", async (name) => {
      const w = randomWeights(LAYOUT.size);
      const steps = randomSteps(3, LAYOUT.size);
      const head = "def f(w, g, a, b, c, d):\n  n = orthogonalize(divide(g, 0))\n  k = row_mean(n) * col_mean(n)\n";
      const spoil = `${head}  a = dot(k, n) * norm(k)\n  return k * a, n, k, a, k - n\n`;
      const rule = compile(libraryRule(name));
      run.begin(3, rule, w);
      run.advance([{ lane: 3, steps }]);
      const before = await run.weights(3);
      run.begin(3, compile(typed(spoil)), w);
      run.advance([{ lane: 3, steps }]);
      expect((await run.weights(3)).every(Number.isNaN)).toBe(true);
      run.begin(3, rule, w);
      run.advance([{ lane: 3, steps }]);
      expect(await run.weights(3)).toEqual(before);
    },
  );

  it("begins with state that is zero, whatever was in the lane before", async () => {
    const w = randomWeights(LAYOUT.size);
    const steps = randomSteps(3, LAYOUT.size);
    const head = "def f(w, g, a, b, c):\n  a = a + dot(g, g)\n  b = b + norm(g)\n";
    const text = `${head}  c = c + divide(g, 0)\n  return g * a * b * c, a, b, c\n`;
    run.begin(0, compile(typed(text)), w);
    run.advance([{ lane: 0, steps }]);
    const program = typed(`${head}  c = c + g\n  return 0.01 * g * a / b * c, a, b, c\n`);
    const [found] = await weightsOf([program], w, steps);
    expect(differences(found as Float32Array, interpreted(program, w, steps))).toEqual([]);
  });

  it("moves values out of registers where there are too many of them", async () => {
    // Forty values, of which the first is needed last.
    const names = Array.from({ length: 40 }, (_, k) => `x${k}`);
    const made = names.map((name, k) => `  ${name} = ${k === 0 ? "g * 0.5" : `x${k - 1} * 0.9 + g`}\n`);
    const sum = names.map((name) => name).reduce((text, name) => `${name} - 0.5 * (${text})`);
    const program = typed(`def f(w, g, lr):\n${made.join("")}  return 0.01 * (${sum})\n`);
    expect(run.begin(0, compile(program), randomWeights(LAYOUT.size)).needs.kept).toBeGreaterThan(0);
    await expectInterpreted(program);
  });
});
