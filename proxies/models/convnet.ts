import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { activate } from "../../src/engine/layers/activation.js";
import { averagePool, conv2d, maxPool } from "../../src/engine/layers/convolution.js";
import { dense } from "../../src/engine/layers/dense.js";

/**
 * A small convolutional network: 3×3 convolutions with ReLU, each followed by 2×2 max pooling while the image
 * allows, then the mean over the image and a linear head. [batch, height, width, channels] gives
 * [batch, outputs].
 */
export function convnet(graph: Graph, x: Tensor, channels: readonly number[], outputs: number): Tensor {
  let h = x;
  channels.forEach((width, layer) => {
    h = activate(graph, "relu", conv2d(graph, `conv${layer}`, h, width, 3));
    if ((h.shape[1] as number) % 2 === 0 && (h.shape[1] as number) > 2) h = maxPool(graph, h, 2);
  });
  const pooled = averagePool(graph, h, h.shape[1] as number);
  return dense(graph, "head", graph.reshape(pooled, [x.shape[0] as number, -1]), outputs, { role: "head" });
}
