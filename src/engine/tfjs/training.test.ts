import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../dsl/compile.js";
import { check } from "../../../dsl/check.js";
import { findRule } from "../../../dsl/rules/index.js";
import { parse } from "../../../dsl/text/parse.js";
import { RandomStream } from "../../random.js";
import { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shape.js";
import { meanOfAll } from "../layers/softmax.js";
import { updateArrays } from "../update/array.js";
import type { UpdateRule } from "../update/rule.js";
import { compileTraining } from "../wasm/training.js";
import { updateRoom } from "../wasm/room.js";
import { compileUpdate } from "../wasm/update.js";
import {
  BACKENDS,
  type Comparison,
  expectNear,
  inputsOf,
  loadLanes,
  loadOne,
} from "./executors.arbitrary.js";
import type { TfjsBackend } from "./backend.js";
import { loadTfjs } from "./library.js";
import { type Model, convnet, mlp, transformer } from "./models.arbitrary.js";
import { createTfjsTraining } from "./training.js";
import { createTfjsUpdate } from "./update.js";

const STEPS = 50;

/** Of each lane's updates: the library's rates are for longer trainings. */
const SCALES = [4, 2, 1, 0.5, 0.2];

function libraryRule(name: string): UpdateRule {
  return compile(check(parse(findRule(name)?.text ?? "")));
}

const MODELS: readonly (readonly [name: string, build: () => Model])[] = [
  ["an MLP", () => mlp(32, [16, 24, 24, 5])],
  ["a convnet", () => convnet(4, 8)],
  ["a transformer", () => transformer({ layers: 1, width: 16, positions: 16, batch: 4, heads: 2, symbols: 32 })],
];

/** Weights as a model's author wants them, and inputs that differ from step to step. */
function values({ classes }: Model, step: number): Comparison["values"] {
  return (tensor, lane) => {
    const { operation, element, shape } = tensor;
    const isInput = operation.kind === "input";
    const random = new RandomStream(1, `${tensor.id} ${lane} ${isInput ? step : ""}`);
    return Array.from({ length: sizeOf(shape) }, (_, i) => {
      if (element === "i32") return (i * i + random.integer(2)) % classes;
      const normal = random.normal();
      if (operation.kind !== "parameter") return normal;
      return operation.initial.kind === "fill" ? operation.initial.value : operation.initial.deviation * normal;
    });
  };
}

/** Trains lanes side by side, and each alone on the wasm executor; gives the losses of all steps, by lane. */
async function trainBoth(
  model: Model,
  backend: TfjsBackend,
  rules: readonly UpdateRule[],
): Promise<[together: number[][], alone: number[][]]> {
  const { graph, loss } = model;
  const arrays = updateArrays(graph.parameters);
  const lanes = rules.length;
  const comparison = { graph, loss, backend, lanes, tolerance: 0 };
  const tuning = { scale: SCALES.slice(0, lanes), decay: arrays.map(({ ndim }) => (ndim >= 2 ? 1e-3 : 0)) };
  const side = await createTfjsTraining(comparison);
  const update = createTfjsUpdate(rules, { place: side.place, arrays });
  loadLanes(side, { ...comparison, values: values(model, 0) });
  const together: number[][] = rules.map(() => []);
  for (let t = 1; t <= STEPS; t++) {
    for (const input of inputsOf(graph)) side.input(input).set(values(model, t)(input, 0));
    const losses = side.differentiate();
    losses.forEach((value, lane) => { together[lane]?.push(value); });
    update.step({ lr: 1 - t / (2 * STEPS), t, T: STEPS, loss: losses, ...tuning });
  }
  update.dispose();
  side.dispose();
  const alone = rules.map((rule, lane) => {
    const training = compileTraining({ graph, loss });
    training.reserve(updateRoom(rule, arrays));
    loadOne(training, { ...comparison, values: values(model, 0) }, lane);
    const step = compileUpdate(rule, { ...training.place, arrays }, { tuned: true });
    return Array.from({ length: STEPS }, (_, k) => {
      const t = k + 1;
      for (const input of inputsOf(graph)) training.input(input).set(values(model, t)(input, 0));
      const value = training.differentiate();
      const decay = Float64Array.from(tuning.decay);
      const scale = tuning.scale[lane] as number;
      step.step({ lr: 1 - t / (2 * STEPS), t, T: STEPS, loss: value, scale, decay });
      return value;
    });
  });
  return [together, alone];
}

describe.each(BACKENDS)("training on the %s backend", (backend) => {
  beforeAll(() => loadTfjs(backend), 120_000);

  it.each(MODELS)("follows the wasm executor for 50 steps of AdamW: %s", async (_, build) => {
    const rule = libraryRule("adamw");
    const [together, alone] = await trainBoth(build(), backend, [rule, rule]);
    for (const [lane, losses] of together.entries()) {
      const ratios = losses.map((loss, k) => loss / (alone[lane]?.[k] as number));
      expectNear(ratios, losses.map(() => 1), 1e-3, `lane ${lane}`);
      // It learns: what agrees is no flat line.
      expect(Math.min(...losses.slice(-10))).toBeLessThan(0.97 * (losses[0] as number));
    }
  });

  it("trains another rule in every lane, each as if alone", async () => {
    const rules = ["adamw", "sgd", "lion", "lion", "muon"].map(libraryRule);
    rules[3] = rules[2] as UpdateRule;
    const [together, alone] = await trainBoth(mlp(32, [16, 24, 24, 5]), backend, rules);
    for (const [lane, losses] of together.entries()) {
      // Lion's sign makes a whole step of a difference in rounding.
      expectNear(losses, alone[lane] as number[], 1e-2, `lane ${lane}`);
    }
  });

  it("leaves no tensor behind, neither by steps and evaluations nor when it is disposed of", async () => {
    const tf = await loadTfjs(backend);
    const before = tf.memory().numTensors;
    const { graph, loss } = convnet(4, 8);
    const metrics = [graph.square(loss)];
    const training = await createTfjsTraining({ graph, loss, metrics, backend, lanes: 3 });
    const rules = ["adamw", "muon", "muon"].map(libraryRule);
    const update = createTfjsUpdate(rules, { place: training.place, arrays: updateArrays(graph.parameters) });
    const step = (t: number): void => {
      update.step({ lr: 1, t, T: 9, loss: training.differentiate() });
      training.evaluate();
    };
    step(1);
    const after = tf.memory();
    const counts = { tensors: after.numTensors, buffers: after.numDataBuffers };
    for (let t = 2; t < 9; t++) step(t);
    training.writeParameters(1, training.readParameters(0));
    expect({ tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers }).toEqual(counts);
    update.reset();
    expect(tf.memory().numTensors).toBe(counts.tensors);
    update.dispose();
    training.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a training by TensorFlow.js", () => {
  it("reads back the parameters that were written, and leaves other lanes as they were", async () => {
    const { graph, loss } = mlp(2, [3, 2, 2]);
    const training = await createTfjsTraining({ graph, loss, backend: "cpu", lanes: 2 });
    const written = Float32Array.from({ length: 14 }, (_, i) => i + 0.5);
    training.writeParameters(1, written);
    expect(training.readParameters(1)).toEqual(written);
    expect(training.readParameters(0)).toEqual(new Float32Array(14));
    training.dispose();
  });

  it("evaluates what does not depend on parameters, the same in all lanes", async () => {
    const graph = new Graph();
    const x = graph.input("x", [4]);
    const p = graph.parameter("p", [4], "vector", { kind: "fill", value: 0 });
    const loss = meanOfAll(graph, graph.multiply(x, p));
    const metrics = [meanOfAll(graph, x)];
    const training = await createTfjsTraining({ graph, loss, metrics, backend: "cpu", lanes: 2 });
    training.input(x).set([1, 2, 3, 6]);
    training.writeParameters(1, [1, 1, 1, 1]);
    expect(training.evaluate()).toEqual([[0, 3], [3, 3]]);
    training.dispose();
  });

  it("keeps backends apart that take turns", async () => {
    const { graph, loss } = mlp(2, [3, 2, 2]);
    const trainings = await Promise.all(
      BACKENDS.map((backend) => createTfjsTraining({ graph, loss, backend, lanes: 1 })),
    );
    const written = Float32Array.from({ length: 14 }, (_, i) => Math.fround(i / 7));
    for (const training of trainings) training.writeParameters(0, written);
    const losses = [0, 1].flatMap(() => trainings.map((training) => training.differentiate()[0] as number));
    for (const value of losses) expect(value).toBeCloseTo(losses[0] as number, 5);
    for (const training of trainings) training.dispose();
  });

  it("refuses a parameter that the loss does not depend on, by name", async () => {
    const graph = new Graph();
    const p = graph.parameter("p", [2], "vector", { kind: "fill", value: 0 });
    const q = graph.parameter("q", [2], "vector", { kind: "fill", value: 0 });
    const loss = meanOfAll(graph, graph.add(p, graph.constantOf(q)));
    await expect(createTfjsTraining({ graph, loss, backend: "cpu", lanes: 1 })).rejects.toThrow(
      "The loss does not depend on parameter \"q\".",
    );
  });

  it("refuses no lanes, lanes that are not there and numbers of another count", async () => {
    const { graph, loss } = mlp(2, [3, 2, 2]);
    await expect(createTfjsTraining({ graph, loss, backend: "cpu", lanes: 0 })).rejects.toThrow("0 lanes");
    const training = await createTfjsTraining({ graph, loss, backend: "cpu", lanes: 2 });
    expect(() => training.readParameters(2)).toThrow("no lane 2; there are 2");
    expect(() => { training.writeParameters(0, [1]); }).toThrow("A lane has 14 parameters, got 1.");
    expect(() => training.readGradients(0)).toThrow("Nothing is differentiated yet.");
    expect(() => training.input(loss)).toThrow("Only inputs");
    training.dispose();
  });
});
