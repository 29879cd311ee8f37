import { setMaxListeners } from "node:events";
import { adamwPaper } from "../../dsl/rules/paper.js";
import { SymoptError } from "../../src/errors.js";
import type { Executor } from "./executor.js";
import { EXECUTORS, type ExecutorName } from "./executor-name.js";
import { type OpenExecutorOptions, openExecutor } from "./open-executor.js";
import type { ProblemReference } from "../problem/problem.js";

/** Steps of a training that is measured. */
const STEPS = 100;
/** Rounds of trainings in all lanes that are measured, at least. */
const ROUNDS = 2;
/** Seconds that are measured, at least. */
const SECONDS = 1;
/** Seconds that an executor may take alone, to be made ready and measured: drivers of GPUs compile for long. */
const PATIENCE = 60;
/** Seconds of work that one which computes on the processor has at least, once it is ready. */
const LEAST = 2;

/** Turns of each of those that are close, while the others rest. */
const TURNS = 7;
/** Turns that each has though they take long, and seconds of all together that are long. */
const [LEAST_TURNS, LONG] = [3, 20];
/** Seconds of a turn, at least. */
const TURN_SECONDS = 0.4;

/** How many times as fast as `wasm` another must be to be taken: `wasm` repeats on every machine. */
export const MARGIN = 1.1;
/** The same for `wasm:fused`, which repeats on machines alone that multiply and add in one. */
export const FUSED_MARGIN = 1.3;

/** What was found of an executor. */
export interface MeasuredExecutor {
  readonly name: ExecutorName;
  /** Trainings of the problem a second, all lanes together; `undefined` where it was not measured. */
  readonly rate: number | undefined;
  /** What it computes on, or why it was not measured. */
  readonly finding: string;
  /** Whether it computes on a GPU. */
  readonly isGpu: boolean;
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
  /** Seconds that each may take alone, and again in each of its turns. @default 60 */
  readonly patience?: number | undefined;
  /** How an executor is opened. @default as for a search */
  readonly open?: (name: ExecutorName, options: OpenExecutorOptions) => Promise<Contender>;
}

/**
 * The executor that trains the most AdamWs a second on a problem. It is `wasm`, whose runs repeat on every machine,
 * unless another is {@link MARGIN} times as fast, `wasm:fused` {@link FUSED_MARGIN} times. Each that works is measured,
 * one after the other, alone; one that does not work, loses its process or takes too long is out. What computes on the
 * processor, be it one that plays a GPU, is given up when it has worked twice as long as `wasm` did. Those at least
 * half as fast as the best then take short turns, since what else a machine does comes and goes, and the median of each
 * counts. All that takes some half a minute, or more with a GPU.
 */
export async function fastestExecutor(
  problem: ProblemReference, options: FastestExecutorOptions = {},
): Promise<ExecutorName> {
  const start = performance.now();
  const all = [await tried("wasm", problem, options, Infinity)];
  const allowed = Math.max(LEAST, 2 * secondsSince(start));
  for (const name of EXECUTORS) {
    if (name !== "wasm") all.push(await tried(name, problem, options, allowed));
  }
  const again = await inTurns(closest(all), problem, options);
  const found = all.map((each) => again.find(({ name }) => name === each.name) ?? each);
  const wasm = found[0] as MeasuredExecutor;
  const sorted = found.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  const fastest = sorted.find(({ name, rate = 0 }) => rate > marginOf(name) * (wasm.rate ?? 0)) ?? wasm;
  options.onMeasured?.([fastest, ...sorted.filter((each) => each !== fastest)]);
  return fastest.name;
}

function marginOf(name: ExecutorName): number {
  return name === "wasm:fused" ? FUSED_MARGIN : MARGIN;
}

/** Those between which a measurement or two does not decide: none, or several. */
function closest(all: readonly MeasuredExecutor[]): readonly MeasuredExecutor[] {
  const best = Math.max(...all.map(({ rate = 0 }) => rate));
  const close = all.filter(({ rate = 0 }) => rate > 0 && 2 * rate >= best);
  // Of those on a GPU the fastest alone: while several were open they would share its memory.
  const [gpu] = close.filter(({ isGpu }) => isGpu).toSorted((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
  const apart = close.filter((each) => !each.isGpu || each === gpu);
  return apart.length > 1 ? apart : [];
}

/**
 * Opens an executor, measures it and closes it again: it gets a fixed time, and may lose nothing.
 *
 * @param allowed - Seconds that it may be measured for where it computes on the processor.
 */
async function tried(
  name: ExecutorName, problem: ProblemReference, options: FastestExecutorOptions, allowed: number,
): Promise<MeasuredExecutor> {
  const { patience = PATIENCE } = options;
  const trial = new Trial(name, problem);
  let rate: number | undefined;
  try {
    trial.allow(patience);
    await trial.open(options);
    if (!trial.isGpu) trial.allow(Math.min(allowed, patience));
    await trial.rate(1, 0);
    rate = await trial.rate(ROUNDS, SECONDS);
  } finally {
    await trial.close();
  }
  return { name, rate, finding: trial.finding, isGpu: trial.isGpu };
}

/** Opens executors, lets them take turns until each has had enough, and closes them again. */
async function inTurns(
  executors: readonly MeasuredExecutor[], problem: ProblemReference, options: FastestExecutorOptions,
): Promise<readonly MeasuredExecutor[]> {
  const { patience = PATIENCE } = options;
  const trials = executors.map(({ name }) => new Trial(name, problem));
  const rates = trials.map((): number[] => []);
  try {
    for (const trial of trials) {
      trial.allow(patience);
      await trial.open(options);
      await trial.rate(1, 0);
      trial.rest();
    }
    const start = performance.now();
    for (let turn = 0; turn < TURNS && (turn < LEAST_TURNS || secondsSince(start) < LONG); turn++) {
      for (const [k, trial] of trials.entries()) {
        trial.allow(patience);
        const rate = await trial.rate(1, TURN_SECONDS);
        if (rate !== undefined) rates[k]?.push(rate);
        trial.rest();
      }
    }
  } finally {
    await Promise.all(trials.map((trial) => trial.close()));
  }
  return trials.map(({ name, finding, isGpu, isOut }, k) => {
    const ascending = (rates[k] as number[]).toSorted((a, b) => a - b);
    return { name, finding, isGpu, rate: isOut ? undefined : ascending[Math.floor(ascending.length / 2)] };
  });
}

/** What is said of executors on worker threads. */
const THREADS = "worker threads";

/** An executor that is tried: out, with the reason as its finding, where it loses its process or takes too long. */
class Trial {
  readonly name: ExecutorName;
  readonly #problem: ProblemReference;
  readonly #out = new AbortController();
  #executor: Contender | undefined;
  #timer: NodeJS.Timeout | undefined;
  #fault: string | undefined;

  constructor(name: ExecutorName, problem: ProblemReference) {
    this.name = name;
    this.#problem = problem;
    // Every training that waits listens.
    setMaxListeners(0, this.#out.signal);
  }

  get isGpu(): boolean {
    return this.#executor?.device?.isGpu === true;
  }

  get isOut(): boolean {
    return this.#fault !== undefined;
  }

  /** What it computes on, and why it is out. */
  get finding(): string {
    const on = this.#executor === undefined ? [] : [this.#executor.device?.name ?? THREADS];
    return [...on, ...(this.#fault === undefined ? [] : [this.#fault])].join(": ");
  }

  /** Gives it so many seconds from now on; before it had others. */
  allow(seconds: number): void {
    this.rest();
    this.#timer = setTimeout(() => {
      this.#out.abort(new SymoptError("too-slow", `not measured within ${Number(seconds.toPrecision(2))} s`));
    }, 1000 * seconds);
  }

  /** Stops its clock. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  async open({ workers, lanes, open = openExecutor }: FastestExecutorOptions): Promise<void> {
    await this.#unlessOut(async () => {
      this.#executor = await open(this.name, {
        workers, lanes, signal: this.#out.signal,
        onLost: (_, reason) => { this.#out.abort(new SymoptError("executor-lost", reason)); },
      });
    });
  }

  /** Trainings of the problem a second, over so many rounds and seconds at least; `undefined` where it is out. */
  rate(rounds: number, seconds: number): Promise<number | undefined> {
    return this.#unlessOut(async () => {
      const start = performance.now();
      let [made, trained, passed] = [0, 0, 0];
      while (made < rounds || passed < seconds) {
        trained += await this.#round();
        made++;
        passed = secondsSince(start);
      }
      return trained / passed;
    });
  }

  async close(): Promise<void> {
    this.rest();
    await this.#executor?.close();
  }

  /** Trains in all lanes, and says how many trainings of the problem that comes to. */
  async #round(): Promise<number> {
    const executor = this.#executor as Contender;
    const { lanes } = executor;
    const { horizon } = this.#problem;
    const steps = Math.min(STEPS, horizon);
    const request = { program: adamwPaper.text, task: { ...this.#problem, horizon: steps }, seed: 1 };
    const { signal } = this.#out;
    const trainings = Array.from({ length: lanes }, (_, index) => executor.submit({ index, ...request }, { signal }));
    for (const outcome of await Promise.all(trainings)) {
      if (outcome.kind === "fault") throw new SymoptError("executor-lost", outcome.message);
    }
    return (lanes * steps) / horizon;
  }

  /** Does something, unless it is out; an error by which it fails puts it out. */
  async #unlessOut<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#fault !== undefined) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SymoptError)) throw error;
      this.#fault = error.message;
      return undefined;
    }
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
