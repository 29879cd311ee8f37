import { toJsonLine } from "../../results/json.js";
import { formatOutcome } from "../../results/run-report.js";
import { withRun } from "../../search/run/read.js";
import { toRunReport } from "../../search/run/report.js";
import type { RunEnd, RunOptions } from "../../search/run/run.js";
import { pageOf } from "../page.js";
import { searchUntilEnd } from "./searching.js";
import { EventStream } from "./stream.js";

/** What the commands that search and no more share. */
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
  const ended = await searchUntilEnd(search, {
    folder, workers, goesOn: "symopt resume", isStreamed: json,
    others: json ? [new EventStream((line) => { process.stdout.write(line); })] : [],
  });
  if (ended === undefined) return;
  const report = withRun(folder, toRunReport);
  process.stdout.write(
    json ? toJsonLine({ kind: "ended", end: ended.end, report }) : formatOutcome(report, pageOf(process.stdout)),
  );
}
