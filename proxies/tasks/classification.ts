import type { Graph } from "../../src/engine/graph/graph.js";
import { crossEntropy } from "../../src/engine/layers/softmax.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { type GlyphOptions, glyphs } from "../data/glyphs.js";
import { convnet } from "../models/convnet.js";
import { accuracy } from "../models/metric.js";
import { mlp } from "../models/mlp.js";
import { visionTransformer } from "../models/transformer.js";
import type { SizeDefinition, TaskDefinition } from "../task.js";

/** A classifier: images give logits. */
type Classifier = (graph: Graph, pixels: Tensor) => Tensor;

function classification(
  options: GlyphOptions,
  classifier: Classifier,
  horizon: number,
  batch: number,
): SizeDefinition {
  return {
    source: () => glyphs(options),
    horizon,
    batch,
    model: (graph, { pixels, label }) => {
      const logits = classifier(graph, pixels as Tensor);
      return {
        loss: crossEntropy(graph, logits, label as Tensor),
        metrics: { accuracy: accuracy(graph, logits, label as Tensor) },
      };
    },
  };
}

/** Stroke glyphs told apart by a multi-layer perceptron. */
export const glyphMlp: TaskDefinition = {
  name: "glyph-mlp",
  family: "classification",
  title: "Stroke glyphs, multi-layer perceptron",
  sizes: {
    1: classification({ side: 8 }, (graph, pixels) => mlp(graph, pixels, [64, 64], 10), 200, 64),
    10: classification({ side: 12 }, (graph, pixels) => mlp(graph, pixels, [160, 160], 10), 400, 64),
    100: classification({ side: 16 }, (graph, pixels) => mlp(graph, pixels, [512, 512], 10), 800, 96),
  },
};

/** Stroke glyphs told apart by a small convolutional network. */
export const glyphConvnet: TaskDefinition = {
  name: "glyph-convnet",
  family: "classification",
  title: "Stroke glyphs, convolutional network",
  sizes: {
    1: classification({ side: 8 }, (graph, pixels) => convnet(graph, pixels, [8, 16], 10), 200, 32),
    10: classification({ side: 16 }, (graph, pixels) => convnet(graph, pixels, [12, 24], 10), 400, 32),
    100: classification({ side: 16, channels: 3 }, (graph, pixels) => convnet(graph, pixels, [32, 64], 10), 600, 64),
  },
};

/** Stroke glyphs told apart by a small vision transformer. */
export const glyphTransformer: TaskDefinition = {
  name: "glyph-transformer",
  family: "classification",
  title: "Stroke glyphs, vision transformer",
  sizes: {
    1: classification(
      { side: 8 },
      (graph, pixels) => visionTransformer(graph, pixels, 2, 10, { layers: 1, width: 16, heads: 2 }), 200, 32,
    ),
    10: classification(
      { side: 12 },
      (graph, pixels) => visionTransformer(graph, pixels, 3, 10, { layers: 2, width: 32, heads: 4 }), 400, 32,
    ),
    100: classification(
      { side: 16 },
      (graph, pixels) => visionTransformer(graph, pixels, 4, 10, { layers: 3, width: 64, heads: 4 }), 800, 64,
    ),
  },
};

/** Glyphs of which a quarter of the labels is drawn at random. */
export const noisyLabels: TaskDefinition = {
  name: "noisy-labels",
  family: "label-noise",
  title: "Stroke glyphs, a quarter of the labels random, multi-layer perceptron",
  sizes: {
    1: classification({ labelNoise: 0.25 }, (graph, pixels) => mlp(graph, pixels, [64, 64], 10), 200, 64),
    10: classification({ side: 12, labelNoise: 0.25 }, (graph, pixels) => mlp(graph, pixels, [160, 160], 10), 400, 64),
    100: classification({ side: 16, labelNoise: 0.25 }, (graph, pixels) => mlp(graph, pixels, [512, 512], 10), 800, 96),
  },
};
