import { ContractError } from "../../errors.js";
import type { Graph } from "../graph/graph.js";
import { sameShape, shapeText } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";

/**
 * A residual block (He et al. 2016): what goes in, and what its branch makes of that, added up. A norm before the
 * branch is its first layer.
 *
 * @throws {@link ContractError} where the branch changes the shape: broadcasting would hide a mistake.
 */
export function residual(graph: Graph, x: Tensor, branch: (x: Tensor) => Tensor): Tensor {
  const change = branch(x);
  if (!sameShape(change.shape, x.shape)) {
    throw new ContractError(
      `The branch of a residual block must keep the shape ${shapeText(x.shape)}, it gave ${shapeText(change.shape)}.`,
    );
  }
  return graph.add(x, change);
}
