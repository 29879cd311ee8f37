import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../dsl/compile.js";
import { check } from "../../../dsl/check.js";
import { createInterpreter } from "../../../dsl/interpret.js";
import { type Layout, createLayout } from "../../../dsl/layout.js";
import { rules } from "../../../dsl/rules/index.js";
import { parse } from "../../../dsl/text/parse.js";
import { RandomStream } from "../../random.js";
import { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import { meanOfAll } from "../layers/softmax.js";
import { type UpdateArray, updateArrays } from "../update/array.js";
import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../update/primitive.js";
import type { UpdateRule, UpdateValue } from "../update/rule.js";
import { BACKENDS, expectNear } from "./executors.arbitrary.js";
import type { TfjsBackend } from "./backend.js";
import { loadTfjs } from "./library.js";
import { tensorPrimitive } from "./primitive.js";
import { createTfjsTraining } from "./training.js";
import { type TfjsUpdate, createTfjsUpdate } from "./update.js";

const STEPS = 10;
const PRIMITIVES = Object.keys(ELEMENT_PRIMITIVES) as ElementPrimitive[];
const LAYOUT = createLayout([
  { name: "tall", shape: [7, 4], role: "matrix" },
  { name: "wide", shape: [3, 5], role: "matrix" },
  { name: "bias", shape: [5], role: "vector" },
  { name: "kernel", shape: [2, 3, 4], role: "embedding" },
  { name: "scale", shape: [], role: "head" },
]);

/** A training whose gradients are what is written into its input. */
async function gradientsAsGiven(layout: Layout, backend: TfjsBackend, lanes: number): Promise<Given> {
  const graph = new Graph();
  const parameters = layout.arrays.map(({ name, shape, role }) =>
    graph.parameter(name, shape, role, { kind: "fill", value: 0 }));
  const inputs = parameters.map((parameter, k) => graph.input(`g${k}`, parameter.shape));
  const loss = parameters
    .map((parameter, k) => {
      const product = graph.multiply(parameter, inputs[k] as typeof parameter);
      return graph.multiply(meanOfAll(graph, product), (layout.arrays[k] as { readonly size: number }).size);
    })
    .reduce((sum, part) => graph.add(sum, part));
  const training = await createTfjsTraining({ graph, loss, backend, lanes, laneInputs: inputs });
  return {
    training,
    arrays: updateArrays(graph.parameters),
    write: (lane, g) => {
      layout.arrays.forEach(({ offset, size }, k) => {
        const input = training.input(inputs[k] as Tensor);
        input.set(g.subarray(offset, offset + size), lane * size);
      });
    },
  };
}

interface Given {
  readonly training: Awaited<ReturnType<typeof createTfjsTraining>>;
  readonly arrays: readonly UpdateArray[];
  readonly write: (lane: number, g: Float32Array) => void;
}

function gradient(step: number, lane: number): Float32Array {
  const random = new RandomStream(5, `gradient ${lane}`, step);
  return Float32Array.from({ length: LAYOUT.size }, (_, i) => random.normal() + (i % 3) / 2);
}

function weights(lane: number): Float32Array {
  const random = new RandomStream(6, `weights ${lane}`);
  return Float32Array.from({ length: LAYOUT.size }, () => random.normal());
}

const SCALARS = { lr: 0.7, T: STEPS, loss: 1.25 } as const;

/** Runs a program in lanes and interprets it for each; gives the weights and state that come of it. */
async function runBoth(text: string, backend: TfjsBackend, lanes: number): Promise<void> {
  const typed = check(parse(text));
  const { training, arrays, write } = await gradientsAsGiven(LAYOUT, backend, lanes);
  const update = createTfjsUpdate(compile(typed), { place: training.place, arrays });
  const alone = Array.from({ length: lanes }, (_, lane) => {
    return { interpreter: createInterpreter(typed, LAYOUT), w: weights(lane) };
  });
  alone.forEach(({ w }, lane) => { training.writeParameters(lane, w); });
  for (let t = 1; t <= STEPS; t++) {
    alone.forEach((_, lane) => { write(lane, gradient(t, lane)); });
    training.differentiate();
    update.step({ ...SCALARS, t });
    for (const [lane, { interpreter, w }] of alone.entries()) {
      const change = interpreter.step({ ...SCALARS, t, w, g: gradient(t, lane) });
      for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - (change[i] as number);
      expectNear(training.readParameters(lane), w, 2e-5, `weights of lane ${lane} after step ${t}`);
    }
  }
  update.dispose();
  training.dispose();
}

describe.each(BACKENDS)("a rule on the %s backend", (backend) => {
  beforeAll(() => loadTfjs(backend), 120_000);

  it.each(rules)("moves weights as the interpreter does, in every lane: $name", async ({ text }) => {
    await runBoth(text, backend, 2);
  });

  it.each([
    [
      "scalar, array-wise and tensor state",
      "def p(w, g, a, b, c, t):\n  a = a + 1\n  b = b + norm(g)\n  c = c + g * a\n  return c / b, a, b, c",
    ],
    ["state that is another's old value", "def p(w, g, a, b):\n  u = a + b\n  return u, g, a"],
    ["state that is the weights", "def p(w, g, a):\n  return w - a, w"],
    ["state that changes places", "def p(w, g, a, b):\n  u = a - b\n  return u, b, g"],
    ["scalars of all arrays", "def p(w, g):\n  return g * global_norm(g) + dot(w, g)"],
    ["means of rows and columns", "def p(w, g):\n  return row_mean(g) + 2 * col_mean(w)"],
    [
      "facts of arrays",
      "def p(w, g):\n  return g * (rows(w) + 2 * cols(w) + 3 * size(w) + 5 * ndim(w) + 7 * role(w))",
    ],
    ["orthogonal matrices", "def p(w, g):\n  return orthogonalize(g)"],
    ["the numbers of a step", "def p(w, g, lr, t, T, loss):\n  return g * lr + t / T + loss"],
    [
      "a narrow state that only the backend knows, and one that the host does",
      "def p(w, g, a, b, t):\n  a = a + dot(g, g)\n  b = b + t\n  return g * a / b, a, b",
    ],
  ])("computes %s", async (_, text) => {
    await runBoth(text, backend, 3);
  });

  it("gives lanes their own numbers, scale and decay", async () => {
    const { training, arrays, write } = await gradientsAsGiven(LAYOUT, backend, 3);
    const text = "def p(w, g, s, lr, t, loss):\n  s = s + t\n  return g * lr + loss * s, s";
    const rule = compile(check(parse(text)));
    const other = compile(check(parse("def p(w, g, s, lr):\n  s = s + g\n  return s * lr, s")));
    const update = createTfjsUpdate([rule, rule, other], { place: training.place, arrays });
    const [lr, t, loss, scale] = [[1, 2, 3], [5, 6, 7], [0.5, 0.25, 0], [2, 3, 4]] as const;
    const decay = Float64Array.from({ length: 15 }, (_, i) => i / 8);
    for (let lane = 0; lane < 3; lane++) {
      training.writeParameters(lane, weights(lane));
      write(lane, gradient(1, lane));
    }
    training.differentiate();
    update.step({ lr, t, T: 9, loss, scale, decay });
    for (let lane = 0; lane < 3; lane++) {
      const g = gradient(1, lane);
      const expected = weights(lane).map((w, i) => {
        const array = LAYOUT.arrays.findIndex(({ offset, size }) => i >= offset && i < offset + size);
        const more = lane < 2 ? (loss[lane] as number) * (t[lane] as number) : 0;
        const own = (lr[lane] as number) * (g[i] as number) + more;
        return w - ((scale[lane] as number) * own + (decay[lane * 5 + array] as number) * w);
      });
      expectNear(training.readParameters(lane), expected, 1e-6, `lane ${lane}`);
    }
    expect(update.readState(1)).toEqual([Float64Array.of(6)]);
    expectNear(update.readState(2)[0] as Float64Array, gradient(1, 2), 0);
    update.reset();
    expect(update.readState(1)).toEqual([Float64Array.of(0)]);
    expect(update.readState(2)).toEqual([new Float64Array(LAYOUT.size)]);
    update.dispose();
    training.dispose();
  });

  it("counts scalars in float64 on the host, where float32 would be off", async () => {
    const { training, arrays } = await gradientsAsGiven(LAYOUT, backend, 1);
    const rule = compile(check(parse("def p(w, g, s, t):\n  s = s + (1 - 0.999 ** t)\n  return g * s, s")));
    const update = createTfjsUpdate(rule, { place: training.place, arrays });
    training.differentiate();
    update.step({ lr: 1, t: 3, T: 9, loss: 1 });
    expect(update.readState(0)[0]?.[0]).toBe(1 - ELEMENT_PRIMITIVES.power(0.999, 3));
    update.dispose();
    training.dispose();
  });

  it.each(PRIMITIVES)("computes %s to float32 accuracy, NaN and infinities included", async (primitive) => {
    const tf = await loadTfjs(backend);
    const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
    const some = [0, 1e-8, -1e-4, 0.3, -0.7, 1, -1, 1.5, -2, 3, 7.25, 20, -40, NaN, Infinity, -Infinity];
    const third = (k: number): number => some[(k * 5 + 3) % some.length] as number;
    const all = some.flatMap((x) => some.map((y, k) => [x, y, third(k)] as const));
    const operands = [0, 1, 2].map((k) => all.map((row) => Math.fround(row[k] as number)));
    const found = tf.tidy(() => {
      const count = f.length === 0 ? 1 : f.length;
      const tensors = operands.slice(0, count).map((x) => tf.tensor(x));
      return tensorPrimitive(tf, backend, primitive, tensors).dataSync().slice();
    });
    all.forEach((_, i) => {
      const [x, y, z] = operands.map((operand) => operand[i] as number) as [number, number, number];
      const expected = Math.fround(f(x, y, z));
      const given = `${primitive}(${[x, y, z].slice(0, Math.max(1, f.length)).join(", ")})`;
      if (EXCEPTIONS.some((exception) => exception(primitive, x, y))) return;
      const actual = found[i] as number;
      const near = Object.is(actual, expected) || actual === expected ||
        Math.abs(actual - expected) <= 1e-5 * Math.max(Math.abs(expected), ABSOLUTE[primitive] ?? 1e-30);
      expect(near, `${given} is ${actual}, not ${expected}`).toBe(true);
    });
  });
});

/** Where a function is only accurate in absolute terms. */
const ABSOLUTE: Partial<Record<ElementPrimitive, number>> = { erf: 0.02, sin: 0.02, cos: 0.02 };

/** Where TensorFlow.js means something else. */
const EXCEPTIONS: readonly ((primitive: ElementPrimitive, x: number, y: number) => boolean)[] = [
  // JavaScript's own power, against C's: 1 to any power is 1, and so is −1 to an infinite one.
  (primitive, x, y) => primitive === "power" && Math.abs(x) === 1 && !Number.isFinite(y),
];

describe("an update by TensorFlow.js", () => {
  it("refuses rules for another count of lanes, other arrays and a step before any gradient", async () => {
    const { training, arrays } = await gradientsAsGiven(LAYOUT, "cpu", 2);
    const { place } = training;
    const rule = compile(check(parse("def p(w, g, lr):\n  return g + w * lr")));
    expect(() => createTfjsUpdate([rule], { place, arrays })).toThrow("2 lanes need a rule each, got 1");
    const fewer = arrays.slice(1);
    expect(() => createTfjsUpdate(rule, { place, arrays: fewer })).toThrow("5 parameters are described by 4");
    const update: TfjsUpdate = createTfjsUpdate(rule, { place, arrays });
    const step = { lr: 1, t: 1, T: 1, loss: 1 };
    expect(() => { update.step(step); }).toThrow("Nothing is differentiated yet.");
    training.differentiate();
    expect(() => { update.step({ ...step, lr: [1] }); }).toThrow("lr has no number for lane 1.");
    const decay = [1];
    expect(() => { update.step({ ...step, decay }); }).toThrow("5 arrays in 2 lanes need 5 or 10.");
    training.dispose();
  });

  it("runs a rule of which every value is a number of the step", async () => {
    const values: UpdateValue[] = [{ kind: "input", width: 0, name: "lr" }];
    const rule: UpdateRule = { values, update: 0, states: [{ width: 2, next: 0 }, { width: 1, next: 0 }] };
    const { training, arrays } = await gradientsAsGiven(LAYOUT, "cpu", 1);
    const update = createTfjsUpdate(rule, { place: training.place, arrays });
    training.differentiate();
    update.step({ lr: 0.5, t: 1, T: 1, loss: 1 });
    expect(training.readParameters(0)).toEqual(new Float32Array(LAYOUT.size).fill(-0.5));
    const halves = [LAYOUT.size, 5].map((count) => new Float64Array(count).fill(0.5));
    expect(update.readState(0)).toEqual(halves);
    training.dispose();
  });
});
