import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { activate } from "../../src/engine/layers/activation.js";
import { attention } from "../../src/engine/layers/attention.js";
import { dense } from "../../src/engine/layers/dense.js";
import { addPositions, embedding } from "../../src/engine/layers/embedding.js";
import { layerNorm } from "../../src/engine/layers/norm.js";
import { residual } from "../../src/engine/layers/residual.js";

/** The size of a transformer. */
export interface TransformerShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
}

/** Pre-norm transformer blocks over [batch, positions, width], with a feed-forward part four times as wide. */
export function transformer(
  graph: Graph,
  x: Tensor,
  { layers, width, heads }: TransformerShape,
  causal: boolean,
): Tensor {
  let h = x;
  for (let layer = 0; layer < layers; layer++) {
    const name = `block${layer}`;
    h = residual(graph, h, (seen) =>
      attention(graph, `${name}.attention`, layerNorm(graph, `${name}.norm1`, seen), { heads, causal }));
    h = residual(graph, h, (seen) => {
      const wide = dense(graph, `${name}.up`, layerNorm(graph, `${name}.norm2`, seen), 4 * width);
      return dense(graph, `${name}.down`, activate(graph, "gelu", wide), width);
    });
  }
  return layerNorm(graph, "norm", h);
}

/** A language model: symbols [batch, positions] give logits [batch, positions, symbols]. */
export function languageModel(
  graph: Graph,
  inputs: Tensor,
  symbols: number,
  shape: TransformerShape,
  causal: boolean,
): Tensor {
  const embedded = addPositions(graph, "positions", embedding(graph, "embedding", inputs, symbols, shape.width));
  return dense(graph, "head", transformer(graph, embedded, shape, causal), symbols, { role: "head", bias: false });
}

/**
 * A vision transformer without a class token: square patches of images [batch, height, width, channels] are
 * embedded, and the mean over them is classified. What no whole patch covers, at the right and below, is not seen.
 *
 * @param patches - How many there are along the shorter side.
 */
export function visionTransformer(
  graph: Graph,
  x: Tensor,
  patches: number,
  outputs: number,
  shape: TransformerShape,
): Tensor {
  const [, height = 0, width = 0] = x.shape;
  const patch = Math.max(1, Math.floor(Math.min(height, width) / patches));
  const unfolded = graph.unfold(x, { height: patch, width: patch, stride: patch, padding: 0 });
  const [batch = 0, rows = 0, columns = 0, size = 0] = unfolded.shape;
  const embedded = dense(graph, "patches", graph.reshape(unfolded, [batch, rows * columns, size]), shape.width);
  const h = transformer(graph, addPositions(graph, "positions", embedded), shape, false);
  const mean = graph.reshape(graph.mean(h, [1]), [batch, shape.width]);
  return dense(graph, "head", mean, outputs, { role: "head" });
}
