import { expect } from "vitest";
import { RandomStream } from "../../random.js";
import type { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { updateArrays } from "../update/array.js";
import { type CompiledTraining, compileTraining } from "../wasm/training.js";
import type { TfjsBackend } from "./backend.js";
import type { TfjsTensor } from "./library.js";
import { type TfjsTraining, createTfjsTraining } from "./training.js";

/** Backends that tests read without waiting, which no GPU allows; see also `gpu.arbitrary.ts`. */
export const BACKENDS: readonly TfjsBackend[] = ["cpu", "wasm"];

/** What both executors are given. */
export interface Comparison {
  readonly graph: Graph;
  readonly loss: Tensor;
  readonly metrics?: readonly Tensor[];
  readonly backend: TfjsBackend;
  readonly lanes: number;
  readonly laneInputs?: readonly Tensor[];
  /** The elements of an input or a parameter in a lane; inputs that lanes share are those of lane 0. */
  readonly values: (tensor: Tensor, lane: number) => ArrayLike<number>;
  /** How far a loss may be off, relative to 1 or itself, and a gradient, relative to its largest or to 1. */
  readonly tolerance: number;
}

/** Normal numbers for floats, and for indices those below a count that each index input has a place for. */
export function randomValues(seed: number, classes = 3): Comparison["values"] {
  return (tensor, lane) => {
    const random = new RandomStream(seed, `${tensor.id} ${lane}`);
    return Array.from({ length: sizeOf(tensor.shape) }, () =>
      tensor.element === "i32" ? random.integer(classes) : Math.fround(random.normal()));
  };
}

export function inputsOf(graph: Graph): Tensor[] {
  return graph.tensors.filter(({ operation }) => operation.kind === "input");
}

/** Writes inputs and parameters of all lanes. */
export function loadLanes(training: TfjsTraining, { graph, laneInputs = [], values, lanes }: Comparison): void {
  for (const tensor of inputsOf(graph)) {
    const target = training.input(tensor);
    const own = laneInputs.includes(tensor) ? lanes : 1;
    for (let lane = 0; lane < own; lane++) target.set(values(tensor, lane), lane * sizeOf(tensor.shape));
  }
  for (let lane = 0; lane < lanes; lane++) {
    training.writeParameters(lane, flatParameters(graph, values, lane));
  }
}

/** Writes a lane's inputs and parameters. */
export function loadOne(training: CompiledTraining, comparison: Comparison, lane: number): void {
  const { graph, laneInputs = [], values } = comparison;
  for (const tensor of inputsOf(graph)) {
    training.input(tensor).set(values(tensor, laneInputs.includes(tensor) ? lane : 0));
  }
  training.parameters.set(flatParameters(graph, values, lane));
}

function flatParameters(graph: Graph, values: Comparison["values"], lane: number): number[] {
  return graph.parameters.flatMap((tensor) => Array.from(values(tensor, lane)));
}

/** Expects losses, metrics and gradients of every lane to be those that the wasm executor gives alone. */
export async function expectAgreement(comparison: Comparison): Promise<void> {
  const { graph, lanes, tolerance } = comparison;
  const side = await createTfjsTraining(comparison);
  // What is small would be computed without a GPU.
  if (comparison.backend === "webgpu") side.place.tf.env().set("WEBGPU_CPU_FORWARD", false);
  const alone = compileTraining(comparison);
  loadLanes(side, comparison);
  const losses = await taken(side.differentiated());
  const outputs = await taken(side.evaluated());
  const width = outputs.length / lanes;
  const gradients = await Promise.all(side.place.gradients.map((tensor) => tensor.data<"float32">()));
  for (let lane = 0; lane < lanes; lane++) {
    loadOne(alone, comparison, lane);
    expectNear([losses[lane] as number], [alone.differentiate()], tolerance, `loss of lane ${lane}`);
    for (const [k, { offset, size }] of updateArrays(graph.parameters).entries()) {
      const found = gradients[k]?.subarray(lane * size, (lane + 1) * size) ?? [];
      const expected = alone.gradients.subarray(offset, offset + size);
      expectNear(found, expected, tolerance, `gradient at ${offset} of lane ${lane}`);
    }
    const own = outputs.subarray(lane * width, (lane + 1) * width);
    expectNear(own, alone.evaluate(), tolerance, `outputs of lane ${lane}`);
  }
  side.dispose();
}

/** The numbers of a tensor, which is freed. */
async function taken(tensor: TfjsTensor): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  tensor.dispose();
  return values;
}

/** Expects arrays to differ by no more than a fraction of the larger of 1 and their largest element. */
export function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "",
): void {
  expect(actual.length, what).toBe(expected.length);
  const finite = Array.from(expected).filter(Number.isFinite);
  const largest = finite.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [actual[i] as number, expected[i] as number];
    if (Object.is(x, y) || x === y) continue;
    if (!(Math.abs(x - y) <= tolerance * largest)) {
      expect.fail(`${what}: element ${i} is ${x}, not ${y} (within ${tolerance * largest}).`);
    }
  }
}
