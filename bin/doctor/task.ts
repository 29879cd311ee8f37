import { type Source, exampleStream } from "../../proxies/data/source.js";
import { languageModel } from "../../proxies/models/transformer.js";
import type { TaskDefinition } from "../../proxies/problem/task.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { crossEntropy } from "../../src/engine/layers/softmax.js";

const SYMBOLS = 16;
const LENGTH = 8;

/** Symbols drawn at random; each position is to name the one before. */
function echo(): Source {
  const field = { element: "i32", shape: [LENGTH], symbols: SYMBOLS } as const;
  return {
    fields: { inputs: field, targets: field },
    floor: { loss: 0, kind: "atLeast" },
    size: () => Infinity,
    fill(split, seed, first, count, { inputs, targets }) {
      for (let i = 0; i < count; i++) {
        const random = exampleStream("doctor", split, seed, first + i);
        let last = 0;
        for (let k = i * LENGTH; k < (i + 1) * LENGTH; k++) {
          (targets as Int32Array)[k] = last;
          last = random.integer(SYMBOLS);
          (inputs as Int32Array)[k] = last;
        }
      }
    },
  };
}

/**
 * A task of the doctor's own, so that its known result is the engine's alone: built-in tasks are tuned now and
 * then. A transformer, since it uses most of what there is to go wrong.
 */
const task: TaskDefinition = {
  name: "doctor",
  family: "language",
  title: "The symbol before, small transformer",
  sizes: {
    1: {
      source: echo,
      horizon: 20,
      batch: 8,
      model: (graph, { inputs, targets }) => {
        const logits = languageModel(graph, inputs as Tensor, SYMBOLS, { layers: 1, width: 16, heads: 2 }, true);
        return { loss: crossEntropy(graph, logits, targets as Tensor) };
      },
    },
  },
};

export default task;
