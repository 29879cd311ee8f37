import { activate } from "../../src/engine/layers/activation.js";
import { infoNCE, unitLength } from "../../src/engine/layers/contrast.js";
import { dense } from "../../src/engine/layers/dense.js";
import { meanOfAll } from "../../src/engine/layers/softmax.js";
import type { Graph } from "../../src/engine/graph/graph.js";
import type { ParameterRole, Tensor } from "../../src/engine/graph/tensor.js";
import { CAPTION_LENGTH, type CaptionOptions, captions } from "../data/captions.js";
import { symbolsOf } from "../data/source.js";
import { accuracy } from "../models/metric.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

/** The reciprocal of the temperature at the start; it is learned as its logarithm. */
const SHARPNESS = 10;

function twoTowers(options: CaptionOptions, width: number, horizon: number, batch: number): SizeDefinition {
  return defineSize({
    source: () => captions(options),
    horizon,
    batch,
    model: (graph, { pixels, caption, label }, fields) => {
      const words = symbolsOf(fields, "caption");
      const image = imageTower(graph, pixels, width);
      const table = graph.parameter("text.embedding", [words, width], "embedding", { kind: "normal", deviation: 0.02 });
      const textTower = makeTextTower(graph, width);
      const text = textTower(graph.mean(graph.gather(table, caption), [1]));
      const sharpness = graph.multiply(
        SHARPNESS,
        graph.unary("exp", graph.parameter("sharpness", [], "vector", { kind: "fill", value: 0 })),
      );
      const prompts = textTower(graph.matmul(promptWords(graph, options, words), table));
      return {
        loss: infoNCE(graph, image, text, sharpness),
        metrics: {
          retrieval: retrieval(graph, image, text),
          "zero-shot accuracy": accuracy(graph, similarities(graph, image, prompts), label),
        },
      };
    },
  });
}

function imageTower(graph: Graph, pixels: Tensor, width: number): Tensor {
  const flat = graph.reshape(pixels, [pixels.shape[0] as number, -1]);
  const hidden = activate(graph, "gelu", dense(graph, "image.hidden", flat, 2 * width));
  return dense(graph, "image.head", hidden, width, { role: "head" });
}

/** Captions without their order: the means of their words' vectors give embeddings. It may be used repeatedly. */
function makeTextTower(graph: Graph, width: number): (means: Tensor) => Tensor {
  const hidden = sharedDense(graph, "text.hidden", width, 2 * width, "matrix");
  const head = sharedDense(graph, "text.head", 2 * width, width, "head");
  return (means) => head(activate(graph, "gelu", hidden(graph.reshape(means, [-1, width]))));
}

/** A dense layer that may be used repeatedly. */
function sharedDense(
  graph: Graph, name: string, inputs: number, outputs: number, role: ParameterRole,
): (x: Tensor) => Tensor {
  const deviation = 1 / Math.sqrt(inputs);
  const weight = graph.parameter(`${name}.weight`, [inputs, outputs], role, { kind: "normal", deviation });
  const bias = graph.parameter(`${name}.bias`, [outputs], "vector", { kind: "fill", value: 0 });
  return (x) => graph.add(graph.matmul(x, weight), bias);
}

/** Which part of the first prompt of each class each word is: [classes, words]. */
function promptWords(graph: Graph, options: CaptionOptions, words: number): Tensor {
  const prompts = captions(options).prompts();
  const classes = prompts.captions.length / prompts.count / CAPTION_LENGTH;
  const [rows, columns] = [graph.reshape(graph.positions(classes), [classes, 1]), graph.positions(words)];
  let parts = graph.broadcast(graph.constant(0), [classes, words]);
  for (let c = 0; c < classes; c++) {
    const prompt = prompts.captions.subarray(c * CAPTION_LENGTH, (c + 1) * CAPTION_LENGTH);
    for (const word of new Set(prompt)) {
      const part = prompt.filter((each) => each === word).length / CAPTION_LENGTH;
      const place = graph.multiply(graph.binary("equal", rows, c), graph.binary("equal", columns, word));
      parts = graph.add(parts, graph.multiply(place, part));
    }
  }
  return parts;
}

/** Cosines of all rows of one with all rows of the other. */
function similarities(graph: Graph, one: Tensor, other: Tensor): Tensor {
  return graph.matmul(unitLength(graph, one), unitLength(graph, other), false, true);
}

/** The share of images whose own caption is the most similar one of the batch. */
function retrieval(graph: Graph, image: Tensor, text: Tensor): Tensor {
  const best = graph.max(similarities(graph, image, text), [-1]);
  const own = graph.sum(graph.multiply(unitLength(graph, image), unitLength(graph, text)), [-1]);
  // The same product summed in another order may round differently.
  return meanOfAll(graph, graph.binary("greaterEqual", graph.add(own, 1e-5), best));
}

/** Glyphs and captions brought together by two towers. */
export const contrastive: TaskDefinition = {
  name: "captions",
  family: "contrastive",
  title: "Glyphs and captions, two towers, InfoNCE",
  sizes: {
    1: twoTowers({ side: 10 }, 32, 200, 48),
    10: twoTowers({ side: 12 }, 80, 400, 64),
    100: twoTowers({ side: 16 }, 192, 700, 64),
  },
};
