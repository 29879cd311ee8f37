import { Console } from "node:console";
import { workerData } from "node:worker_threads";
import { InputError } from "../../src/errors.js";
import type { TrainingRequest } from "../executor/executor.js";
import { Workplace } from "../executor/workplace.js";
import type { Reply, WorkerStart } from "./message.js";
import { Pulse } from "./pulse.js";

const start = workerData as WorkerStart;
const pulse = new Pulse(start.pulse);
// Once whatever loads this module is through with it.
queueMicrotask(() => { pulse.load(); });
const workplace = new Workplace(start);

// What a user's task prints must not mix with the results on stdout.
globalThis.console = new Console(process.stderr, process.stderr);

/** Trains what the main thread requests: the entry of a worker thread. */
export default async function train(request: TrainingRequest): Promise<Reply> {
  try {
    const outcome = await workplace.train(request, {
      onExpected: (seconds) => { pulse.train(Math.max(start.floor, start.factor * seconds)); },
      onStep: (step) => { pulse.beat(step); },
    });
    return { kind: "outcome", outcome };
  } catch (error) {
    if (error instanceof InputError) return { kind: "refused", code: error.code, message: error.message };
    return die(error);
  }
}

/**
 * Ends this thread: after an unexpected error nothing here is trusted any more. Thrown outside of any
 * promise, the error reaches the main thread together with the end of the thread.
 */
function die(error: unknown): Promise<never> {
  return new Promise(() => {
    setImmediate(() => { throw error instanceof Error ? error : new Error(String(error)); });
  });
}
