import { describe, expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { createInterpreter } from "../../dsl/interpret.js";
import { createLayout } from "../../dsl/layout.js";
import { findRule, rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { InputError } from "../../src/errors.js";
import { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import type { UpdateRule } from "../../src/engine/update/rule.js";
import { compileTraining } from "../../src/engine/wasm/training.js";
import { RandomStream } from "../../src/random.js";
import { type Source, exampleStream, take } from "../data/source.js";
import { learningRate } from "./schedule.js";
import type { Model, Problem, TaskDefinition } from "../problem/task.js";
import { Trainer } from "./trainer.js";
import type { Hurdle, TrainingOptions } from "./training.js";

const HORIZON = 40;
const BATCH = 8;

/** Noisy examples of a curved function of five numbers. */
const source: Source = {
  fields: { x: { element: "f32", shape: [5] }, y: { element: "f32", shape: [1] } },
  floor: { loss: 0.01, kind: "exact" },
  size: () => Infinity,
  fill: (split, seed, first, count, into) => {
    const { x, y } = into as { readonly x: Float32Array; readonly y: Float32Array };
    for (let i = 0; i < count; i++) {
      const random = exampleStream("curve", split, seed, first + i);
      let sum = 0;
      for (let k = 0; k < 5; k++) sum += k * (x[i * 5 + k] = random.normal());
      y[i] = Math.abs(sum) + 0.1 * random.normal();
    }
  },
};

/** A network of one hidden layer. */
function network(graph: Graph, { x, y }: Readonly<Record<string, Tensor>>): Model {
  const inner = graph.parameter("inner", [5, 7], "matrix", { kind: "normal", deviation: 0.4 });
  const bias = graph.parameter("bias", [7], "vector", { kind: "fill", value: 0.125 });
  const outer = graph.parameter("outer", [7, 1], "head", { kind: "normal", deviation: 0.3 });
  const hidden = graph.unary("relu", graph.add(graph.matmul(x as Tensor, inner), bias));
  const error = graph.subtract(graph.matmul(hidden, outer), y as Tensor);
  const loss = graph.reshape(graph.mean(graph.square(error), [0, 1]), []);
  return { loss, metrics: { rmse: graph.unary("sqrt", loss), double: graph.multiply(loss, 2) } };
}

function problem(model = network, horizon = HORIZON): Problem {
  const task: TaskDefinition = {
    name: "curve", family: "regression", title: "A curve",
    sizes: { 1: { source: () => source, horizon, batch: BATCH, model } },
  };
  return { task, size: 1, horizon, batch: BATCH };
}

function ruleOf(text: string): UpdateRule {
  return compile(check(parse(text)));
}

function libraryText(name: string): string {
  return (findRule(name) as { readonly text: string }).text;
}

const adamw = ruleOf(libraryText("adamw"));
const TUNED: TrainingOptions = { seed: 1, scale: 20, decay: 0.01 };

describe("a training", () => {
  test("learns", () => {
    const result = new Trainer(problem(network, 300)).train(adamw, { seed: 1, scale: 20 });
    if (result.kind !== "trained") throw new Error(result.kind);
    expect(result.curve).toHaveLength(300);
    expect(result.loss).toBeLessThan(0.2 * (result.curve[0] as number));
  });

  test("gives the same bits twice, and after any other training in between", () => {
    const first = new Trainer(problem()).train(adamw, TUNED);
    const trainer = new Trainer(problem());
    // Every rule of the library leaves something else behind in the memory, NaN among it.
    for (const rule of rules) trainer.train(ruleOf(rule.text), { seed: 2, scale: 1e6 });
    trainer.train(ruleOf("def f(w, g, m):\n  x = divide(0, 0)\n  m = m + g * x\n  return m, m"), { seed: 1 });
    expect(trainer.train(adamw, TUNED)).toEqual(first);
    expect(trainer.train(adamw, { ...TUNED, hurdles: [{ step: 5, loss: -1 }] }).kind).toBe("stopped");
    expect(trainer.train(adamw, TUNED)).toEqual(first);
    trainer.train(adamw, { seed: 1 });
    trainer.measure(adamw);
    expect(trainer.train(adamw, TUNED)).toEqual(first);
  });

  test("gives the same bits for a rule compiled anew, and where the memory has grown for another", () => {
    const first = new Trainer(problem()).train(adamw, TUNED);
    const trainer = new Trainer(problem());
    trainer.train(adamw, TUNED);
    const states = Array.from({ length: 250 }, (_, k) => `s${k}`);
    const statements = states.map((name) => `  ${name} = ${name} + g\n`).join("");
    const names = states.join(", ");
    const hungry = `def f(w, g, ${names}):\n${statements}  u = s0 * 0.001\n  return u, ${names}`;
    expect(trainer.train(ruleOf(hungry), { seed: 1 }).kind).toBe("trained");
    expect(trainer.train(ruleOf(libraryText("adamw")), TUNED)).toEqual(first);
  });

  test("differs from seed to seed, in its weights and in its data", () => {
    const trainer = new Trainer(problem());
    const [one, two] = [1, 2].map((seed) => trainer.train(adamw, { ...TUNED, seed }));
    expect(one?.curve[0]).not.toBe(two?.curve[0]);
    expect(one).not.toEqual(two);
  });

  test("starts from what its seed says, whatever the rule, and judges each split on its own data", () => {
    const trainer = new Trainer(problem());
    const texts = ["adamw", "lion", "sgd"].map(libraryText);
    const results = texts.map((text) => trainer.train(ruleOf(text), { seed: 3 }));
    expect(new Set(results.map(({ curve }) => curve[0])).size).toBe(1);
    const losses = (["validation", "selection", "test"] as const).map((split) => {
      const result = trainer.train(adamw, { ...TUNED, split });
      return result.kind === "trained" ? result.loss : NaN;
    });
    expect(new Set(losses).size).toBe(3);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  test("takes the means of all metrics over the batches of its split", () => {
    const result = new Trainer(problem()).train(adamw, TUNED);
    if (result.kind !== "trained") throw new Error(result.kind);
    expect(result.metrics["double"]).toBeCloseTo(2 * result.loss, 5);
    expect(result.metrics["rmse"]).toBeLessThan(Math.sqrt(result.loss));
  });

  test("is judged on all examples of a split that has an end, and on sixteen batches where there is none", () => {
    const counting = (size: number): Source => ({
      fields: { x: { element: "f32", shape: [1] } },
      floor: { loss: 0, kind: "exact" },
      size: () => size,
      fill: (_, __, first, count, { x }) => { x?.forEach((___, i) => { if (i < count) x[i] = (first + i) % size; }); },
    });
    const mean = (graph: Graph, { x }: Readonly<Record<string, Tensor>>): Model => {
      const w = graph.parameter("w", [1], "vector", { kind: "fill", value: 0 });
      return { loss: graph.reshape(graph.add(graph.mean(x as Tensor, [0, 1]), graph.square(w)), []) };
    };
    const loss = (size: number): number => {
      const { task } = problem();
      const sizes = { 1: { source: () => counting(size), horizon: 1, batch: BATCH, model: mean } };
      const trainer = new Trainer({ task: { ...task, sizes }, size: 1, horizon: 1, batch: BATCH });
      const result = trainer.train(adamw, { seed: 1 });
      return result.kind === "trained" ? result.loss : NaN;
    };
    expect(loss(24)).toBe(23 / 2);
    expect(loss(160)).toBe(159 / 2);
    // Three batches of eight: the last four places begin again.
    expect(loss(20)).toBe((190 + 6) / 24);
    expect(loss(Infinity)).toBe((16 * BATCH - 1) / 2);
  });

  test("tells after every step how far it is", () => {
    const steps: number[] = [];
    new Trainer(problem()).train(adamw, { ...TUNED, onStep: (step) => steps.push(step) });
    expect(steps).toEqual(Array.from({ length: HORIZON }, (_, k) => k + 1));
  });

  test("refuses a size that the task does not have", () => {
    expect(() => new Trainer({ ...problem(), size: 10 })).toThrow(InputError);
  });
});

describe("scale and decay", () => {
  const cases: readonly (readonly [string, TrainingOptions])[] = [
    ["adamw", { seed: 1 }],
    ["adamw", { seed: 1, scale: 3.7, decay: 0.031 }],
    ["lion", { seed: 2, scale: 0.3, decay: 0.5, decayed: "all", schedule: "linear" }],
    ["nesterov", { seed: 3, scale: 1, decay: 0.2, schedule: "constant" }],
  ];

  test.each(cases)("train %s as the interpreter does by hand, to the bit: %o", (name, options) => {
    const { seed, scale = 1, decay = 0, decayed = "matrices", schedule = "cosine" } = options;
    const graph = new Graph();
    const inputs = { x: graph.input("x", [BATCH, 5]), y: graph.input("y", [BATCH, 1]) };
    const { loss } = network(graph, inputs);
    const training = compileTraining({ graph, loss });
    const layout = createLayout([
      { name: "inner", shape: [5, 7], role: "matrix" },
      { name: "bias", shape: [7], role: "vector" },
      { name: "outer", shape: [7, 1], role: "head" },
    ]);
    const random = new RandomStream(seed, "weights curve");
    const w = training.parameters;
    const initial = (i: number): number =>
      i < 35 ? 0.4 * random.normal() : i < 42 ? 0.125 : 0.3 * random.normal();
    w.set(Array.from(w, (_, i) => initial(i)));
    const interpreter = createInterpreter(parse(libraryText(name)), layout);
    const curve: number[] = [];
    const ratios: number[] = [];
    const { fround } = Math;
    for (let t = 1; t <= HORIZON; t++) {
      const batch = take(source, "train", seed, (t - 1) * BATCH, BATCH);
      training.input(inputs.x).set(batch["x"] as Float32Array);
      training.input(inputs.y).set(batch["y"] as Float32Array);
      const here = training.differentiate();
      curve.push(here);
      const lr = learningRate(schedule, t, HORIZON);
      const update = interpreter.step({ w, g: training.gradients, lr, t, T: HORIZON, loss: here });
      let [moved, size] = [0, 0];
      for (const { offset, size: length, shape } of layout.arrays) {
        const c = decayed === "all" || shape.length >= 2 ? fround(lr * decay) : 0;
        for (let i = offset; i < offset + length; i++) {
          const before = w[i] as number;
          const tuned = fround(fround(fround(scale) * (update[i] as number)) + fround(c * before));
          w[i] = fround(before - tuned);
          moved += ((w[i] as number) - before) ** 2;
          size += before ** 2;
        }
      }
      if ([5, 15, 25, 35].includes(t)) ratios.push(Math.sqrt(moved / size));
    }
    const result = new Trainer(problem()).train(ruleOf(libraryText(name)), options);
    expect(result.kind).toBe("trained");
    expect(Array.from(result.curve)).toEqual(curve);
    expect(result.ratios).toEqual(ratios);
  });
});

describe("a training fails", () => {
  test("where a loss is infinite, in the step in which it is", () => {
    const trainer = new Trainer(problem());
    const result = trainer.train(ruleOf("def f(w, g):\n  u = g * 1e30\n  return u"), { seed: 1 });
    expect(result).toMatchObject({ kind: "failed", reason: "not-finite" });
    expect(result.curve).toHaveLength(2);
  });

  test("where a loss is NaN, from the step on in which the rule makes it so", () => {
    // 1, then from step 8 on 0 / 0.
    const rule = ruleOf(
      "def f(w, g, t):\n  x = maximum(7.5 - t, 0)\n  x = divide(x, x)\n  u = g * x * 0.01\n  return u",
    );
    const result = new Trainer(problem()).train(rule, { seed: 1 });
    expect(result).toMatchObject({ kind: "failed", reason: "not-finite" });
    expect(result.curve).toHaveLength(9);
    expect(result.curve.findIndex(Number.isNaN)).toBe(8);
  });

  test("where a loss is a hundred times the first", () => {
    const rule = ruleOf("def f(w, g):\n  u = w * -0.2\n  return u");
    const result = new Trainer(problem()).train(rule, { seed: 1 });
    expect(result).toMatchObject({ kind: "failed", reason: "blown-up" });
    const [first = NaN] = result.curve;
    const [before = NaN, last = NaN] = result.curve.slice(-2);
    expect(before).toBeLessThanOrEqual(100 * Math.max(1, first));
    expect(last).toBeGreaterThan(100 * Math.max(1, first));
  });

  test("where a weight that does not show in the loss is infinite at the end", () => {
    const withSpare = (graph: Graph, inputs: Readonly<Record<string, Tensor>>): Model => {
      const spare = graph.parameter("spare", [1], "vector", { kind: "fill", value: 3e38 });
      const { loss } = network(graph, inputs);
      return { loss: graph.add(loss, graph.reshape(graph.unary("relu", graph.unary("negate", spare)), [])) };
    };
    const rule = ruleOf("def f(w, g):\n  u = w * -1\n  return u");
    const result = new Trainer(problem(withSpare, 2)).train(rule, { seed: 1 });
    expect(result).toMatchObject({ kind: "failed", reason: "not-finite" });
    expect(result.curve).toHaveLength(2);
  });
});

describe("hurdles", () => {
  const run = (hurdles: readonly Hurdle[]) => new Trainer(problem()).train(adamw, { ...TUNED, hurdles });
  const free = run([]);
  const watched = run([{ step: 10, loss: Infinity }, { step: 20, loss: Infinity }]);
  const [at10 = NaN, at20 = NaN] = watched.hurdles;

  test("that find a loss which is not finite say so, and are not among those that have one", () => {
    const far = ruleOf("def f(w, g, t):\n  update = select(t == 20, g * 1e38 * 1e38, g * 0.001)\n  return update");
    const failed = new Trainer(problem()).train(far, {
      seed: 1, hurdles: [{ step: 10, loss: Infinity }, { step: 20, loss: Infinity }],
    });
    expect(failed).toMatchObject({ kind: "failed", reason: "not-finite" });
    expect(failed.hurdles).toHaveLength(1);
  });

  test("that are passed leave the training as it would be without them, to the bit", () => {
    expect({ ...watched, hurdles: [] }).toEqual(free);
    expect(at20).toBeLessThan(at10);
  });

  test("are passed by a loss of just the threshold", () => {
    expect(run([{ step: 10, loss: at10 }, { step: 20, loss: at20 }])).toEqual(watched);
  });

  test("stop what is above them there, and say what its loss is", () => {
    const stopped = run([{ step: 10, loss: at10 }, { step: 20, loss: at20 - 1e-9 }]);
    expect(stopped).toMatchObject({ kind: "stopped", loss: at20, hurdles: [at10, at20] });
    expect(stopped.curve).toEqual(free.curve.slice(0, 20));
  });
});

test("a step is measured in seconds, none of them zero", () => {
  const { model, update, data } = new Trainer(problem()).measure(adamw);
  for (const seconds of [model, update, data]) {
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(1);
  }
});
