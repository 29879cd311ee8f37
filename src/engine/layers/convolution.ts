import { ContractError } from "../../errors.js";
import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";

/** Options of {@link conv2d}. */
export interface ConvolutionOptions {
  /** @default 1 */
  readonly stride?: number;
  /**
   * Zeros around the image: the default keeps its size at stride 1 where the kernel is odd; where it is even, a row and
   * a column are added.
   *
   * @default half the kernel, rounded down
   */
  readonly padding?: number;
  /** @default true */
  readonly bias?: boolean;
}

/**
 * A two-dimensional convolution with a square kernel: [batch, height, width, channels] to `outputs` channels.
 *
 * @throws {@link ContractError} where there are other dimensions, or the kernel does not fit.
 */
export function conv2d(
  graph: Graph,
  name: string,
  x: Tensor,
  outputs: number,
  kernel: number,
  options: ConvolutionOptions = {},
): Tensor {
  const { stride = 1, padding = Math.floor(kernel / 2), bias = true } = options;
  if (x.shape.length !== 4) {
    throw new ContractError(`conv2d: "${name}" needs [batch, height, width, channels], got [${x.shape.join(", ")}].`);
  }
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
  return pool(graph, x, size, (windows, axes) => graph.max(windows, axes));
}

/** The mean of each square window that does not overlap others, channel by channel. */
export function averagePool(graph: Graph, x: Tensor, size: number): Tensor {
  return pool(graph, x, size, (windows, axes) => graph.mean(windows, axes));
}

/** Reduces windows; rows and columns that fill none are left out. */
function pool(
  graph: Graph,
  x: Tensor,
  size: number,
  over: (windows: Tensor, axes: readonly number[]) => Tensor,
): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  // Windows that fill the image are its own elements in other dimensions; others have to be copied.
  const fills = rows * size === height && columns * size === width;
  const pooled = fills
    ? over(graph.reshape(x, [batch * rows, size, columns, size, channels]), [1, 3])
    : over(windowsOf(graph, x, size), [3]);
  return graph.reshape(pooled, [batch, rows, columns, channels]);
}

/** [batch, height, width, channels] gives [batch, rows, columns, size², channels]. */
function windowsOf(graph: Graph, x: Tensor, size: number): Tensor {
  const unfolded = graph.unfold(x, { height: size, width: size, stride: size, padding: 0 });
  return graph.reshape(unfolded, [...unfolded.shape.slice(0, 3), size * size, x.shape.at(-1) as number]);
}
