import { crossEntropy } from "../../src/engine/layers/softmax.js";
import { symbolsOf } from "../data/source.js";
import { loadTableClassesAt } from "../data/table.js";
import { type TabularClassificationOptions, tabularClassification } from "../data/tabular.js";
import { accuracy } from "../models/metric.js";
import { mlp } from "../models/mlp.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

function table(
  options: TabularClassificationOptions,
  hidden: readonly number[],
  horizon: number,
  batch: number,
): SizeDefinition {
  return defineSize({
    source: () => tabularClassification(options),
    read: loadTableClassesAt,
    horizon,
    batch,
    model: (graph, { features, label }, fields) => {
      const logits = mlp(graph, features, hidden, symbolsOf(fields, "label"));
      return {
        loss: crossEntropy(graph, logits, label),
        metrics: { accuracy: accuracy(graph, logits, label) },
      };
    },
  });
}

/** Rows of mixed columns, classified by a perceptron. */
export const tabular: TaskDefinition = {
  name: "tabular",
  family: "tabular",
  title: "Tables of mixed columns, multi-layer perceptron",
  sizes: {
    1: table({}, [64, 64], 200, 64),
    10: table({ numeric: 16, trees: 48 }, [144, 144], 450, 64),
    100: table({ numeric: 32, trees: 96 }, [320, 320], 900, 64),
  },
};
