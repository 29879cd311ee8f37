import { crossEntropy, logLoss, meanOfAll } from "../../src/engine/layers/softmax.js";
import { grammar } from "../data/grammar.js";
import { masked } from "../data/masking.js";
import { symbolsOf } from "../data/source.js";
import { loadText } from "../data/text.js";
import { accuracy } from "../models/metric.js";
import { type TransformerShape, languageModel } from "../models/transformer.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

function autoregressive(
  symbols: number,
  length: number,
  shape: TransformerShape,
  horizon: number,
  batch: number,
): SizeDefinition {
  return defineSize({
    source: () => grammar({ symbols, length }),
    read: (path) => loadText(path, length),
    horizon,
    batch,
    model: (graph, { inputs, targets }, fields) => {
      const logits = languageModel(graph, inputs, symbolsOf(fields, "inputs"), shape, true);
      return {
        loss: crossEntropy(graph, logits, targets),
        metrics: { accuracy: accuracy(graph, logits, targets) },
      };
    },
  });
}

/** Text of an artificial language, the next symbol predicted by a transformer. */
export const language: TaskDefinition = {
  name: "language",
  family: "language",
  title: "Artificial language, autoregressive transformer",
  sizes: {
    1: autoregressive(32, 16, { layers: 1, width: 16, heads: 2 }, 150, 8),
    10: autoregressive(64, 24, { layers: 2, width: 32, heads: 4 }, 160, 8),
    100: autoregressive(64, 48, { layers: 2, width: 48, heads: 6 }, 350, 8),
  },
};

function maskedLanguage(
  symbols: number,
  length: number,
  shape: TransformerShape,
  horizon: number,
  batch: number,
): SizeDefinition {
  return defineSize({
    source: () => masked(grammar({ symbols, length }), { part: 0.25 }),
    read: (path) => masked(loadText(path, length), { part: 0.25 }),
    horizon,
    batch,
    // Its inputs have one symbol more than the text: the one that hides others.
    model: (graph, { inputs, targets, weights }, fields) => {
      const logits = languageModel(graph, inputs, symbolsOf(fields, "inputs"), shape, false);
      const losses = logLoss(graph, logits, targets);
      return { loss: meanOfAll(graph, graph.multiply(losses, weights)) };
    },
  });
}

/** Text of an artificial language, hidden symbols guessed by a transformer that sees both sides. */
export const maskedModel: TaskDefinition = {
  name: "masked-language",
  family: "masked-language",
  title: "Artificial language, masked transformer",
  sizes: {
    1: maskedLanguage(32, 16, { layers: 1, width: 16, heads: 2 }, 400, 16),
    10: maskedLanguage(64, 32, { layers: 2, width: 32, heads: 4 }, 600, 8),
    100: maskedLanguage(64, 48, { layers: 3, width: 64, heads: 4 }, 600, 8),
  },
};
