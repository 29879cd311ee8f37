import { Worker } from "node:worker_threads";
import { InputError } from "../../src/errors.js";
import { ExecutorClosed, type TrainingRequest } from "../executor/executor.js";
import type { Reply } from "../pool/message.js";
import type { FromChild, Numbered, ToChild } from "./message.js";
import { Scheduler } from "./scheduler.js";
import { openTrainers } from "./trainer-source.js";

/** The entry of the child process of a `LanesExecutor`. */

let scheduler: Scheduler | undefined;
let isDying = false;
const running = new Map<number, AbortController>();
const ids = new Map<TrainingRequest, number>();
/** What is to be told together: whoever is answered asks for more. */
let answers: (readonly [id: number, reply: Reply])[] = [];

// A driver that hangs holds this thread up: then the guard alone sees that the parent has gone.
new Worker(new URL("guard.js", import.meta.url), { workerData: process.ppid }).unref();

process.on("message", (message) => { receive(message as ToChild); });
// Nobody is left to train for.
process.on("disconnect", () => { process.exit(0); });
// These go to all processes of a terminal or of a job; the parent decides what becomes of this one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("uncaughtException", die);
process.on("unhandledRejection", die);

function receive(message: ToChild): void {
  switch (message.kind) {
    case "start":
      void start(message);
      break;
    case "train":
      for (const training of message.trainings) void train(training);
      break;
    case "takeBack":
      running.get(message.id)?.abort(new ExecutorClosed());
      break;
    case "close":
      void close();
      break;
  }
}

async function start({ source, lanes, mostCost }: Extract<ToChild, { kind: "start" }>): Promise<void> {
  try {
    const { device, make } = await openTrainers(source);
    scheduler = new Scheduler({
      lanes, make, mostCost,
      onFewerLanes: (lanes, reason) => { tell({ kind: "fewerLanes", lanes, reason }); },
      onPhase: ({ seconds, requests }) => {
        tell({ kind: "phase", seconds, ids: requests.flatMap((request) => ids.get(request) ?? []) });
      },
    });
    tell({ kind: "ready", device });
  } catch (error) {
    if (error instanceof InputError) tell({ kind: "unfit", code: error.code, message: error.message });
    else die(error);
  }
}

async function train({ id, request }: Numbered): Promise<void> {
  const back = new AbortController();
  running.set(id, back);
  ids.set(request, id);
  try {
    const outcome = await scheduler?.submit(request, { signal: back.signal });
    if (outcome !== undefined) answer(id, { kind: "outcome", outcome });
  } catch (error) {
    if (error instanceof InputError) answer(id, { kind: "refused", code: error.code, message: error.message });
    else if (!(error instanceof ExecutorClosed)) die(error);
  } finally {
    running.delete(id);
    ids.delete(request);
  }
}

function answer(id: number, reply: Reply): void {
  if (answers.length === 0) {
    setImmediate(() => {
      tell({ kind: "answers", answers });
      answers = [];
    });
  }
  answers.push([id, reply]);
}

async function close(): Promise<void> {
  await scheduler?.close();
  process.exit(0);
}

function tell(message: FromChild): void {
  if (!isDying && process.connected) process.send?.(message);
}

/** Ends this process: after an unexpected error nothing here is trusted any more. */
function die(error: unknown): void {
  if (isDying) return;
  const message: FromChild = { kind: "dying", message: error instanceof Error ? error.message : String(error) };
  isDying = true;
  if (process.connected) process.send?.(message, () => { process.exit(1); });
  else process.exit(1);
}
