import type { Graph } from "../graph/graph.js";
import type { Tensor, Windows } from "../graph/tensor.js";

/** Options of {@link conv2d}. */
export interface ConvolutionOptions {
  /** @default 1 */
  readonly stride?: number;
  /** Zeros around the image. @default keeps the size at stride 1: half the kernel, rounded down */
  readonly padding?: number;
  /** @default true */
  readonly bias?: boolean;
}

/** A two-dimensional convolution with a square kernel: [batch, height, width, channels] to `outputs` channels. */
export function conv2d(
  graph: Graph,
  name: string,
  x: Tensor,
  outputs: number,
  kernel: number,
  options: ConvolutionOptions = {},
): Tensor {
  const { stride = 1, padding = Math.floor(kernel / 2), bias = true } = options;
  const inputs = kernel * kernel * (x.shape.at(-1) as number);
  const weight = graph.parameter(`${name}.weight`, [inputs, outputs], "matrix", {
    kind: "normal",
    deviation: 1 / Math.sqrt(inputs),
  });
  const rows = graph.unfold(x, { height: kernel, width: kernel, stride, padding });
  const product = graph.matmul(rows, weight);
  if (!bias) return product;
  return graph.add(product, graph.parameter(`${name}.bias`, [outputs], "vector", { kind: "fill", value: 0 }));
}

/** The largest of each square window that does not overlap others, channel by channel. */
export function maxPool(graph: Graph, x: Tensor, size: number): Tensor {
  return pool(graph, x, size, (rows) => graph.max(rows, [3]));
}

/** The mean of each square window that does not overlap others, channel by channel. */
export function averagePool(graph: Graph, x: Tensor, size: number): Tensor {
  return pool(graph, x, size, (rows) => graph.mean(rows, [3]));
}

function pool(graph: Graph, x: Tensor, size: number, over: (rows: Tensor) => Tensor): Tensor {
  const windows: Windows = { height: size, width: size, stride: size, padding: 0 };
  const unfolded = graph.unfold(x, windows);
  const [batch = 0, rows = 0, columns = 0] = unfolded.shape;
  const channels = x.shape.at(-1) as number;
  const pooled = over(graph.reshape(unfolded, [batch, rows, columns, size * size, channels]));
  return graph.reshape(pooled, [batch, rows, columns, channels]);
}
