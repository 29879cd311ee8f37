import { toJsonLine } from "../../results/json.js";
import { formatOutcome } from "../../results/run-report.js";
import { withRun } from "../../search/run/read.js";
import { toRunReport } from "../../search/run/report.js";
import type { RunEnd, RunOptions } from "../../search/run/run.js";
import { EXIT } from "../exit.js";
import { untilInterrupted } from "../interrupt.js";
import { pageOf } from "../page.js";
import { symoptVersion } from "../version.js";
import type { Follower } from "./follower.js";
import { LiveLines } from "./live.js";
import { RunLog } from "./log.js";
import { EventStream } from "./stream.js";

/** What the commands that search share. */
export interface FollowOptions {
  readonly folder: string;
  readonly workers?: number | undefined;
  /** Whether events go to standard output, as lines of JSON. */
  readonly json?: boolean | undefined;
}

/**
 * Searches until the end or until Ctrl-C, tells of it on the way, and prints what was found.
 *
 * @param search - {@link startRun} or {@link resumeRun}.
 */
export async function follow(
  search: (options: RunOptions) => Promise<RunEnd>, { folder, workers, json = false }: FollowOptions,
): Promise<void> {
  const followers = followersOf(json);
  const ended = await untilInterrupted(async (signal) => {
    try {
      return await search({
        folder, signal, version: symoptVersion(), ...(workers === undefined ? {} : { workers }),
        onEvent: (event) => { for (const follower of followers) follower.see(event); },
      });
    } finally {
      for (const follower of followers) follower.end();
    }
  });
  if (ended === undefined) {
    process.stderr.write("The search had not begun yet; references that were measured are kept. Give the same command again.\n");
    return;
  }
  if (ended.end === "interrupted") {
    process.exitCode = EXIT.interrupted;
    process.stderr.write(`interrupted: everything that was committed is kept; \`symopt resume ${folder}\` goes on\n`);
  }
  const report = withRun(folder, toRunReport);
  process.stdout.write(
    json ? toJsonLine({ kind: "ended", end: ended.end, report }) : formatOutcome(report, pageOf(process.stdout)),
  );
}

/** Lines on a terminal, a log elsewhere; and events for other programs where they are asked for. */
function followersOf(json: boolean): readonly Follower[] {
  const isSeen = process.stderr.isTTY && !(json && process.stdout.isTTY);
  return [
    isSeen ? new LiveLines(process.stderr) : new RunLog(process.stderr),
    ...(json ? [new EventStream((line) => { process.stdout.write(line); })] : []),
  ];
}
