import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { activate } from "../../src/engine/layers/activation.js";
import { conv2d, maxPool } from "../../src/engine/layers/convolution.js";
import { dense } from "../../src/engine/layers/dense.js";

/**
 * A small convolutional network: 3×3 convolutions with SiLU, each followed by 2×2 max pooling while the image
 * allows, then a linear head that sees every place. [batch, height, width, channels] gives [batch, outputs].
 */
export function convnet(graph: Graph, x: Tensor, channels: readonly number[], outputs: number): Tensor {
  let h = x;
  channels.forEach((width, layer) => {
    h = activate(graph, "silu", conv2d(graph, `conv${layer}`, h, width, 3));
    const [, rows = 0, columns = 0] = h.shape;
    if (rows % 2 === 0 && columns % 2 === 0 && Math.min(rows, columns) > 2) h = maxPool(graph, h, 2);
  });
  return dense(graph, "head", graph.reshape(h, [x.shape[0] as number, -1]), outputs, { role: "head" });
}
