/**
 * What the tasks train on: deterministic streams of examples, generated or read from files.
 *
 * Generated data never repeats and is the same to the bit on every machine. Beside the seed of the examples,
 * `world` says which language, teacher or table they are of.
 */

export {
  CAPTION_LENGTH, captions, type CaptionFields, type CaptionOptions, type CaptionSource,
} from "./captions.js";
export { loadCifar10 } from "./cifar.js";
export {
  alphaBar, diffusion, type DiffusionFields, type DiffusionOptions, type ImageSource, timeFeatures,
} from "./diffusion.js";
export { glyphs, type GlyphFields, type GlyphOptions, type GlyphSource } from "./glyphs.js";
export { grammar, type GrammarOptions, type GrammarSource, type TextFields } from "./grammar.js";
export { type ImageFields, loadIdxImages } from "./idx.js";
export { loadImages } from "./images.js";
export { masked, type MaskedFields, type MaskingOptions } from "./masking.js";
export { NGram } from "./ngram.js";
export { type SplitSizes, USUAL_SPLIT } from "./rows.js";
export {
  allocate, type Batch, type Fields, type Floor, type FloatField, type IntegerField, numbersIn, type Source,
  type Split, SPLITS, symbolsOf, take,
} from "./source.js";
export {
  loadTable, loadTableClasses, loadTableClassesAt, loadTableNumbers, type NumberTable, type TableOptions,
} from "./table.js";
export {
  tabularClassification, type TabularClassFields, type TabularClassificationOptions, type TabularNumberFields,
  type TabularOptions, tabularRegression, type TabularRegressionOptions,
} from "./tabular.js";
export { teacher, type TeacherFields, type TeacherOptions, type TeacherSource } from "./teacher.js";
export { loadText, type TextSource } from "./text.js";
