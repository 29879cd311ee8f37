import { ContractError } from "../../errors.js";
import type { Graph } from "../graph/graph.js";
import { sameShape, shapeText, sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";

/** Softmax over the last dimension. */
export function softmax(graph: Graph, x: Tensor): Tensor {
  const powers = graph.unary("exp", graph.subtract(x, graph.constantOf(graph.max(x, [-1]))));
  return graph.multiply(powers, graph.divide(1, graph.sum(powers, [-1])));
}

/**
 * Softmax cross-entropy of each example, in nats: logits [..., classes] and class indices [...] give [...].
 *
 * @throws {@link ContractError} where there is not one label for each row of logits.
 */
export function logLoss(graph: Graph, logits: Tensor, labels: Tensor): Tensor {
  const classes = logits.shape.at(-1) as number;
  if (logits.shape.length === 0 || !sameShape(logits.shape.slice(0, -1), labels.shape)) {
    throw new ContractError(
      `Logits ${shapeText(logits.shape)} need one label a row, got labels ${shapeText(labels.shape)}.`,
    );
  }
  const shifted = graph.subtract(logits, graph.constantOf(graph.max(logits, [-1])));
  const total = graph.unary("log", graph.sum(graph.unary("exp", shifted), [-1]));
  const chosen = graph.sum(graph.multiply(shifted, graph.oneHot(labels, classes)), [-1]);
  return graph.reshape(graph.subtract(total, chosen), labels.shape);
}

/**
 * Mean softmax cross-entropy, in nats, of logits [..., classes] against class indices [...].
 *
 * @throws {@link ContractError} where there is not one label for each row of logits.
 */
export function crossEntropy(graph: Graph, logits: Tensor, labels: Tensor): Tensor {
  return meanOfAll(graph, logLoss(graph, logits, labels));
}

/**
 * Mean squared error, a single number of shape [].
 *
 * @throws {@link ContractError} where the shapes differ: broadcasting would hide a mistake.
 */
export function squaredError(graph: Graph, prediction: Tensor, target: Tensor): Tensor {
  if (!sameShape(prediction.shape, target.shape)) {
    throw new ContractError(
      `A prediction ${shapeText(prediction.shape)} cannot be compared with a target ${shapeText(target.shape)}.`,
    );
  }
  return meanOfAll(graph, graph.square(graph.subtract(prediction, target)));
}

/** The mean of every element, as a single number of shape []. */
export function meanOfAll(graph: Graph, x: Tensor): Tensor {
  const flat = graph.reshape(x, [sizeOf(x.shape)]);
  return graph.reshape(graph.mean(flat, [0]), []);
}
