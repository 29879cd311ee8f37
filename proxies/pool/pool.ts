import { existsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { ContractError, InputError } from "../../src/errors.js";
import {
  type Executor, ExecutorClosed, type Outcome, type SubmitOptions, type TrainingRequest, checkRequest,
} from "../executor/executor.js";
import type { WorkplaceOptions } from "../executor/workplace.js";
import type { Reply } from "./message.js";
import { Slot } from "./slot.js";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Milliseconds between two looks of the watchdog, a fortieth of what a search computes beside training. */
const TICK = 200;
/** Looks that it lets pass after it ended a worker for the memory, which takes a while to come back. */
const RECOVERY = 3;
/** A training that takes this many times as long as expected is taken for hanging: never fewer. */
const LEAST_FACTOR = 20;
/**
 * Where other processes keep the machine busy a worker's clock goes slower, as much as this process gets less of it;
 * but never slower than this, or what waits for ever would wait for ever.
 */
const SLOWEST = 0.1;
/** A worker that makes no step for so many seconds is quiet. */
const QUIET = 0.1;
/**
 * Most MiB of JavaScript objects of a worker. Where one large array hits this limit the host ends the whole
 * process, so it is so high that the watchdog, which sees every kind of memory, acts before.
 */
const HEAP = 16384;
/** A candidate is tried so many times before it is a fault. */
const ATTEMPTS = 2;

/** Options of a {@link WorkerPool}. */
export interface WorkerPoolOptions extends WorkplaceOptions {
  /** How many threads train. @default as many as the machine runs at once */
  readonly workers?: number;
  /**
   * How many times as long as expected a training may take, at least 20: in time that the machine gives to this
   * process. @default 20
   */
  readonly factor?: number;
  /** Seconds that every training may take, however short it should be. @default 2 */
  readonly floor?: number;
  /** Seconds that loading and building a problem may take. @default 300 */
  readonly setup?: number;
  /**
   * Bytes by which the process may grow while a worker makes no step: above it, for each worker that makes
   * none, the one that has been quiet for longest is taken for the one that grows. Building a problem must do
   * with this. @default 1 GiB
   */
  readonly growth?: number;
  /** Bytes that all workers may use together. @default 80 % of the machine's memory */
  readonly memory?: number;
  /** Told of every worker that is lost, with the candidate's index and the reason. */
  readonly onLost?: (index: number, reason: string) => void;
  /** The worker's built file. @default the one beside this file */
  readonly entry?: URL;
}

interface Job {
  readonly request: TrainingRequest;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (reason: unknown) => void;
  /** Whether its promise is settled. */
  isOver: boolean;
  /** Told when its promise is settled. */
  settled?: () => void;
  slot: Slot | undefined;
}

/** What was asked for with one signal and is not settled. */
interface Asked {
  readonly jobs: Set<Job>;
  readonly takeBack: () => void;
}

/**
 * Trains on worker threads, each one candidate at a time. A worker that hangs, throws, exits or outgrows its
 * memory is replaced, its candidate tried once more on the fresh one, then recorded as `fault`; the other
 * workers go on. Outcomes do not depend on how many workers there are or on which one trains what.
 */
export class WorkerPool implements Executor {
  readonly lanes: number;
  readonly isApproximate: boolean;
  readonly #growth: number;
  readonly #memory: number;
  readonly #onLost: (index: number, reason: string) => void;
  readonly #slots: readonly Slot[];
  readonly #idle: Slot[];
  readonly #queue: Job[] = [];
  readonly #running = new Set<Job>();
  readonly #asked = new Map<AbortSignal, Asked>();
  #isClosed = false;
  #replaced = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #lastTick = 0;
  #lastUsage = process.cpuUsage();
  #recovery = 0;

  /**
   * Starts the workers.
   *
   * @throws {@link ContractError} where an option is out of range, or the worker's file has not been built.
   */
  constructor(options: WorkerPoolOptions = {}) {
    const { workers = availableParallelism(), factor = LEAST_FACTOR, floor = 2, setup = 300 } = options;
    const { growth = GIB, memory = 0.8 * machineMemory(), mostCost, fused, onLost = () => undefined } = options;
    const { entry = new URL("worker.js", import.meta.url) } = options;
    const path = fileURLToPath(entry);
    if (!Number.isInteger(workers) || workers < 1) {
      throw new ContractError(`A pool has a whole number of workers, from 1, got ${workers}.`);
    }
    if (!(factor >= LEAST_FACTOR)) {
      throw new ContractError(`The factor must be at least ${LEAST_FACTOR}, got ${factor}.`);
    }
    if (!existsSync(path)) throw new ContractError(`There is no ${path}: run \`npm run build\`.`);
    this.lanes = workers;
    // Where a processor multiplies and adds in one it rounds less often.
    this.isApproximate = fused === true;
    this.#growth = growth;
    this.#memory = memory;
    this.#onLost = onLost;
    const start = { mostCost, fused, factor, floor };
    this.#slots = Array.from({ length: workers }, () => new Slot({ entry: path, start, setup, heap: HEAP }));
    this.#idle = [...this.#slots];
  }

  /** How many workers were lost, to a fault or because their candidate was taken back, and replaced. */
  get replaced(): number {
    return this.#replaced;
  }

  /** Trains one candidate: at once if a worker is free, else when its index is the lowest that waits. */
  submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      if (this.#isClosed) throw new ExecutorClosed();
      signal?.throwIfAborted();
      checkRequest(request);
      const job: Job = { request, resolve, reject, slot: undefined, isOver: false };
      if (signal !== undefined) this.#listen(job, signal);
      this.#queue.splice(this.#placeOf(request.index), 0, job);
      this.#dispatch();
    });
    // Whoever closes a pool need not await what it rejects by that.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Ends all workers at once; what has not ended is rejected with {@link ExecutorClosed}. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watchdog);
    for (const job of [...this.#queue, ...this.#running]) this.#takeBack(job, new ExecutorClosed());
    await Promise.all(this.#slots.map((slot) => slot.end()));
  }

  /** Where a candidate joins the queue: behind all of its index or a lower one. */
  #placeOf(index: number): number {
    let place = this.#queue.length;
    while (place > 0 && (this.#queue[place - 1] as Job).request.index > index) place--;
    return place;
  }

  /** Whoever asks for many candidates with one signal is listened to once: an event's listeners are in a list. */
  #listen(job: Job, signal: AbortSignal): void {
    const asked = this.#asked.get(signal) ?? this.#ask(signal);
    asked.jobs.add(job);
    job.settled = () => {
      asked.jobs.delete(job);
      if (asked.jobs.size > 0) return;
      signal.removeEventListener("abort", asked.takeBack);
      this.#asked.delete(signal);
    };
  }

  #ask(signal: AbortSignal): Asked {
    const jobs = new Set<Job>();
    const takeBack = (): void => { for (const job of [...jobs]) this.#takeBack(job, signal.reason); };
    const asked: Asked = { jobs, takeBack };
    signal.addEventListener("abort", takeBack, { once: true });
    this.#asked.set(signal, asked);
    return asked;
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const slot = this.#idle.pop() as Slot;
      const job = this.#queue.shift() as Job;
      job.slot = slot;
      this.#running.add(job);
      this.#watch();
      const answered = this.#train(job, slot).catch((error: unknown) => {
        finish(job, () => { job.reject(error); });
      });
      void answered.then(() => {
        this.#running.delete(job);
        if (this.#isClosed) return;
        this.#idle.push(slot);
        this.#dispatch();
      });
    }
  }

  /** Sees a candidate through to its end. */
  async #train(job: Job, slot: Slot): Promise<void> {
    const { request } = job;
    let lost = 0;
    let message = "";
    for (let attempts = 1; attempts <= ATTEMPTS; attempts++) {
      const start = performance.now();
      try {
        settle(job, await slot.run(request), lost, attempts);
        return;
      } catch (error) {
        lost += (performance.now() - start) / 1000;
        message = error instanceof Error ? error.message : String(error);
      }
      this.#replaced++;
      if (!hasEnded(job)) this.#onLost(request.index, message);
      await slot.renew();
      // It may also have been taken back meanwhile.
      if (hasEnded(job)) return;
    }
    const spent = { steps: request.task.horizon, seconds: lost, attempts: ATTEMPTS };
    finish(job, () => { job.resolve({ kind: "fault", message, spent }); });
  }

  /** Settles a promise from outside and gives its training up. */
  #takeBack(job: Job, reason: unknown): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
    finish(job, () => { job.reject(reason); });
    job.slot?.lose(new Error("It was taken back."));
  }

  /** Looks after the workers as long as any is busy. */
  #watch(): void {
    if (this.#watchdog !== undefined) return;
    this.#lastTick = performance.now();
    this.#lastUsage = process.cpuUsage();
    this.#watchdog = setInterval(() => { this.#tick(); }, TICK);
  }

  #tick(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#watchdog);
      this.#watchdog = undefined;
      return;
    }
    const now = performance.now();
    const busy = this.#slots.filter((slot) => slot.isBusy);
    // Where this thread itself was held up, or the process asleep, the workers are not to blame.
    const elapsed = (this.#share(now - this.#lastTick, busy.length) * Math.min(now - this.#lastTick, 2 * TICK)) / 1000;
    this.#lastTick = now;
    const memory = workersMemory();
    for (const slot of busy) {
      const { watch } = slot;
      watch.look(elapsed, memory);
      if (watch.late > 0) slot.lose(new Error(`It took more than ${watch.limit.toPrecision(3)} s.`));
    }
    if (this.#recovery-- <= 0) this.#limitMemory(memory, busy);
  }

  /** Which share of what the busy workers could have computed in so many milliseconds this process has computed. */
  #share(milliseconds: number, busy: number): number {
    const last = this.#lastUsage;
    const usage = process.cpuUsage();
    this.#lastUsage = usage;
    const computed = usage.user - last.user + usage.system - last.system;
    const share = computed / (1000 * milliseconds * Math.max(1, busy));
    return Math.min(1, Math.max(SLOWEST, share));
  }

  /**
   * Gives up the training that takes all the memory. Nothing says which it is, but it hardly makes steps, and has been
   * quiet since before the memory grew. What is only prepared is so for longer: not to blame where another may be.
   */
  #limitMemory(memory: number, busy: readonly Slot[]): void {
    const quiet = busy.filter(({ watch }) => watch.quiet >= QUIET);
    const grown = memory - Math.min(...quiet.map(({ watch }) => watch.before));
    const limit = memory > this.#memory ? this.#memory : quiet.length * this.#growth;
    if (memory <= this.#memory && grown <= limit) return;
    this.#recovery = RECOVERY;
    const grew = quiet.filter(({ watch }) => memory - watch.before >= this.#growth);
    const suspects = [grew.filter(({ watch }) => watch.isTraining), grew, busy].find(({ length }) => length > 0) ?? [];
    const [longest] = suspects.toSorted((a, b) => b.watch.quiet - a.watch.quiet);
    longest?.lose(new Error(`It used more than ${Math.round(limit / MIB)} MiB of memory.`));
  }
}

/** Answers a candidate's promise, unless it was settled from outside. */
function settle(job: Job, reply: Reply, lost: number, attempts: number): void {
  finish(job, () => {
    if (reply.kind === "refused") {
      job.reject(new InputError(reply.code, reply.message));
      return;
    }
    const { spent } = reply.outcome;
    job.resolve({ ...reply.outcome, spent: { ...spent, seconds: spent.seconds + lost, attempts } });
  });
}

/** Whether nobody waits for a candidate any more. */
function hasEnded(job: Job): boolean {
  return job.isOver;
}

function finish(job: Job, answer: () => void): void {
  if (job.isOver) return;
  job.isOver = true;
  job.settled?.();
  answer();
}

/** Bytes that the workers use, and whatever else in this process is not this thread's. */
function workersMemory(): number {
  const { rss, heapTotal, external } = process.memoryUsage();
  return rss - heapTotal - external;
}

/** Bytes of memory that this process may use. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
