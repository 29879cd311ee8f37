import { activate } from "../../src/engine/layers/activation.js";
import { infoNCE, unitLength } from "../../src/engine/layers/contrast.js";
import { dense } from "../../src/engine/layers/dense.js";
import { embedding } from "../../src/engine/layers/embedding.js";
import { meanOfAll } from "../../src/engine/layers/softmax.js";
import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { type CaptionOptions, captions } from "../data/captions.js";
import type { SizeDefinition, TaskDefinition } from "../task.js";

/** The reciprocal of the temperature at the start; it is learned as its logarithm. */
const SHARPNESS = 10;

function twoTowers(options: CaptionOptions, width: number, horizon: number, batch: number): SizeDefinition {
  return {
    source: () => captions(options),
    horizon,
    batch,
    model: (graph, { pixels, caption }) => {
      const words = captions(options).words.length;
      const image = imageTower(graph, pixels as Tensor, width);
      const text = textTower(graph, caption as Tensor, words, width);
      const sharpness = graph.multiply(
        SHARPNESS,
        graph.unary("exp", graph.parameter("sharpness", [], "vector", { kind: "fill", value: 0 })),
      );
      return {
        loss: infoNCE(graph, image, text, sharpness),
        metrics: { retrieval: retrieval(graph, image, text) },
      };
    },
  };
}

function imageTower(graph: Graph, pixels: Tensor, width: number): Tensor {
  const flat = graph.reshape(pixels, [pixels.shape[0] as number, -1]);
  const hidden = activate(graph, "gelu", dense(graph, "image.hidden", flat, 2 * width));
  return dense(graph, "image.head", hidden, width, { role: "head" });
}

/** The words of a caption in no order: their mean, through a hidden layer. */
function textTower(graph: Graph, caption: Tensor, words: number, width: number): Tensor {
  const [batch = 0] = caption.shape;
  const mean = graph.mean(embedding(graph, "text.embedding", caption, words, width), [1]);
  const hidden = activate(graph, "gelu", dense(graph, "text.hidden", graph.reshape(mean, [batch, width]), 2 * width));
  return dense(graph, "text.head", hidden, width, { role: "head" });
}

/** The share of images whose own caption is the most similar one of the batch. */
function retrieval(graph: Graph, image: Tensor, text: Tensor): Tensor {
  const [a, b] = [unitLength(graph, image), unitLength(graph, text)];
  const best = graph.max(graph.matmul(a, b, false, true), [-1]);
  const own = graph.sum(graph.multiply(a, b), [-1]);
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
    10: twoTowers({ side: 12 }, 96, 400, 64),
    100: twoTowers({ side: 16 }, 256, 800, 96),
  },
};
