import { ContractError } from "../../errors.js";
import type { Graph, Value } from "../graph/graph.js";
import { sameShape, shapeText } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { meanOfAll } from "./softmax.js";

/** Keeps the length of a row of zeros above 0. */
const EPSILON = 1e-12;

/** Rows scaled to length 1: [..., width] gives [..., width]; a row of zeros stays one. */
export function unitLength(graph: Graph, x: Tensor): Tensor {
  const length = graph.unary("sqrt", graph.add(graph.sum(graph.square(x), [-1]), EPSILON));
  return graph.divide(x, length);
}

/**
 * InfoNCE, in nats, of two batches of embeddings [batch, width], of which row i of one belongs to row i of
 * the other (van den Oord et al. 2018): the mean cross-entropy of picking its partner among the whole other
 * batch by cosine similarity, taken in both directions and averaged (as in Radford et al. 2021). A single
 * number of shape []; ln(batch) where embeddings tell nothing.
 *
 * @param sharpness - The reciprocal of the temperature, by which similarities are multiplied: a number, or a
 *   tensor of shape [] where it is learned.
 * @throws {@link ContractError} where the batches are not matrices of one shape.
 */
export function infoNCE(graph: Graph, one: Tensor, other: Tensor, sharpness: Value): Tensor {
  if (one.shape.length !== 2 || !sameShape(one.shape, other.shape)) {
    throw new ContractError(
      `InfoNCE needs two batches of one shape [batch, width], got ${shapeText(one.shape)} and ` +
        `${shapeText(other.shape)}.`,
    );
  }
  const [a, b] = [unitLength(graph, one), unitLength(graph, other)];
  const similarities = graph.multiply(graph.matmul(a, b, false, true), sharpness);
  const partners = graph.multiply(graph.sum(graph.multiply(a, b), [-1]), sharpness);
  const [rows, columns] = [logSumExp(graph, similarities, 1), logSumExp(graph, similarities, 0)];
  const both = graph.multiply(0.5, graph.add(meanOfAll(graph, rows), meanOfAll(graph, columns)));
  return graph.subtract(both, meanOfAll(graph, partners));
}

/** ln of the sum of e^x over an axis. */
function logSumExp(graph: Graph, x: Tensor, axis: number): Tensor {
  const largest = graph.constantOf(graph.max(x, [axis]));
  const sum = graph.sum(graph.unary("exp", graph.subtract(x, largest)), [axis]);
  return graph.add(graph.unary("log", sum), largest);
}
