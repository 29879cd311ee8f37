import { setTimeout as delay } from "node:timers/promises";
import { Piscina } from "piscina";
import type { TrainingRequest } from "../executor/executor.js";
import type { Reply, WorkerStart } from "./message.js";
import { Pulse } from "./pulse.js";
import { Watch } from "./watch.js";

/** Milliseconds to wait for a thread to load, and to end; one that the system holds in a call may never do so. */
const PATIENCE = 1000;

/** Milliseconds between two looks whether it has loaded. */
const LOOK = 5;

/** What all workers of a pool have in common. */
export interface SlotOptions {
  /** Path of the worker's file. */
  readonly entry: string;
  readonly start: Omit<WorkerStart, "pulse">;
  /** Seconds for loading and building the problem, before the time of the training begins. */
  readonly setup: number;
  /** Most MiB of JavaScript objects of a worker, of which the host may die: not meant to be reached. */
  readonly heap: number;
}

/** A worker thread, from its start to its end. */
interface Life {
  readonly piscina: Piscina;
  readonly pulse: Pulse;
  readonly watch: Watch;
}

/**
 * The place of one worker, which is replaced by a fresh one as often as needed.
 *
 * Each life is a Piscina of one thread. One Piscina of many threads cannot promise that a candidate's second
 * attempt has a fresh thread, and it starts no thread ever again once one has died before it was ready.
 */
export class Slot {
  readonly #options: SlotOptions;
  #life: Life;
  #isEnded = false;
  #isBroken = false;
  #lose: ((reason: Error) => void) | undefined;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#life = this.#begin();
  }

  /** Whether a training is under way. */
  get isBusy(): boolean {
    return this.#lose !== undefined;
  }

  /** What is seen of the present worker. */
  get watch(): Watch {
    return this.#life.watch;
  }

  /** Trains; rejects where the worker is lost, which must then be renewed. */
  async run(request: TrainingRequest): Promise<Reply> {
    if (this.#isBroken) await this.renew();
    const { piscina, pulse } = this.#life;
    pulse.prepare(this.#options.setup);
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.#lose = reject;
        piscina.run(request).then(resolve as (reply: unknown) => void, reject);
      });
    } finally {
      this.#lose = undefined;
    }
  }

  /** Gives the present training up. */
  lose(reason: Error): void {
    this.#lose?.(reason);
  }

  /** Ends the worker and starts a fresh one. */
  async renew(): Promise<void> {
    await this.#finish();
    if (!this.#isEnded) this.#life = this.#begin();
  }

  /** Ends the worker for good. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#finish();
  }

  /** Node 20 dies of a thread that is ended while it loads its modules, so that it is let load them first. */
  async #finish(): Promise<void> {
    const { piscina, pulse } = this.#life;
    for (let waited = 0; waited < PATIENCE && !pulse.isLoaded && !this.#isBroken; waited += LOOK) await delay(LOOK);
    await Promise.race([piscina.destroy(), delay(PATIENCE, undefined, { ref: false })]);
  }

  #begin(): Life {
    const { entry, start, heap } = this.#options;
    const pulse = new Pulse();
    const workerData: WorkerStart = { ...start, pulse: pulse.memory };
    const piscina = new Piscina({
      filename: entry,
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      resourceLimits: { maxOldGenerationSizeMb: heap },
      recordTiming: false,
      workerData,
    });
    // It dies between two trainings: of something that a task's code left behind.
    piscina.on("error", () => { this.#isBroken = true; });
    this.#isBroken = false;
    return { piscina, pulse, watch: new Watch(pulse) };
  }
}
