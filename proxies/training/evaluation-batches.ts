import type { Source, Split } from "../data/source.js";

/** Batches of an evaluation on data that has no end. */
const EVALUATION_BATCHES = 16;

/** Batches that an evaluation takes: all of a split that has an end, the last one filled up from its start. */
export function evaluationBatches(source: Source, split: Split, batch: number): number {
  const size = source.size(split);
  return size === Infinity ? EVALUATION_BATCHES : Math.max(1, Math.ceil(size / batch));
}
