import { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import { activate } from "../layers/activation.js";
import { attention } from "../layers/attention.js";
import { conv2d, maxPool } from "../layers/convolution.js";
import { dense } from "../layers/dense.js";
import { addPositions, embedding } from "../layers/embedding.js";
import { layerNorm } from "../layers/norm.js";
import { crossEntropy } from "../layers/softmax.js";

/** A model to train, and what its inputs are made of. */
export interface Model {
  readonly graph: Graph;
  readonly loss: Tensor;
  /** Below this the indices of its inputs lie. */
  readonly classes: number;
}

export function mlp(batch: number, sizes: readonly number[]): Model {
  const graph = new Graph();
  const [inputs = 1, ...outputs] = sizes;
  const classes = outputs.at(-1) as number;
  let x = graph.input("x", [batch, inputs]);
  outputs.forEach((size, k) => {
    x = dense(graph, `layer${k}`, x, size);
    if (k < outputs.length - 1) x = activate(graph, "relu", x);
  });
  return { graph, loss: crossEntropy(graph, x, graph.input("labels", [batch], "i32")), classes };
}

export function convnet(batch: number, side: number): Model {
  const graph = new Graph();
  const image = graph.input("x", [batch, side, side, 1]);
  const first = maxPool(graph, activate(graph, "relu", conv2d(graph, "first", image, 8, 3)), 2);
  const second = activate(graph, "gelu", conv2d(graph, "second", first, 12, 3, { stride: 2 }));
  const logits = dense(graph, "head", graph.reshape(second, [batch, -1]), 10, { role: "head" });
  return { graph, loss: crossEntropy(graph, logits, graph.input("labels", [batch], "i32")), classes: 10 };
}

export interface TransformerSize {
  readonly layers: number;
  readonly width: number;
  readonly positions: number;
  readonly batch: number;
  readonly heads: number;
  readonly symbols: number;
}

export function transformer({ layers, width, positions, batch, heads, symbols }: TransformerSize): Model {
  const graph = new Graph();
  const tokens = graph.input("tokens", [batch, positions], "i32");
  let x = addPositions(graph, "positions", embedding(graph, "symbols", tokens, symbols, width));
  for (let k = 0; k < layers; k++) {
    const seen = layerNorm(graph, `before attention${k}`, x);
    x = graph.add(x, attention(graph, `attention${k}`, seen, { heads, causal: true }));
    const narrow = layerNorm(graph, `before mixing${k}`, x);
    const wide = activate(graph, "gelu", dense(graph, `up${k}`, narrow, 4 * width));
    x = graph.add(x, dense(graph, `down${k}`, wide, width));
  }
  const logits = dense(graph, "head", layerNorm(graph, "last", x), symbols, { role: "head", bias: false });
  const next = graph.input("next", [batch, positions], "i32");
  return { graph, loss: crossEntropy(graph, logits, next), classes: symbols };
}
