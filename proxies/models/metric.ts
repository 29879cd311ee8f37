import type { Graph } from "../../src/engine/graph/graph.js";
import { meanOfAll } from "../../src/engine/layers/softmax.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";

/** The share of examples whose label has the largest logit: logits [..., classes], labels [...]. */
export function accuracy(graph: Graph, logits: Tensor, labels: Tensor): Tensor {
  const classes = logits.shape.at(-1) as number;
  const chosen = graph.sum(graph.multiply(logits, graph.oneHot(labels, classes)), [-1]);
  return meanOfAll(graph, graph.binary("greaterEqual", chosen, graph.max(logits, [-1])));
}
