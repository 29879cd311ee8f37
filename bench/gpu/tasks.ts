import { symbolsOf } from "../../proxies/data/source.js";
import { grammar } from "../../proxies/data/grammar.js";
import { languageModel } from "../../proxies/models/transformer.js";
import type { TaskDefinition } from "../../proxies/problem/task.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { crossEntropy } from "../../src/engine/layers/softmax.js";

/** The transformer of `transformerProblem` as a task, so that executors can train what peers train. */
const transformer: TaskDefinition = {
  name: "bench-transformer",
  family: "language",
  title: "Artificial language, the transformer that peers train",
  sizes: {
    1: {
      source: () => grammar({ symbols: 64, length: 32 }),
      horizon: 200,
      batch: 16,
      model: (graph, { inputs, targets }, fields) => {
        const shape = { layers: 2, width: 32, heads: 4 };
        const logits = languageModel(graph, inputs as Tensor, symbolsOf(fields, "inputs"), shape, true);
        return { loss: crossEntropy(graph, logits, targets as Tensor) };
      },
    },
  },
};

export default transformer;
