import { ContractError } from "../../errors.js";
import type { Graph } from "../graph/graph.js";
import type { ParameterRole, Tensor } from "../graph/tensor.js";

/** Options of {@link dense}. */
export interface DenseOptions {
  /** Whether a bias is added. @default true */
  readonly bias?: boolean;
  /** What the matrix is for: the last layer of a model is its `head`. @default "matrix" */
  readonly role?: ParameterRole;
  /** Factor of the initial standard deviation, which is gain / √inputs. @default 1 */
  readonly gain?: number;
}

/**
 * A linear layer over the last dimension: [..., inputs] gives [..., outputs].
 *
 * @throws {@link ContractError} where there are no two dimensions or more.
 */
export function dense(
  graph: Graph,
  name: string,
  x: Tensor,
  outputs: number,
  options: DenseOptions = {},
): Tensor {
  const { bias = true, role = "matrix", gain = 1 } = options;
  const inputs = x.shape.at(-1);
  if (inputs === undefined || x.shape.length < 2) {
    throw new ContractError(`dense: "${name}" needs [..., batch, inputs], got [${x.shape.join(", ")}].`);
  }
  const deviation = gain / Math.sqrt(inputs);
  const weight = graph.parameter(`${name}.weight`, [inputs, outputs], role, { kind: "normal", deviation });
  const product = graph.matmul(x, weight);
  if (!bias) return product;
  return graph.add(product, graph.parameter(`${name}.bias`, [outputs], "vector", { kind: "fill", value: 0 }));
}
