import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";

/** An activation function by name. */
export type Activation = "relu" | "gelu" | "silu" | "tanh";

/** Applies an activation: ReLU, the exact GELU (x·Φ(x)), SiLU (x·σ(x)) or tanh. */
export function activate(graph: Graph, activation: Activation, x: Tensor): Tensor {
  switch (activation) {
    case "relu":
      return graph.unary("relu", x);
    case "tanh":
      return graph.unary("tanh", x);
    case "silu":
      return graph.multiply(x, graph.unary("sigmoid", x));
    case "gelu":
      return graph.multiply(x, graph.unary("phi", x));
  }
}
