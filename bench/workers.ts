import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { WorkerPool } from "../proxies/pool/pool.js";
import type { ProblemReference } from "../proxies/problem/problem.js";
import { toBenchRow } from "../results/bench-report.js";
import { candidateText } from "./candidate.js";
import { median } from "./median.js";
import type { Effort, Measured, Section } from "./section.js";

const WORKERS = 2;
/** Candidates that the pool is always given ahead, so that no worker waits. */
const AHEAD = 2 * WORKERS;
/** A turn is so many times as long as others': a few dozen trainings a worker. */
const LONGER = 3;
/** Share of the bare loops' trainings that the pool must reach. */
const BAR = 0.95;
const TASK: ProblemReference = { name: "glyph-mlp", size: 1, horizon: 200, batch: 64 };

/** The pool of worker threads, against bare loops that train the same. */
export const workers: Section = {
  name: "workers",
  title: "two workers, against two copies of the bare training loop",
  measure: measureWorkers,
};

/** A thread that trains as fast as it can when it is told to, see bare-loop.ts. */
class BareLoop {
  readonly #worker = new Worker(new URL("bare-loop.js", import.meta.url), { workerData: TASK });

  /** Trainings a second, over so many seconds. */
  async run(seconds: number): Promise<number> {
    this.#worker.postMessage(seconds);
    const [rate] = (await once(this.#worker, "message")) as [number];
    return rate;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function measureWorkers({ rounds: count, seconds, signal }: Effort): Promise<Measured> {
  const turn = LONGER * seconds;
  const loops = Array.from({ length: WORKERS }, () => new BareLoop());
  const pool = new WorkerPool({ workers: WORKERS });
  const bare = async (): Promise<number> => {
    const rates = await Promise.all(loops.map((loop) => loop.run(turn)));
    return rates.reduce((sum, rate) => sum + rate, 0);
  };
  try {
    // Builds the task and makes its data, here and there.
    await bare();
    await poolRate(pool, turn);
    const rounds: { readonly theirs: number; readonly ours: number }[] = [];
    for (let round = 0; round < count; round++) {
      signal.throwIfAborted();
      rounds.push({ theirs: await bare(), ours: await poolRate(pool, turn) });
    }
    const of = (key: "ours" | "theirs"): string => median(rounds.map((round) => round[key])).toFixed(1);
    const few = availableParallelism() < WORKERS ? `; this machine runs ${availableParallelism()} thread at once` : "";
    return {
      rows: [toBenchRow({
        name: "workers/two",
        what: "two workers, of two bare training loops",
        unit: "share",
        measured: median(rounds.map(({ ours, theirs }) => ours / theirs)),
        bar: BAR,
        detail: `${of("ours")} trainings/s of ${TASK.name} ×1, ${TASK.horizon} steps each, bare loops ${of("theirs")}/s` +
          `; interleaved, median of ${count}${few}`,
      })],
    };
  } finally {
    await Promise.all([pool.close(), ...loops.map((loop) => loop.end())]);
  }
}

/** Trainings a second that the pool ends while it always has more to do. */
async function poolRate(pool: WorkerPool, seconds: number): Promise<number> {
  const ends: number[] = [];
  const until = performance.now() + seconds * 1000;
  const keepOn = async (first: number): Promise<void> => {
    for (let index = first; performance.now() < until; index += AHEAD) {
      await pool.submit({ index, program: candidateText(index), task: TASK, seed: 1 });
      ends.push(performance.now());
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, (_, k) => keepOn(k)));
  // Between two ends, while both workers were busy: those after the time is over find the queue run dry.
  const busy = ends.filter((end) => end <= until);
  const span = ((busy.at(-1) ?? NaN) - (busy[0] ?? NaN)) / 1000;
  return (busy.length - 1) / span;
}
