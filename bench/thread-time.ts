import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** Where Linux tells of the thread that reads it. */
const SELF = "/proc/thread-self/stat";
/** Ticks of a second there, on every machine that Node runs on. */
const TICKS = 100;
/** Places of the ticks spent in the program and in the system for it, behind the thread's name. */
const [USER, SYSTEM] = [11, 12];

/**
 * A clock of what this thread has computed: its processor time where the system tells, to a hundredth of a second;
 * elsewhere the time in which it did not wait for events, which is more where other work disturbs it.
 *
 * @returns Seconds since the clock was made.
 */
export function threadClock(): () => number {
  const start = processorSeconds();
  if (start !== undefined) return () => (processorSeconds() as number) - start;
  const before = performance.eventLoopUtilization();
  return () => performance.eventLoopUtilization(before).active / 1000;
}

function processorSeconds(): number | undefined {
  try {
    return secondsIn(readFileSync(SELF, "utf8"));
  } catch {
    return undefined;
  }
}

/** Seconds of processor time in a line of Linux's `/proc/…/stat`: number, (name), state, 10 numbers, ticks. */
export function secondsIn(line: string): number {
  // A name may have brackets and spaces of its own.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
}
