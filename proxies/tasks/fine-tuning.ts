import { glyphs } from "../data/glyphs.js";
import type { SizeDefinition, TaskDefinition } from "../problem/task.js";
import { glyphClassification, perceptron } from "./classification.js";

/** A perceptron that has learned upright glyphs has leaning, bolder ones to learn, numbered in another order. */
function shifted(side: number, width: number, horizon: number): SizeDefinition {
  return {
    ...glyphClassification({ side, shift: 0.7 }, perceptron(width), horizon, 64),
    pretraining: { source: () => glyphs({ side }), horizon: 1500, batch: 64, scale: 6 },
  };
}

/** A classifier trained beforehand, then trained with a new head on glyphs that differ. */
export const fineTuning: TaskDefinition = {
  name: "fine-tuning",
  family: "fine-tuning",
  title: "Stroke glyphs, a trained perceptron on shifted ones",
  sizes: {
    1: shifted(8, 64, 150),
    10: shifted(12, 160, 300),
    100: shifted(16, 320, 800),
  },
};
