import { setMaxListeners } from "node:events";
import { adamwPaper } from "../dsl/rules/paper.js";
import { SymoptError } from "../src/errors.js";
import type { Executor } from "./executor.js";
import { EXECUTORS, type ExecutorName } from "./executor-name.js";
import { type OpenExecutorOptions, openExecutor } from "./open-executor.js";
import type { ProblemReference } from "./problem.js";

/** Steps of a training that is measured. */
const STEPS = 100;
/** Rounds of trainings in all lanes that are measured, at least. */
const ROUNDS = 2;
/** Seconds that are measured, at least. */
const SECONDS = 1;
/** Seconds that an executor may take in all, to be made ready and measured: drivers of GPUs compile for long. */
const PATIENCE = 60;
/** Seconds of work that one which computes on the processor has at least, once it is ready. */
const LEAST = 2;

/** How many times as fast as `wasm` another must be to be taken: a measurement varies, `wasm` repeats everywhere. */
export const MARGIN = 1.1;

/** What was found of an executor. */
export interface MeasuredExecutor {
  readonly name: ExecutorName;
  /** Trainings of the problem a second, all lanes together; `undefined` where it was not measured. */
  readonly rate: number | undefined;
  /** What it computes on, or why it was not measured. */
  readonly finding: string;
}

/** An executor that is tried. */
export interface Contender extends Executor {
  /** What it computes on. @default worker threads */
  readonly device?: { readonly name: string; readonly isGpu?: boolean } | undefined;
}

/** Options of {@link fastestExecutor}. */
export interface FastestExecutorOptions extends Pick<OpenExecutorOptions, "workers" | "lanes"> {
  /** Told of all that were tried: the one that is taken, then the others, the fastest first. */
  readonly onMeasured?: ((executors: readonly MeasuredExecutor[]) => void) | undefined;
  /** Seconds that each may take in all. @default 60 */
  readonly patience?: number | undefined;
  /** How an executor is opened. @default as for a search */
  readonly open?: (name: ExecutorName, options: OpenExecutorOptions) => Promise<Contender>;
}

/**
 * The executor that trains the most AdamWs a second on a problem. It is `wasm`, whose runs repeat on every machine,
 * unless another is {@link MARGIN} times as fast. Each that works is measured, one after the other, alone; one that
 * does not work, loses its process or takes too long is out. What computes on the processor, be it one that plays a
 * GPU, is given up when it has worked twice as long as `wasm` did: trying all takes some twenty seconds, or more with
 * a GPU.
 */
export async function fastestExecutor(
  problem: ProblemReference, options: FastestExecutorOptions = {},
): Promise<ExecutorName> {
  const start = performance.now();
  const wasm = await tried("wasm", problem, options, Infinity);
  const allowed = Math.max(LEAST, (2 * (performance.now() - start)) / 1000);
  const all = [wasm];
  for (const name of EXECUTORS) {
    if (name !== "wasm") all.push(await tried(name, problem, options, allowed));
  }
  const sorted = all.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  const [first = wasm] = sorted;
  const fastest = (first.rate ?? 0) > MARGIN * (wasm.rate ?? 0) ? first : wasm;
  options.onMeasured?.([fastest, ...sorted.filter((each) => each !== fastest)]);
  return fastest.name;
}

/** What is said of executors on worker threads. */
const THREADS = "worker threads";

/**
 * Opens an executor, measures it and closes it again: it gets a fixed time, and may lose nothing.
 *
 * @param allowed - Seconds that it may be measured for where it computes on the processor.
 */
async function tried(
  name: ExecutorName, problem: ProblemReference,
  { workers, lanes, patience = PATIENCE, open = openExecutor }: FastestExecutorOptions, allowed: number,
): Promise<MeasuredExecutor> {
  const out = new AbortController();
  const within = (seconds: number): NodeJS.Timeout => setTimeout(() => {
    out.abort(new SymoptError("too-slow", `not measured within ${Number(seconds.toPrecision(2))} s`));
  }, 1000 * seconds);
  let timer = within(patience);
  // Every training that waits listens.
  setMaxListeners(0, out.signal);
  let executor: Contender | undefined;
  try {
    executor = await open(name, {
      workers, lanes, signal: out.signal,
      onLost: (_, reason) => { out.abort(new SymoptError("executor-lost", reason)); },
    });
    const { device } = executor;
    if (device?.isGpu !== true) {
      clearTimeout(timer);
      timer = within(Math.min(allowed, patience));
    }
    const on = device?.name ?? THREADS;
    try {
      return { name, rate: await rateOf(executor, problem, out.signal), finding: on };
    } catch (error) {
      if (!(error instanceof SymoptError)) throw error;
      return { name, rate: undefined, finding: `${on}: ${error.message}` };
    }
  } catch (error) {
    if (!(error instanceof SymoptError)) throw error;
    return { name, rate: undefined, finding: error.message };
  } finally {
    clearTimeout(timer);
    await executor?.close();
  }
}

/** Trains in all lanes for a while, again and again; what the first time prepares is not measured. */
async function rateOf(executor: Executor, problem: ProblemReference, signal: AbortSignal): Promise<number> {
  const { lanes } = executor;
  const steps = Math.min(STEPS, problem.horizon);
  const request = { program: adamwPaper.text, task: { ...problem, horizon: steps }, seed: 1 };
  const round = async (): Promise<void> => {
    const trainings = Array.from({ length: lanes }, (_, index) => executor.submit({ index, ...request }, { signal }));
    for (const outcome of await Promise.all(trainings)) {
      if (outcome.kind === "fault") throw new SymoptError("executor-lost", outcome.message);
    }
  };
  await round();
  const start = performance.now();
  let rounds = 0;
  let seconds = 0;
  while (rounds < ROUNDS || seconds < SECONDS) {
    await round();
    rounds++;
    seconds = (performance.now() - start) / 1000;
  }
  return (rounds * lanes * steps) / (seconds * problem.horizon);
}
