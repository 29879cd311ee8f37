import { quoted } from "../../results/path.js";
import type { RunEnd, RunOptions } from "../../search/run/run.js";
import { markInterrupted, untilInterrupted } from "../interrupt.js";
import type { Follower } from "./follower.js";
import { LiveLines } from "./live.js";
import { RunLog } from "./log.js";

/** What the commands that search share. */
export interface SearchingOptions {
  readonly folder: string;
  readonly workers?: number | undefined;
  /** The command that goes on where it was interrupted, as in `symopt resume`. */
  readonly goesOn: string;
  /** Whether standard output shows how it goes on a terminal; then standard error does not. @default false */
  readonly isStreamed?: boolean;
  /** Told of all that happens besides. @default none */
  readonly others?: readonly Follower[];
}

/**
 * Searches until the end or until it is interrupted, and tells of it on the way: in lines on a terminal, in a log
 * elsewhere.
 *
 * @param search - {@link startRun} or {@link resumeRun}.
 * @returns How it ended; `undefined` where it was interrupted before it had begun.
 */
export async function searchUntilEnd(
  search: (options: RunOptions) => Promise<RunEnd>, options: SearchingOptions,
): Promise<RunEnd | undefined> {
  const { folder, workers, goesOn, isStreamed = false, others = [] } = options;
  const isSeen = process.stderr.isTTY && !(isStreamed && process.stdout.isTTY);
  const followers = [isSeen ? new LiveLines(process.stderr) : new RunLog(process.stderr), ...others];
  const ended = await untilInterrupted(async (signal) => {
    try {
      const end = await search({
        folder, signal, ...(workers === undefined ? {} : { workers }),
        onEvent: (event) => { for (const follower of followers) follower.see(event); },
      });
      if (end.end === "interrupted") markInterrupted(signal);
      return end;
    } finally {
      for (const follower of followers) follower.end();
    }
  });
  if (ended === undefined) {
    process.stderr.write(
      "The search had not begun yet; what was trained for references is kept. Give the same command again to go on.\n",
    );
  } else if (ended.end === "interrupted") {
    process.stderr.write(`interrupted: everything that was committed is kept; \`${goesOn} ${quoted(folder)}\` goes on\n`);
  }
  return ended;
}
