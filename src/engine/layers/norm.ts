import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";

/** What is added to a variance before its root is taken. */
const EPSILON = 1e-5;

/** Layer normalization over the last dimension, with scale and shift (Ba et al. 2016). */
export function layerNorm(graph: Graph, name: string, x: Tensor): Tensor {
  const centred = graph.subtract(x, graph.mean(x, [-1]));
  const scaled = scaleToUnit(graph, name, centred);
  return graph.add(scaled, perFeature(graph, `${name}.shift`, x, 0));
}

/** Root-mean-square normalization over the last dimension, with scale (Zhang and Sennrich 2019). */
export function rmsNorm(graph: Graph, name: string, x: Tensor): Tensor {
  return scaleToUnit(graph, name, x);
}

function scaleToUnit(graph: Graph, name: string, x: Tensor): Tensor {
  const power = graph.add(graph.mean(graph.square(x), [-1]), EPSILON);
  const inverse = graph.divide(1, graph.unary("sqrt", power));
  return graph.multiply(graph.multiply(x, inverse), perFeature(graph, `${name}.scale`, x, 1));
}

function perFeature(graph: Graph, name: string, x: Tensor, value: number): Tensor {
  return graph.parameter(name, [x.shape.at(-1) as number], "vector", { kind: "fill", value });
}
