import { afterAll, describe, it } from "vitest";
import { RandomStream } from "../../../random.js";
import { Graph } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import { type Activation, activate } from "../../layers/activation.js";
import { attention } from "../../layers/attention.js";
import { infoNCE } from "../../layers/contrast.js";
import { averagePool, conv2d, maxPool } from "../../layers/convolution.js";
import { dense } from "../../layers/dense.js";
import { addPositions, embedding } from "../../layers/embedding.js";
import { layerNorm, rmsNorm } from "../../layers/norm.js";
import { crossEntropy, meanOfAll, softmax, squaredError } from "../../layers/softmax.js";
import { type Model, convnet, mlp, transformer } from "../../tfjs/models.arbitrary.js";
import { adapterForTests } from "../device.arbitrary.js";
import { expectAsAlone } from "./lowered.arbitrary.js";

const opened = await adapterForTests();
const device = "missing" in opened ? undefined : opened.device;

type Layers = readonly (readonly [prefix: string, build: (graph: Graph, x: Tensor, name: string) => Tensor])[];

const ACTIVATIONS: readonly Activation[] = ["relu", "gelu", "silu", "tanh"];

/** Layers over [batch, positions, width], and over images. */
const LAYERS: Readonly<Record<string, readonly [shape: readonly number[], layers: Layers]>> = {
  "activations and norms": [[3, 6, 8], [
    ...ACTIVATIONS.map((activation) => {
      return [activation, (graph: Graph, x: Tensor) => activate(graph, activation, x)] as const;
    }),
    ["layerNorm", (graph, x, name) => layerNorm(graph, name, x)],
    ["rmsNorm", (graph, x, name) => rmsNorm(graph, name, x)],
    ["softmax", (graph, x) => softmax(graph, x)],
  ]],
  "dense layers and embeddings": [[3, 6, 8], [
    ["dense", (graph, x, name) => dense(graph, name, x, 5)],
    ["positions", (graph, x, name) => addPositions(graph, name, x)],
    ["embedding", (graph, _, name) => embedding(graph, name, graph.input("tokens", [4, 5], "i32"), 7, 6)],
  ]],
  "attention": [[3, 6, 8], [
    ["attention", (graph, x, name) => attention(graph, name, x, { heads: 2 })],
    ["causal", (graph, x, name) => attention(graph, name, x, { heads: 4, causal: true })],
  ]],
  "losses": [[7, 6], [
    ["cross-entropy", (graph, x) => crossEntropy(graph, x, graph.input("labels", [7], "i32"))],
    ["squared error", (graph, x) => squaredError(graph, x, graph.input("target", x.shape))],
    ["InfoNCE", (graph, x, name) => infoNCE(graph, x, addPositions(graph, name, x), 4)],
  ]],
  "convolutions": [[2, 8, 8, 3], [
    ["conv2d", (graph, x, name) => conv2d(graph, name, x, 4, 3)],
    ["strided", (graph, x, name) => conv2d(graph, name, x, 4, 3, { stride: 2 })],
  ]],
  "pools": [[2, 8, 8, 3], [
    ["max", (graph, x) => maxPool(graph, x, 2)],
    ["max that leaves a rest", (graph, x) => maxPool(graph, x, 3)],
    ["average", (graph, x) => averagePool(graph, x, 2)],
  ]],
};

const MODELS: readonly (readonly [name: string, build: () => Model])[] = [
  ["an MLP", () => mlp(32, [16, 24, 24, 5])],
  ["a convnet", () => convnet(4, 8)],
  ["a transformer", () => transformer({ layers: 1, width: 16, positions: 16, batch: 4, heads: 2, symbols: 32 })],
];

function values(tensor: Tensor, lane: number): number[] {
  const random = new RandomStream(3, `${tensor.id} ${lane}`);
  return Array.from({ length: sizeOf(tensor.shape) }, () => {
    return tensor.element === "i32" ? random.integer(5) : Math.fround(random.normal());
  });
}

describe.skipIf(device === undefined)("kernels of a model", () => {
  afterAll(async () => {
    await device?.queue.onSubmittedWorkDone();
    device?.destroy();
  });

  it.each(Object.entries(LAYERS))("have the values and gradients of the wasm executor: %s", async (
    _, [shape, layers],
  ) => {
    const graph = new Graph();
    // What the layers read is trained too.
    const parts = layers.map(([name, build]) => {
      const x = graph.parameter(`before ${name}`, shape, "matrix", { kind: "fill", value: 0 });
      const y = build(graph, x, name);
      const slope = graph.input(`slope of ${name}`, y.shape);
      return graph.add(meanOfAll(graph, graph.multiply(y, slope)), meanOfAll(graph, x));
    });
    const loss = parts.reduce((sum, part) => graph.add(sum, part));
    await expectAsAlone(device as GPUDevice, { graph, loss, lanes: 2, values, tolerance: 1e-5 });
  });

  it("have them too where what can be computed at once is one kernel", async () => {
    const model = mlp(8, [6, 7, 3]);
    await expectAsAlone(device as GPUDevice, { ...model, lanes: 3, isJoined: true, values, tolerance: 1e-5 });
  });

  it.each(MODELS)("have the loss and gradients of the wasm executor: %s", async (_, build) => {
    await expectAsAlone(device as GPUDevice, { ...build(), lanes: 3, values, tolerance: 1e-5 });
  });
});
