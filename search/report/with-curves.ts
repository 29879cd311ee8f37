import type { RunStory } from "../../results/html/story.js";
import { InputError } from "../../src/errors.js";
import { keepNote } from "../run/note.js";
import { type TrainedRunOptions, withTrainedRun } from "../run/trained-run.js";
import { type CurveOptions, trainCurves } from "./curves.js";
import { CURVES } from "./notes.js";

/** Options of {@link withCurves}. */
export interface WithCurvesOptions extends CurveOptions, Omit<TrainedRunOptions, "executor"> {
  /** Told why there can be no curves now. */
  readonly onRefused?: ((reason: string) => void) | undefined;
}

/** What a run may be that nothing can be kept in: another process writes to it, or nobody may. */
const REFUSED: ReadonlySet<string> = new Set(["run-in-use", "cannot-write", "cannot-open"]);

/**
 * A story with learning curves of its program, which are trained and kept in the run; without them where nothing can
 * be kept there now.
 */
export async function withCurves(
  folder: string, story: RunStory, { onRefused, signal, onProgress, ...options }: WithCurvesOptions = {},
): Promise<RunStory> {
  const { final } = story;
  if (final === null) return story;
  try {
    const curves = await withTrainedRun(folder, { ...options, signal }, async ({ run, executor, store }) => {
      const trained = await trainCurves(run, final.index, executor, { signal, onProgress });
      keepNote(store, CURVES, trained);
      return trained;
    });
    return { ...story, curves };
  } catch (error) {
    if (!(error instanceof InputError) || !REFUSED.has(error.code)) throw error;
    onRefused?.(error.message);
    return story;
  }
}
