import { ContractError } from "../../errors.js";
import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import { dense } from "./dense.js";
import { softmax } from "./softmax.js";

/** Options of {@link attention}. */
export interface AttentionOptions {
  readonly heads: number;
  /** Whether a position sees only itself and those before it. @default false */
  readonly causal?: boolean;
}

/** What is added to the score of a position that must not be seen: its weight underflows to 0. */
const HIDDEN = -1e9;

/** Multi-head self-attention over [batch, positions, width] (Vaswani et al. 2017). */
export function attention(graph: Graph, name: string, x: Tensor, options: AttentionOptions): Tensor {
  const { heads, causal = false } = options;
  const [batch = 0, positions = 0, width = 0] = x.shape;
  if (x.shape.length !== 3 || width % heads !== 0) {
    throw new ContractError(`attention: [${x.shape.join(", ")}] cannot be split into ${heads} heads.`);
  }
  const perHead = (tensor: Tensor): Tensor =>
    graph.transpose(graph.reshape(tensor, [batch, positions, heads, width / heads]), [0, 2, 1, 3]);
  const [q, k, v] = ["query", "key", "value"].map((part) =>
    dense(graph, `${name}.${part}`, x, width, { bias: false }),
  ) as [Tensor, Tensor, Tensor];
  // Queries are scaled, of which there are fewer than scores.
  const scaled = graph.multiply(q, 1 / Math.sqrt(width / heads));
  const scores = graph.matmul(perHead(scaled), perHead(k), false, true);
  const seen = causal ? graph.add(scores, causalMask(graph, positions)) : scores;
  const mixed = graph.matmul(softmax(graph, seen), perHead(v));
  const joined = graph.reshape(graph.transpose(mixed, [0, 2, 1, 3]), [batch, positions, width]);
  return dense(graph, `${name}.output`, joined, width, { bias: false });
}

/** [positions, positions]: 0 up to the diagonal, a large negative number after it. */
function causalMask(graph: Graph, positions: number): Tensor {
  const row = graph.positions(positions);
  const column = graph.reshape(row, [positions, 1]);
  return graph.multiply(graph.binary("greater", row, column), HIDDEN);
}
