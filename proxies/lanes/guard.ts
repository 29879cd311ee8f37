import { workerData } from "node:worker_threads";
import { isAlive } from "./is-alive.js";

/**
 * The entry of a thread of the child process: ends the process once its parent has gone, though its main thread be held
 * up for ever.
 */

/** Milliseconds between two looks. */
const PAUSE = 1000;

const parent = workerData as number;

setInterval(() => {
  // Where an orphan keeps the number of its parent, that this has ended alone tells.
  if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, "SIGKILL");
}, PAUSE);
