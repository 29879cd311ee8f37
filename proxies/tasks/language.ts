import { crossEntropy, logLoss, meanOfAll } from "../../src/engine/layers/softmax.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { grammar } from "../data/grammar.js";
import { masked } from "../data/masking.js";
import { accuracy } from "../models/metric.js";
import { type TransformerShape, languageModel } from "../models/transformer.js";
import type { SizeDefinition, TaskDefinition } from "../task.js";

function autoregressive(
  symbols: number,
  length: number,
  shape: TransformerShape,
  horizon: number,
  batch: number,
): SizeDefinition {
  return {
    source: () => grammar({ symbols, length }),
    horizon,
    batch,
    model: (graph, { inputs, targets }) => {
      const logits = languageModel(graph, inputs as Tensor, symbols, shape, true);
      return {
        loss: crossEntropy(graph, logits, targets as Tensor),
        metrics: { accuracy: accuracy(graph, logits, targets as Tensor) },
      };
    },
  };
}

/** Text of an artificial language, the next symbol predicted by a transformer. */
export const language: TaskDefinition = {
  name: "language",
  family: "language",
  title: "Artificial language, autoregressive transformer",
  sizes: {
    1: autoregressive(32, 16, { layers: 1, width: 16, heads: 2 }, 150, 8),
    10: autoregressive(64, 32, { layers: 2, width: 32, heads: 4 }, 400, 8),
    100: autoregressive(64, 64, { layers: 3, width: 64, heads: 4 }, 800, 16),
  },
};

function maskedLanguage(
  symbols: number,
  length: number,
  shape: TransformerShape,
  horizon: number,
  batch: number,
): SizeDefinition {
  return {
    source: () => masked(grammar({ symbols, length })),
    horizon,
    batch,
    // One symbol more than the text has: the one that hides others.
    model: (graph, { inputs, targets, weights }) => {
      const logits = languageModel(graph, inputs as Tensor, symbols + 1, shape, false);
      const losses = logLoss(graph, logits, targets as Tensor);
      return { loss: meanOfAll(graph, graph.multiply(losses, weights as Tensor)) };
    },
  };
}

/** Text of an artificial language, hidden symbols guessed by a transformer that sees both sides. */
export const maskedModel: TaskDefinition = {
  name: "masked-language",
  family: "masked-language",
  title: "Artificial language, masked transformer",
  sizes: {
    1: maskedLanguage(32, 16, { layers: 1, width: 16, heads: 2 }, 200, 16),
    10: maskedLanguage(64, 32, { layers: 2, width: 32, heads: 4 }, 400, 8),
    100: maskedLanguage(64, 64, { layers: 3, width: 64, heads: 4 }, 800, 16),
  },
};
