import { workerData } from "node:worker_threads";

/**
 * The entry of a thread of the child process: ends the process once its parent has gone, though its main thread be held
 * up for ever.
 */

/** Milliseconds between two looks. */
const PAUSE = 1000;

const parent = workerData as number;

setInterval(() => {
  if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, "SIGKILL");
}, PAUSE);

/** Whether there is such a process: where an orphan keeps the number of its parent, that alone tells. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
