import type { TextFields } from "./grammar.js";
import {
  allocate, type Batch, exampleStream, type FloatField, type IntegerField, type Source, type Split,
} from "./source.js";

/** What one example of {@link masked} has. */
export type MaskedFields = Readonly<{
  /** `[length]`: the text, some of it hidden. The symbol that hides is the last, one more than the text has. */
  inputs: IntegerField;
  /** `[length]`: the symbol that stood where the text was chosen to be predicted, −1 elsewhere. */
  targets: IntegerField;
  /** `[length]`: length / chosen there, 0 elsewhere, so that the mean over all is that over the chosen. */
  weights: FloatField;
}>;

/** How text is hidden: as BERT does (arXiv 1810.04805). */
export interface MaskingOptions {
  /** Part of the places that is chosen; as many in each example, and at least one. @default 0.15 */
  readonly part?: number;
  /** Part of the chosen places that shows a random symbol. @default 0.1 */
  readonly random?: number;
  /** Part of the chosen places that keeps its symbol. @default 0.1 */
  readonly kept?: number;
}

/**
 * Text with gaps, for masked language models. Which places are hidden is drawn by split, seed and the
 * example's number, so that real text that comes back is hidden elsewhere.
 *
 * @param text - Where the text comes from: its `inputs`.
 * @param options - How text is hidden.
 */
export function masked(text: Source<TextFields>, options: MaskingOptions = {}): Source<MaskedFields> {
  const { part = 0.15, random = 0.1, kept = 0.1 } = options;
  const { shape, symbols } = text.fields.inputs;
  const [length = 1] = shape;
  const chosen = Math.max(1, Math.round(part * length));
  const places = Int32Array.from({ length }, (_, i) => i);
  let held: Batch<TextFields> = allocate(text.fields, 0);

  return {
    fields: {
      inputs: { element: "i32", shape, symbols: symbols + 1 },
      targets: { element: "i32", shape, symbols },
      weights: { element: "f32", shape },
    },
    floor: { loss: 0, kind: "atLeast" },
    size: (split) => text.size(split),
    fill(split: Split, seed: number, first: number, count: number, into) {
      const { inputs, targets, weights } = into;
      if (held.inputs.length < count * length) held = allocate(text.fields, count);
      text.fill(split, seed, first, count, held);
      targets.fill(-1, 0, count * length);
      weights.fill(0, 0, count * length);
      for (let i = 0; i < count; i++) {
        const stream = exampleStream("masking", split, seed, first + i);
        const start = i * length;
        for (let k = 0; k < length; k++) inputs[start + k] = held.inputs[start + k] as number;
        for (let k = 0; k < length; k++) places[k] = k;
        for (let k = 0; k < chosen; k++) {
          const other = k + stream.integer(length - k);
          const place = places[other] as number;
          places[other] = places[k] as number;
          const at = start + place;
          targets[at] = inputs[at] as number;
          weights[at] = length / chosen;
          const fate = stream.uniform();
          if (fate < random) inputs[at] = stream.integer(symbols);
          else if (fate >= random + kept) inputs[at] = symbols;
        }
      }
    },
  };
}
