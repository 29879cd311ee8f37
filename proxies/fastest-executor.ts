import { adamwPaper } from "../dsl/rules/paper.js";
import { InputError } from "../src/errors.js";
import type { Executor } from "./executor.js";
import { type ExecutorName, LANES } from "./executor-name.js";
import { LanesExecutor } from "./lanes/process.js";
import { openExecutor, sourceOf } from "./open-executor.js";
import type { ProblemReference } from "./problem.js";

/** Steps of a training that is measured. */
const STEPS = 100;

/** What was found of an executor. */
export interface MeasuredExecutor {
  readonly name: ExecutorName;
  /** Trainings of the problem a second, all lanes together; `undefined` where it was not measured. */
  readonly rate: number | undefined;
  /** What it computes on, or why it was not measured. */
  readonly finding: string;
}

/** Options of {@link fastestExecutor}. */
export interface FastestExecutorOptions {
  /** Worker threads of `wasm`. @default as many as the machine runs at once */
  readonly workers?: number | undefined;
  /** Lanes of the others. @default as many as is usual for each */
  readonly lanes?: number | null | undefined;
  /** Told of all that were tried, the fastest first. */
  readonly onMeasured?: ((executors: readonly MeasuredExecutor[]) => void) | undefined;
}

/**
 * The executor that trains the most AdamWs a second on a problem, of `wasm` and those that use a GPU. Where there is
 * none, as where a processor plays one, it is `wasm`, and nothing is measured.
 *
 * @throws {@link InputError} where there is no such problem.
 */
export async function fastestExecutor(
  problem: ProblemReference, { workers, lanes, onMeasured }: FastestExecutorOptions = {},
): Promise<ExecutorName> {
  const found: MeasuredExecutor[] = [];
  const [own, tensorflow] = await Promise.all([gpu("webgpu", lanes), gpu("tfjs:tensorflow", lanes)]);
  // Both use what WebGPU finds.
  const tried = [own, tensorflow, ...("executor" in own ? [await gpu("tfjs:webgpu", lanes)] : [])];
  for (const each of tried) {
    if ("executor" in each) found.push(await measured(each.name, each.executor, each.executor.device.name, problem));
    else found.push(each);
  }
  const finding = "worker threads";
  const isAlone = found.every(({ rate }) => rate === undefined);
  found.push(isAlone
    ? { name: "wasm", rate: undefined, finding }
    : await measured("wasm", await openExecutor("wasm", { workers }), finding, problem));
  const sorted = found.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  const fastest = isAlone ? "wasm" : (sorted[0]?.name ?? "wasm");
  onMeasured?.(sorted.toSorted((a, b) => Number(b.name === fastest) - Number(a.name === fastest)));
  return fastest;
}

interface OpenedGpu {
  readonly name: ExecutorName;
  readonly executor: LanesExecutor;
}

/** An executor on a GPU, or why there is none. */
async function gpu(
  name: Exclude<ExecutorName, "wasm">, lanes: number | null | undefined,
): Promise<OpenedGpu | MeasuredExecutor> {
  try {
    const executor = await LanesExecutor.open({ source: sourceOf(name), lanes: lanes ?? LANES[name] });
    const { device } = executor;
    if (device.isGpu) return { name, executor };
    await executor.close();
    return { name, rate: undefined, finding: `no GPU: ${device.name}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, rate: undefined, finding: error.message };
  }
}

/** Trains in all lanes twice: what the first time prepares is not measured. */
async function measured(
  name: ExecutorName, executor: Executor, finding: string, problem: ProblemReference,
): Promise<MeasuredExecutor> {
  const steps = Math.min(STEPS, problem.horizon);
  const round = async (): Promise<readonly string[]> => {
    const outcomes = await Promise.all(Array.from({ length: executor.lanes }, (_, index) =>
      executor.submit({ index, program: adamwPaper.text, task: { ...problem, horizon: steps }, seed: index + 1 })));
    return outcomes.flatMap((outcome) => (outcome.kind === "fault" ? [outcome.message] : []));
  };
  try {
    const [fault] = await round();
    if (fault !== undefined) return { name, rate: undefined, finding: fault };
    const start = performance.now();
    await round();
    const seconds = (performance.now() - start) / 1000;
    return { name, finding, rate: (executor.lanes * steps) / (seconds * problem.horizon) };
  } finally {
    await executor.close();
  }
}
