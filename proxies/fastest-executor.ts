import { setMaxListeners } from "node:events";
import { adamwPaper } from "../dsl/rules/paper.js";
import { SymoptError } from "../src/errors.js";
import type { Executor } from "./executor.js";
import type { ExecutorName } from "./executor-name.js";
import { type OpenExecutorOptions, openExecutor } from "./open-executor.js";
import type { ProblemReference } from "./problem.js";

/** Steps of a training that is measured. */
const STEPS = 100;
/** Rounds of trainings in all lanes that are measured, at least. */
const ROUNDS = 2;
/** Seconds that are measured, at least. */
const SECONDS = 1;
/** Seconds that an executor may take in all, to be made ready and measured. */
const PATIENCE = 60;

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
  /** Told of all that were tried, the fastest first. */
  readonly onMeasured?: ((executors: readonly MeasuredExecutor[]) => void) | undefined;
  /** Seconds that each may take in all. @default 60 */
  readonly patience?: number | undefined;
  /** How an executor is opened. @default as for a search */
  readonly open?: (name: ExecutorName, options: OpenExecutorOptions) => Promise<Contender>;
}

/**
 * The executor that trains the most AdamWs a second on a problem, of `wasm` and those that use a GPU. Where there is
 * none, as where a processor plays one, it is `wasm`, and nothing is measured. One is measured after the other, alone.
 * One that does not work, loses its process or takes too long is out.
 */
export async function fastestExecutor(
  problem: ProblemReference, options: FastestExecutorOptions = {},
): Promise<ExecutorName> {
  const own = await tried("webgpu", problem, options);
  const tensorflow = await tried("tfjs:tensorflow", problem, options);
  // Both use what WebGPU finds.
  const others = own.hasGpu ? [await tried("tfjs:webgpu", problem, options)] : [];
  const gpus = [own, tensorflow, ...others];
  const isAlone = gpus.every(({ rate }) => rate === undefined);
  const wasm: MeasuredExecutor = isAlone
    ? { name: "wasm", rate: undefined, finding: THREADS }
    : await tried("wasm", problem, options);
  const sorted = [...gpus, wasm].toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  const fastest = isAlone ? "wasm" : (sorted[0]?.name ?? "wasm");
  options.onMeasured?.(sorted.toSorted((a, b) => Number(b.name === fastest) - Number(a.name === fastest)));
  return fastest;
}

/** What is said of `wasm`. */
const THREADS = "worker threads";

interface Tried extends MeasuredExecutor {
  /** Whether it was opened, on a GPU. */
  readonly hasGpu: boolean;
}

/** Opens an executor, measures it and closes it again: it gets a fixed time, and may lose nothing. */
async function tried(
  name: ExecutorName, problem: ProblemReference,
  { workers, lanes, patience = PATIENCE, open = openExecutor }: FastestExecutorOptions,
): Promise<Tried> {
  const out = new AbortController();
  const timer = setTimeout(() => {
    out.abort(new SymoptError("too-slow", `It was not measured within ${patience} s.`));
  }, 1000 * patience);
  // Every training that waits listens.
  setMaxListeners(0, out.signal);
  let executor: Contender | undefined;
  let hasGpu = false;
  try {
    executor = await open(name, {
      workers, lanes, signal: out.signal,
      onLost: (_, reason) => { out.abort(new SymoptError("executor-lost", reason)); },
    });
    const { device } = executor;
    if (device?.isGpu === false) return { name, rate: undefined, finding: `no GPU: ${device.name}`, hasGpu };
    hasGpu = device !== undefined;
    return { name, rate: await rateOf(executor, problem, out.signal), finding: device?.name ?? THREADS, hasGpu };
  } catch (error) {
    if (!(error instanceof SymoptError)) throw error;
    return { name, rate: undefined, finding: error.message, hasGpu };
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
