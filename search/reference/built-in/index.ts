// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";
import { glyphMlp } from "./glyph-mlp.js";
import { glyphConvnet } from "./glyph-convnet.js";
import { glyphTransformer } from "./glyph-transformer.js";
import { teacher } from "./teacher.js";
import { noisyLabels } from "./noisy-labels.js";
import { language } from "./language.js";
import { maskedLanguage } from "./masked-language.js";
import { diffusion } from "./diffusion.js";
import { autoEncoder } from "./auto-encoder.js";
import { captions } from "./captions.js";
import { fineTuning } from "./fine-tuning.js";
import { tabular } from "./tabular.js";

/** What is known of the built-in tasks at their own horizons and batch sizes, and of their peers. */
export const BUILT_IN: readonly Reference[] = [
  ...glyphMlp,
  ...glyphConvnet,
  ...glyphTransformer,
  ...teacher,
  ...noisyLabels,
  ...language,
  ...maskedLanguage,
  ...diffusion,
  ...autoEncoder,
  ...captions,
  ...fineTuning,
  ...tabular,
];
