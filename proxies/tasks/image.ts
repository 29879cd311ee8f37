import { squaredError } from "../../src/engine/layers/softmax.js";
import { activate } from "../../src/engine/layers/activation.js";
import { dense } from "../../src/engine/layers/dense.js";
import { residual } from "../../src/engine/layers/residual.js";
import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { diffusion } from "../data/diffusion.js";
import { glyphs } from "../data/glyphs.js";
import { loadImages } from "../data/images.js";
import { mlp } from "../models/mlp.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

function flat(graph: Graph, x: Tensor): Tensor {
  return graph.reshape(x, [x.shape[0] as number, -1]);
}

function autoEncoder(side: number, width: number, code: number, horizon: number, batch: number): SizeDefinition {
  return defineSize({
    source: () => glyphs({ side, noise: 0.1 }),
    read: loadImages,
    horizon,
    batch,
    model: (graph, { pixels }) => {
      const image = flat(graph, pixels);
      const size = image.shape[1] as number;
      return { loss: squaredError(graph, mlp(graph, image, [width, code, width], size, "gelu"), image) };
    },
  });
}

function denoiser(side: number, width: number, layers: number, horizon: number, batch: number): SizeDefinition {
  return defineSize({
    source: () => diffusion(glyphs({ side, noise: 0.1 }), { pixelNoise: 0.1 }),
    read: (path) => diffusion(loadImages(path)),
    horizon,
    batch,
    model: (graph, { noisy, time, noise }) => {
      const image = flat(graph, noisy);
      let h = graph.add(dense(graph, "image", image, width), dense(graph, "time", time, width, { bias: false }));
      for (let layer = 0; layer < layers; layer++) {
        h = residual(graph, h, (seen) => dense(graph, `block${layer}`, activate(graph, "silu", seen), width));
      }
      const predicted = dense(graph, "head", activate(graph, "silu", h), image.shape[1] as number, { role: "head" });
      return { loss: squaredError(graph, predicted, flat(graph, noise)) };
    },
  });
}

/** Glyphs squeezed through a narrow layer and drawn again. */
export const autoEncoding: TaskDefinition = {
  name: "auto-encoder",
  family: "auto-encoder",
  title: "Stroke glyphs, auto-encoder",
  sizes: {
    1: autoEncoder(8, 64, 16, 300, 64),
    10: autoEncoder(12, 160, 24, 600, 64),
    100: autoEncoder(16, 480, 32, 1000, 64),
  },
};

/** The noise in noisy glyphs, predicted: denoising diffusion. */
export const denoising: TaskDefinition = {
  name: "diffusion",
  family: "diffusion",
  title: "Stroke glyphs, denoising diffusion",
  sizes: {
    1: denoiser(8, 64, 1, 200, 64),
    10: denoiser(12, 128, 2, 400, 64),
    100: denoiser(16, 288, 3, 700, 64),
  },
};
