import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";

/** Rows of a learned table: indices [...] give [..., width]. */
export function embedding(graph: Graph, name: string, indices: Tensor, symbols: number, width: number): Tensor {
  const table = graph.parameter(name, [symbols, width], "embedding", { kind: "normal", deviation: 0.02 });
  return graph.gather(table, indices);
}

/** A learned vector for each position of [batch, positions, width], added to it. */
export function addPositions(graph: Graph, name: string, x: Tensor): Tensor {
  const table = graph.parameter(name, x.shape.slice(1), "embedding", { kind: "normal", deviation: 0.02 });
  return graph.add(x, table);
}
