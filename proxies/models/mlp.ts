import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { type Activation, activate } from "../../src/engine/layers/activation.js";
import { dense } from "../../src/engine/layers/dense.js";

/** A multi-layer perceptron: [batch, …] gives [batch, outputs], the last layer being the head. */
export function mlp(
  graph: Graph,
  x: Tensor,
  hidden: readonly number[],
  outputs: number,
  activation: Activation = "relu",
): Tensor {
  let h = graph.reshape(x, [x.shape[0] as number, -1]);
  hidden.forEach((width, layer) => {
    h = activate(graph, activation, dense(graph, `layer${layer}`, h, width, { gain: Math.SQRT2 }));
  });
  return dense(graph, "head", h, outputs, { role: "head" });
}
