import { setMaxListeners } from "node:events";
import type { Executor, Outcome, TrainingRequest } from "../proxies/executor/executor.js";

/** A request that may leave its number open. */
type Request = Omit<TrainingRequest, "index"> & Partial<Pick<TrainingRequest, "index">>;

/** Trainings that are of no use without each other: where one is refused, `stop` takes back all that wait. */
export class Trainings {
  readonly #executor: Executor;
  readonly #onEnd: (request: Request) => void;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #next = 0;

  /**
   * @param onEnd - Told of every training that has ended.
   * @param signal - Takes everything back too.
   */
  constructor(executor: Executor, onEnd: (request: Request) => void, signal?: AbortSignal) {
    this.#executor = executor;
    this.#onEnd = onEnd;
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    // Every training that waits listens.
    setMaxListeners(0, this.#signal);
  }

  /** Trains one, with the next number where it has none. */
  async train(request: Request): Promise<Outcome> {
    const outcome = await this.#executor.submit({ index: this.#next++, ...request }, { signal: this.#signal });
    this.#onEnd(request);
    return outcome;
  }

  /** Takes back what has not ended. */
  stop(): void {
    this.#stop.abort();
  }
}
