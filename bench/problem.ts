import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mlp } from "../proxies/models/mlp.js";
import { languageModel } from "../proxies/models/transformer.js";
import { Graph } from "../src/engine/graph/graph.js";
import { sizeOf } from "../src/engine/graph/shape.js";
import type { Tensor } from "../src/engine/graph/tensor.js";
import { crossEntropy } from "../src/engine/layers/softmax.js";
import { type UpdateArray, updateArrays } from "../src/engine/update/array.js";
import { RandomStream } from "../src/random.js";

/** A model whose training steps are measured, here and in the peers. */
export interface Problem {
  readonly name: "mlp" | "transformer";
  /** Its name for people. */
  readonly title: string;
  readonly graph: Graph;
  readonly loss: Tensor;
  /** Inputs, and below what their integers are drawn (0 for numbers). */
  readonly inputs: readonly (readonly [name: string, tensor: Tensor, symbols: number])[];
  /** What a peer must know besides the shapes. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Batches that the steps go round. */
export const BATCHES = 40;

/** Weights to start from, and all batches of each input. */
export interface ProblemData {
  readonly weights: Float32Array;
  readonly inputs: ReadonlyMap<string, Float32Array | Int32Array>;
}

/** What a peer reads as `problem.json`. */
export interface ProblemDescription {
  readonly model: Problem["name"];
  /** How many batches the files of the inputs hold. */
  readonly steps: number;
  readonly parameters: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly inputs: readonly (readonly [name: string, element: "f32" | "i32", shape: readonly number[]])[];
  readonly facts: Readonly<Record<string, number>>;
}

/** The MLP 64-64-64-10 at batch 64. */
export function mlpProblem(): Problem {
  const graph = new Graph();
  const pixels = graph.input("pixels", [64, 64]);
  const label = graph.input("label", [64], "i32");
  const loss = crossEntropy(graph, mlp(graph, pixels, [64, 64], 10), label);
  return { name: "mlp", title: "MLP", graph, loss, inputs: [["pixels", pixels, 0], ["label", label, 10]], facts: {} };
}

/** The transformer of two layers, width 32, 4 heads, 32 positions, 64 symbols, at batch 16. */
export function transformerProblem(): Problem {
  const graph = new Graph();
  const inputs = graph.input("inputs", [16, 32], "i32");
  const targets = graph.input("targets", [16, 32], "i32");
  const logits = languageModel(graph, inputs, 64, { layers: 2, width: 32, heads: 4 }, true);
  return {
    name: "transformer",
    title: "transformer",
    graph,
    loss: crossEntropy(graph, logits, targets),
    inputs: [["inputs", inputs, 64], ["targets", targets, 64]],
    facts: { width: 32, heads: 4 },
  };
}

/** Draws what a problem starts from and is trained on: always the same. */
export function drawData({ name, graph, inputs }: Problem): ProblemData {
  const random = new RandomStream(1, `bench/training ${name}`);
  const arrays = updateArrays(graph.parameters);
  const weights = new Float32Array(arrays.reduce((sum, { size }) => sum + size, 0));
  graph.parameters.forEach(({ operation }, k) => {
    const { offset: from, size } = arrays[k] as UpdateArray;
    if (operation.kind !== "parameter") return;
    const { initial } = operation;
    for (let i = from; i < from + size; i++) {
      weights[i] = initial.kind === "fill" ? initial.value : initial.deviation * random.normal();
    }
  });
  const data = inputs.map(([input, tensor, symbols]) => {
    const length = BATCHES * sizeOf(tensor.shape);
    return [input, symbols > 0
      ? Int32Array.from({ length }, () => random.integer(symbols))
      : Float32Array.from({ length }, () => random.normal())] as const;
  });
  return { weights, inputs: new Map(data) };
}

/** Writes a problem where peers read it: `problem.json`, `weights.bin`, and a file for each input. */
export function writeProblem(folder: string, problem: Problem, { weights, inputs }: ProblemData): void {
  const bytes = (values: Float32Array | Int32Array): Uint8Array =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(join(folder, "weights.bin"), bytes(weights));
  for (const [input, values] of inputs) writeFileSync(join(folder, `${input}.bin`), bytes(values));
  const description: ProblemDescription = {
    model: problem.name,
    steps: BATCHES,
    parameters: problem.graph.parameters.flatMap(({ operation, shape }) =>
      operation.kind === "parameter" ? [[operation.name, shape] as const] : []),
    inputs: problem.inputs.map(([input, { element, shape }]) => [input, element, shape]),
    facts: problem.facts,
  };
  writeFileSync(join(folder, "problem.json"), JSON.stringify(description));
}
