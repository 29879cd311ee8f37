import { beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { evaluate } from "../../src/engine/graph/evaluate.arbitrary.js";
import { sizeOf } from "../../src/engine/graph/shape.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { loadTfjs } from "../../src/engine/tfjs/library.js";
import { createTfjsTraining } from "../../src/engine/tfjs/training.js";
import { updateArrays } from "../../src/engine/update/array.js";
import { compileTraining } from "../../src/engine/wasm/training.js";
import { take } from "../data/source.js";
import { type TaskGraph, buildTaskGraph } from "../problem/task-graph.js";
import type { TaskDefinition } from "../problem/task.js";
import { TASKS } from "./index.js";
import { drawWeight } from "./weight.arbitrary.js";

/** Examples of a step: few, for the evaluation in float64 is slow. */
const BATCH = 3;

/** A task's graph at one point: its first batch, and weights as a training begins with them. */
interface Point extends TaskGraph {
  /** The elements of every input and every parameter. */
  readonly values: ReadonlyMap<Tensor, Float32Array | Int32Array>;
  /** The loss that the wasm executor gives there, and the gradient of each parameter. */
  readonly found: { readonly loss: number; readonly gradients: readonly Float32Array[] };
}

function pointOf({ name, sizes }: TaskDefinition): Point {
  const definition = sizes[1];
  if (definition === undefined) return expect.fail(`Task ${name} has no size 1.`);
  const source = definition.source();
  const built = buildTaskGraph(definition, source, BATCH);
  const { graph, inputs, loss } = built;
  const batch = take(source, "train", 1, 0, BATCH);
  const values = new Map(inputs.map(([field, tensor]) => [tensor, batch[field] as Float32Array | Int32Array]));
  for (const tensor of graph.parameters) {
    const { operation, shape } = tensor;
    if (operation.kind !== "parameter") return expect.fail("A parameter is none.");
    const random = new RandomStream(1, `${tensor.id}`);
    values.set(tensor, Float32Array.from({ length: sizeOf(shape) }, () => drawWeight(operation.initial, random)));
  }
  const training = compileTraining({ graph, loss });
  for (const [tensor, elements] of values) {
    if (!graph.parameters.includes(tensor)) training.input(tensor).set(elements);
  }
  training.parameters.set(flat(graph.parameters, values));
  const found = { loss: training.differentiate(), gradients: split(graph.parameters, training.gradients) };
  return { ...built, values, found };
}

function flat(parameters: readonly Tensor[], values: Point["values"]): number[] {
  return parameters.flatMap((tensor) => Array.from(values.get(tensor) ?? []));
}

/** What is laid out flat, parameter by parameter. */
function split(parameters: readonly Tensor[], elements: Float32Array): Float32Array[] {
  return updateArrays(parameters).map(({ offset, size }) => elements.slice(offset, offset + size));
}

function lengthOf(vector: ArrayLike<number>): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Array.from(x).reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}

/** The slope of the loss along a direction of one parameter, by central differences in float64. */
function slopeAlong({ loss, values }: Point, parameter: Tensor, direction: readonly number[]): number {
  const [above = NaN, below = NaN] = [1e-6, -1e-6].map((step) => {
    const moved = Float64Array.from(values.get(parameter) ?? [], (x, i) => x + step * (direction[i] as number));
    return evaluate(loss, new Map<Tensor, ArrayLike<number>>([...values, [parameter, moved]]))[0];
  });
  return (above - below) / 2e-6;
}

describe("the gradients of a built-in task", () => {
  beforeAll(() => loadTfjs("cpu"), 120_000);

  it.each(TASKS.map((task) => [task.name, task] as const))("are those of TensorFlow.js: %s", async (_, task) => {
    const { graph, inputs, loss, values, found } = pointOf(task);
    const training = await createTfjsTraining({ graph, loss, backend: "cpu", lanes: 1 });
    for (const [, tensor] of inputs) training.input(tensor).set(values.get(tensor) ?? []);
    training.writeParameters(0, flat(graph.parameters, values));
    const [expected = NaN] = training.differentiate();
    const gradients = split(graph.parameters, training.readGradients(0));
    training.dispose();
    expect(Math.abs(found.loss - expected)).toBeLessThan(1e-5 * Math.abs(expected));
    const whole = lengthOf(gradients.map(lengthOf));
    gradients.forEach((gradient, k) => {
      const gap = lengthOf(gradient.map((x, i) => x - (found.gradients[k]?.[i] as number)));
      expect(gap / (lengthOf(gradient) + 1e-3 * whole), `parameter ${k}`).toBeLessThan(1e-5);
    });
  });

  it.each(TASKS.map((task) => [task.name, task] as const))("agree with central differences: %s", (_, task) => {
    const point = pointOf(task);
    const { gradients } = point.found;
    const random = new RandomStream(2, task.name);
    const whole = lengthOf(gradients.map(lengthOf));
    expect(whole).toBeGreaterThan(0);
    point.graph.parameters.forEach((parameter, k) => {
      const gradient = gradients[k] as Float32Array;
      const direction = Array.from(gradient, () => random.normal());
      const gap = Math.abs(slopeAlong(point, parameter, direction) - dot(gradient, direction));
      expect(gap / (lengthOf(gradient) + 1e-3 * whole), `parameter ${k}`).toBeLessThan(1e-4);
    });
  });
});
