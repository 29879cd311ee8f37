import type { RunStory } from "../../results/html/story.js";
import { withRun } from "../../search/run/read.js";
import { toRunStory } from "../../search/report/story.js";
import { withCurves } from "../../search/report/with-curves.js";
import { executorNews } from "../executor-news.js";
import { untilInterrupted } from "../interrupt.js";
import { Progress } from "../progress.js";
import { warnOfDevice } from "./other-device.js";

/** Options of {@link storyOf}. */
export interface StoryOptions {
  /** Whether learning curves are trained where the run has none of its program. */
  readonly curves: boolean;
  readonly workers?: number | undefined;
}

/** The story of a run; `undefined` where it was interrupted as it trained learning curves. */
export async function storyOf(folder: string, { curves, workers }: StoryOptions): Promise<RunStory | undefined> {
  const story = withRun(folder, toRunStory);
  if (!curves || story.final === null || story.curves !== null) return story;
  const progress = new Progress(process.stderr, "trainings");
  try {
    return await untilInterrupted((signal) => withCurves(folder, story, {
      signal, workers, onOtherDevice: warnOfDevice, ...executorNews(progress),
      onProgress: (done, total) => { progress.show(done, total, "learning curves"); },
      onRefused: (reason) => { process.stderr.write(`no learning curves: ${reason}\n`); },
    }));
  } finally {
    progress.end();
  }
}
