import type { TaskDefinition } from "../problem/task.js";
import { glyphConvnet, glyphMlp, glyphTransformer, noisyLabels } from "./classification.js";
import { contrastive } from "./contrastive.js";
import { fineTuning } from "./fine-tuning.js";
import { autoEncoding, denoising } from "./image.js";
import { language, maskedModel } from "./language.js";
import { teacherRegression } from "./regression.js";
import { tabular } from "./tabular.js";

/** The tasks that symopt brings, family by family. */
export const TASKS: readonly TaskDefinition[] = [
  glyphMlp,
  glyphConvnet,
  glyphTransformer,
  teacherRegression,
  noisyLabels,
  language,
  maskedModel,
  denoising,
  autoEncoding,
  contrastive,
  fineTuning,
  tabular,
];

/** The built-in task of a name, if there is one. */
export function findTask(name: string): TaskDefinition | undefined {
  return TASKS.find((task) => task.name === name);
}
