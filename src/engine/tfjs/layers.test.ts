import { beforeAll, describe, it } from "vitest";
import { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import { type Activation, activate } from "../layers/activation.js";
import { attention } from "../layers/attention.js";
import { infoNCE } from "../layers/contrast.js";
import { averagePool, conv2d, maxPool } from "../layers/convolution.js";
import { dense } from "../layers/dense.js";
import { addPositions, embedding } from "../layers/embedding.js";
import { layerNorm, rmsNorm } from "../layers/norm.js";
import { residual } from "../layers/residual.js";
import { crossEntropy, meanOfAll, softmax, squaredError } from "../layers/softmax.js";
import { BACKENDS, expectAgreement, randomValues } from "./executors.arbitrary.js";
import { GPU_BACKENDS } from "./gpu.arbitrary.js";
import { loadTfjs } from "./library.js";

type Layer = readonly [name: string, build: (graph: Graph, x: Tensor) => Tensor];

const ACTIVATIONS: readonly Activation[] = ["relu", "gelu", "silu", "tanh"];

/** Layers over [batch, positions, width]. */
const OF_SEQUENCES: readonly Layer[] = [
  ...ACTIVATIONS.map((activation): Layer => [activation, (graph, x) => activate(graph, activation, x)]),
  ["dense", (graph, x) => dense(graph, "layer", x, 5)],
  ["dense without a bias", (graph, x) => dense(graph, "layer", x, 5, { bias: false })],
  ["layerNorm", (graph, x) => layerNorm(graph, "layer", x)],
  ["rmsNorm", (graph, x) => rmsNorm(graph, "layer", x)],
  ["addPositions", (graph, x) => addPositions(graph, "layer", x)],
  ["attention", (graph, x) => attention(graph, "layer", x, { heads: 2 })],
  ["causal attention", (graph, x) => attention(graph, "layer", x, { heads: 4, causal: true })],
  ["residual", (graph, x) => residual(graph, x, (seen) => activate(graph, "silu", dense(graph, "layer", seen, 8)))],
  ["softmax", softmax],
  ["crossEntropy", (graph, x) => crossEntropy(graph, x, graph.input("labels", x.shape.slice(0, -1), "i32"))],
  ["squaredError", (graph, x) => squaredError(graph, x, graph.input("target", x.shape))],
  ["infoNCE", (graph, x) => {
    const [one, other] = ["one", "other"].map((name) => dense(graph, name, graph.reshape(x, [x.shape[0] as number, -1]), 5));
    const sharpness = graph.unary("exp", graph.parameter("sharpness", [], "vector", { kind: "fill", value: 1 }));
    return infoNCE(graph, one as Tensor, other as Tensor, sharpness);
  }],
];

/** Layers over images. */
const OF_IMAGES: readonly Layer[] = [
  ["conv2d", (graph, x) => conv2d(graph, "layer", x, 4, 3)],
  ["conv2d with a stride", (graph, x) => conv2d(graph, "layer", x, 4, 3, { stride: 2 })],
  [
    "conv2d without padding and bias",
    (graph, x) => conv2d(graph, "layer", x, 4, 5, { stride: 3, padding: 0, bias: false }),
  ],
  ["maxPool", (graph, x) => maxPool(graph, x, 2)],
  ["maxPool that leaves a rest", (graph, x) => maxPool(graph, x, 3)],
  ["averagePool", (graph, x) => averagePool(graph, x, 2)],
];

describe.each([...BACKENDS, ...GPU_BACKENDS])("a layer on the %s backend", (backend) => {
  beforeAll(() => loadTfjs(backend), 120_000);

  async function expectLayer(shape: readonly number[], build: Layer[1]): Promise<void> {
    const graph = new Graph();
    // What the layer reads is trained too, and is of another size in every place.
    const trained = graph.parameter("before", shape, "matrix", { kind: "fill", value: 1 });
    const before = graph.multiply(graph.input("x", shape), trained);
    const output = build(graph, before);
    const slope = graph.input("slope", output.shape);
    const loss = meanOfAll(graph, graph.multiply(output, slope));
    const laneInputs = [slope];
    const values = randomValues(3);
    await expectAgreement({ graph, loss, backend, lanes: 2, laneInputs, values, tolerance: 1e-5 });
  }

  it.each(OF_SEQUENCES)("has the values and gradients of the wasm executor: %s", async (_, build) => {
    await expectLayer([3, 6, 8], build);
  });

  it.each(OF_IMAGES)("has the values and gradients of the wasm executor: %s", async (_, build) => {
    await expectLayer([2, 8, 8, 3], build);
  });

  it("has the values and gradients of the wasm executor: embedding", async () => {
    const graph = new Graph();
    const rows = embedding(graph, "layer", graph.input("tokens", [4, 5], "i32"), 7, 6);
    const loss = meanOfAll(graph, graph.multiply(rows, graph.input("slope", rows.shape)));
    await expectAgreement({ graph, loss, backend, lanes: 2, values: randomValues(4, 7), tolerance: 1e-5 });
  });
});
