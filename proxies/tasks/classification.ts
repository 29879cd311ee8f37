import type { Graph } from "../../src/engine/graph/graph.js";
import { crossEntropy } from "../../src/engine/layers/softmax.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { type GlyphOptions, glyphs } from "../data/glyphs.js";
import { loadImages } from "../data/images.js";
import { symbolsOf } from "../data/source.js";
import { convnet } from "../models/convnet.js";
import { accuracy } from "../models/metric.js";
import { mlp } from "../models/mlp.js";
import { type TransformerShape, visionTransformer } from "../models/transformer.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

/** Patches along each side of an image that a vision transformer sees. */
const PATCHES = 4;

/** A classifier: images give logits. */
type Classifier = (graph: Graph, pixels: Tensor, classes: number) => Tensor;

/** Glyphs, or labelled images at a path, told apart by a classifier. */
function classification(
  options: GlyphOptions,
  classifier: Classifier,
  horizon: number,
  batch: number,
): SizeDefinition {
  return { ...glyphClassification(options, classifier, horizon, batch), read: loadImages };
}

/** Glyphs told apart by a classifier. */
export function glyphClassification(
  options: GlyphOptions,
  classifier: Classifier,
  horizon: number,
  batch: number,
): SizeDefinition {
  return defineSize({
    source: () => glyphs(options),
    horizon,
    batch,
    model: (graph, { pixels, label }, fields) => {
      const logits = classifier(graph, pixels, symbolsOf(fields, "label"));
      return {
        loss: crossEntropy(graph, logits, label),
        metrics: { accuracy: accuracy(graph, logits, label) },
      };
    },
  });
}

/** A perceptron with two hidden layers of one width. */
export function perceptron(width: number): Classifier {
  return (graph, pixels, classes) => mlp(graph, pixels, [width, width], classes);
}

function convolutions(channels: readonly number[]): Classifier {
  return (graph, pixels, classes) => convnet(graph, pixels, channels, classes);
}

function patches(shape: TransformerShape): Classifier {
  return (graph, pixels, classes) => visionTransformer(graph, pixels, PATCHES, classes, shape);
}

/** Stroke glyphs told apart by a multi-layer perceptron. */
export const glyphMlp: TaskDefinition = {
  name: "glyph-mlp",
  family: "classification",
  title: "Stroke glyphs, multi-layer perceptron",
  sizes: {
    1: classification({ side: 8 }, perceptron(64), 200, 64),
    10: classification({ side: 12 }, perceptron(160), 400, 64),
    100: classification({ side: 16 }, perceptron(320), 900, 64),
  },
};

/** Stroke glyphs told apart by a small convolutional network. */
export const glyphConvnet: TaskDefinition = {
  name: "glyph-convnet",
  family: "classification",
  title: "Stroke glyphs, convolutional network",
  sizes: {
    1: classification({ noise: 0.4 }, convolutions([12, 24]), 250, 64),
    10: classification({ side: 12, noise: 0.4 }, convolutions([16, 32]), 650, 64),
    100: classification({ side: 16, channels: 3 }, convolutions([32, 64, 64]), 600, 64),
  },
};

/** Stroke glyphs told apart by a small vision transformer. */
export const glyphTransformer: TaskDefinition = {
  name: "glyph-transformer",
  family: "classification",
  title: "Stroke glyphs, vision transformer",
  sizes: {
    1: classification({ side: 8 }, patches({ layers: 1, width: 16, heads: 2 }), 300, 32),
    10: classification({ side: 12 }, patches({ layers: 2, width: 32, heads: 4 }), 400, 32),
    100: classification({ side: 16 }, patches({ layers: 3, width: 64, heads: 4 }), 700, 32),
  },
};

/** Noisy glyphs of sixteen classes, of which a tenth of the labels is drawn at random. */
export const noisyLabels: TaskDefinition = {
  name: "noisy-labels",
  family: "label-noise",
  title: "Stroke glyphs, a tenth of the labels random, multi-layer perceptron",
  sizes: {
    1: noisy(8, 64, 200),
    10: noisy(12, 160, 400),
    100: noisy(16, 320, 900),
  },
};

function noisy(side: number, width: number, horizon: number): SizeDefinition {
  const options = { side, classes: 16, noise: 0.4, labelNoise: 0.1 };
  return glyphClassification(options, perceptron(width), horizon, 64);
}
