import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ContractError, InputError, SymoptError } from "../../src/errors.js";
import {
  type Executor, ExecutorClosed, type Outcome, type SubmitOptions, type TrainingRequest, checkRequest,
} from "../executor/executor.js";
import type { Reply } from "../pool/message.js";
import { Job } from "./job.js";
import { Life } from "./life.js";
import type { FromChild } from "./message.js";
import type { Device, TrainerSource } from "./trainer-source.js";

/** Milliseconds between two looks of the watchdog. */
const TICK = 100;
/** What takes this many times as long as expected is taken for hanging: never fewer. */
const LEAST_FACTOR = 20;
/** Seconds that a child has to get ready: drivers take their time. */
const START = 120;
/** Children that may end before they were ready, one after the other, until it is given up. */
const STARTS = 3;
/** A candidate that is lost so many times, the last time alone, is a fault. */
const ATTEMPTS = 2;
/** Losses one after the other, beyond those that find a culprit by halving, until it is given up. */
const SPARE_LOSSES = 3;

/** Options of a {@link LanesExecutor}. */
export interface LanesExecutorOptions {
  readonly source: TrainerSource;
  /** How many candidates it trains side by side. */
  readonly lanes: number;
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
  /** How many times as long as expected an advance may take, at least 20. @default 20 */
  readonly factor?: number;
  /** Seconds that everything may take, however short it should be. @default 30 */
  readonly floor?: number;
  /** Seconds that building a problem and its first steps may each take. @default 600 */
  readonly setup?: number;
  /** Told of every candidate that was in the lanes when the child was lost, and the reason. */
  readonly onLost?: ((index: number, reason: string) => void) | undefined;
  /** Told where there are fewer lanes from now on than there were to be: how many, and why. */
  readonly onFewerLanes?: ((lanes: number, reason: string) => void) | undefined;
  /** Gives the start up: opening rejects with the signal's reason. Later it does nothing. */
  readonly signal?: AbortSignal | undefined;
  /** The child's built file. @default the one beside this file */
  readonly entry?: URL;
}

/** A training on its way. */
interface Entry {
  readonly id: number;
  readonly job: Job;
  /** How often the child was lost with it. */
  losses: number;
  isSent: boolean;
}

/**
 * Trains in a child process, many candidates side by side: a driver that hangs or crashes takes no search along.
 * A child that ends, or gives no sign of life for far longer than what it does should take, is replaced. What was in
 * its lanes is tried again in halves, and these in halves, as long as it is lost again: so a fault is a candidate that
 * took the child along alone. What only waited is submitted again as if nothing had happened. Where it is lost twice in
 * a row with several candidates, they may be too many: the next child has half of the lanes, until a culprit is found.
 * Where child after child is lost and nothing is answered, it is not the candidates: all that waits is rejected.
 */
export class LanesExecutor implements Executor {
  readonly lanes: number;
  readonly isApproximate = true;
  readonly #options: Required<Pick<LanesExecutorOptions, "factor" | "floor" | "setup">> & LanesExecutorOptions;
  readonly #entry: string;
  readonly #entries = new Map<number, Entry>();
  /** Those that a child was lost with, in groups that are trained one after the other, without any others. */
  #suspects: (readonly Entry[])[] = [];
  #inLanes: readonly number[] = [];
  #life: Life;
  #isReady = false;
  #device: Device | undefined;
  #nextId = 0;
  #isPumping = false;
  /** Why nothing can be trained any more. */
  #end: { readonly reason: unknown } | undefined;
  #failedStarts = 0;
  /** Children that were lost since anything was last answered. */
  #losses = 0;
  /** Lanes of the present child. */
  #childLanes: number;
  #replaced = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #lastTick = 0;
  /** Seconds since the last sign of life, and how many there may be. */
  #quiet = 0;
  #limit = 0;
  #starting: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | undefined;

  private constructor(options: LanesExecutorOptions) {
    const { lanes, factor = LEAST_FACTOR, floor = 30, setup = 600 } = options;
    const { entry = new URL("child.js", import.meta.url) } = options;
    this.#entry = fileURLToPath(entry);
    if (!Number.isInteger(lanes) || lanes < 1) {
      throw new ContractError(`There is a whole number of lanes, from 1, got ${lanes}.`);
    }
    if (!(factor >= LEAST_FACTOR)) {
      throw new ContractError(`The factor must be at least ${LEAST_FACTOR}, got ${factor}.`);
    }
    if (!existsSync(this.#entry)) throw new ContractError(`There is no ${this.#entry}: run \`npm run build\`.`);
    this.lanes = lanes;
    this.#childLanes = lanes;
    this.#options = { ...options, factor, floor, setup };
    this.#life = this.#begin();
  }

  /**
   * Starts the child, and waits until it is ready.
   *
   * @throws {@link InputError} where its trainers do not work on this machine; {@link ContractError} where an option is
   * out of range, or the child's file has not been built.
   */
  static async open(options: LanesExecutorOptions): Promise<LanesExecutor> {
    const { signal } = options;
    signal?.throwIfAborted();
    const executor = new LanesExecutor(options);
    const giveUp = (): void => { executor.#giveUp(signal?.reason); };
    signal?.addEventListener("abort", giveUp);
    try {
      await new Promise<void>((resolve, reject) => { executor.#starting = { resolve, reject }; });
    } catch (error) {
      await executor.#life.end();
      throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    return executor;
  }

  /** What computes. */
  get device(): Device {
    return this.#device ?? { name: "unknown", isGpu: false };
  }

  /** How many children were lost and replaced. */
  get replaced(): number {
    return this.#replaced;
  }

  /** The number of the child process. */
  get pid(): number | undefined {
    return this.#life.pid;
  }

  /** Trains one candidate. */
  submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      if (this.#end !== undefined) throw this.#end.reason;
      signal?.throwIfAborted();
      checkRequest(request);
      const id = this.#nextId++;
      const job = new Job(request, signal, resolve, reject, () => { this.#forget(id); });
      this.#entries.set(id, { id, job, losses: 0, isSent: false });
      this.#pumpSoon();
    });
    // Whoever closes an executor need not await what it rejects by that.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Ends the child; what has not ended is rejected with {@link ExecutorClosed}. */
  async close(): Promise<void> {
    this.#giveUp(new ExecutorClosed());
    await this.#life.end();
  }

  #begin(): Life {
    const { source, mostCost } = this.#options;
    this.#isReady = false;
    this.#inLanes = [];
    this.#allow(START);
    this.#watch();
    return new Life({
      entry: this.#entry,
      start: { kind: "start", source, lanes: this.#childLanes, mostCost },
      onMessage: (message) => { this.#receive(message); },
      onDeath: (reason) => { this.#replace(reason); },
    });
  }

  #receive(message: FromChild): void {
    const { setup, factor, floor } = this.#options;
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.#failedStarts = 0;
        this.#device = message.device;
        this.#starting?.resolve();
        this.#pumpSoon();
        break;
      case "unfit":
        this.#giveUp(new InputError(message.code, message.message));
        void this.#life.end();
        break;
      case "fewerLanes":
        this.#options.onFewerLanes?.(message.lanes, message.reason);
        break;
      case "phase":
        this.#inLanes = message.ids;
        this.#allow(message.seconds === undefined ? setup : Math.max(floor, factor * message.seconds));
        break;
      case "answers":
        this.#quiet = 0;
        this.#losses = 0;
        for (const [id, reply] of message.answers) this.#answer(id, reply);
        this.#pumpSoon();
        break;
      case "dying":
        break;
    }
  }

  #answer(id: number, reply: Reply): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    const { job, losses } = entry;
    if (reply.kind === "refused") {
      job.refuse(new InputError(reply.code, reply.message));
      return;
    }
    const { spent } = reply.outcome;
    job.answer({ ...reply.outcome, spent: { ...spent, seconds: spent.seconds + job.seconds, attempts: 1 + losses } });
  }

  /** A training that was taken back: the child need not end it. */
  #forget(id: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    if (entry.isSent) this.#life.send({ kind: "takeBack", id });
    this.#pumpSoon();
  }

  /** Lets all that is submitted in this turn of the event loop go to the child together. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (!this.#isReady || this.#end !== undefined) return;
    while (this.#suspects.length > 0 && !this.#suspects[0]?.some(({ id }) => this.#entries.has(id))) {
      this.#suspects.shift();
    }
    const [group = [...this.#entries.values()]] = this.#suspects;
    const fresh = group.filter(({ id, isSent }) => !isSent && this.#entries.has(id));
    if (fresh.length === 0) return;
    // One that is busy has its time already, however often it is given more to do.
    if (!this.#isBusy) this.#allow(this.#options.setup);
    for (const entry of fresh) entry.isSent = true;
    this.#watch();
    this.#life.send({ kind: "train", trainings: fresh.map(({ id, job }) => ({ id, request: job.request })) });
  }

  /** Starts a fresh child in place of one that was lost. */
  #replace(reason: string): void {
    if (this.#end !== undefined) return;
    this.#replaced++;
    if (!this.#isReady && ++this.#failedStarts >= STARTS) {
      this.#giveUp(new SymoptError("executor-lost", `The executor's process ends before it is ready: ${reason}`));
      return;
    }
    // All lanes, then halves down to a single one.
    const toCulprit = 1 + (32 - Math.clz32(this.lanes - 1));
    if (++this.#losses > toCulprit + SPARE_LOSSES) {
      this.#giveUp(new SymoptError(
        "executor-lost",
        `The executor's process was lost ${this.#losses} times in a row, whatever it trained: ${reason} ` +
          "`symopt doctor` tells which executors work on this machine.",
      ));
      return;
    }
    const sent = [...this.#entries.values()].filter(({ isSent }) => isSent);
    const inLanes = sent.filter(({ id }) => this.#inLanes.includes(id));
    const blamed = inLanes.length > 0 ? inLanes : sent;
    const hasCulprit = this.#blame(blamed, reason);
    const before = this.#childLanes;
    if (hasCulprit) this.#childLanes = this.lanes;
    else if (this.#losses > 1 && blamed.length > 1) this.#childLanes = Math.max(1, Math.floor(before / 2));
    for (const entry of sent) entry.isSent = false;
    this.#life = this.#begin();
    for (const { job } of blamed) this.#options.onLost?.(job.request.index, reason);
    if (this.#childLanes < before) this.#options.onFewerLanes?.(this.#childLanes, reason);
  }

  /**
   * Makes suspects of those that the child was lost with; one that was alone for the second time is the culprit.
   *
   * @returns Whether there is a culprit.
   */
  #blame(blamed: readonly Entry[], reason: string): boolean {
    for (const entry of blamed) {
      entry.losses++;
      entry.job.seconds += this.#quiet / blamed.length;
    }
    const [first] = blamed;
    const isCulprit = first !== undefined && blamed.length === 1 && first.losses >= ATTEMPTS;
    if (isCulprit) {
      const { id, job, losses } = first;
      this.#entries.delete(id);
      const spent = { steps: job.request.task.horizon, seconds: job.seconds, attempts: losses };
      job.answer({ kind: "fault", message: reason, spent });
    }
    const rest = this.#suspects.map((group) => group.filter((entry) => !blamed.includes(entry)));
    const half = Math.ceil(blamed.length / 2);
    const halves = isCulprit ? [] : [blamed.slice(0, half), blamed.slice(half)];
    this.#suspects = [...halves, ...rest].filter((group) => group.length > 0);
    return isCulprit;
  }

  /** Rejects everything, from now on too. */
  #giveUp(reason: unknown): void {
    this.#end ??= { reason };
    this.#starting?.reject(reason);
    clearInterval(this.#watchdog);
    this.#watchdog = undefined;
    for (const { job } of this.#entries.values()) job.refuse(reason);
    this.#entries.clear();
  }

  /** Whether the child has anything to train. */
  get #isBusy(): boolean {
    return [...this.#entries.values()].some(({ isSent }) => isSent);
  }

  /** Lets the child be quiet for so many seconds from now on. */
  #allow(seconds: number): void {
    this.#quiet = 0;
    this.#limit = seconds;
  }

  /** Looks after the child as long as it starts or has anything to do. */
  #watch(): void {
    if (this.#watchdog !== undefined) return;
    this.#lastTick = performance.now();
    this.#watchdog = setInterval(() => { this.#tick(); }, TICK);
  }

  #tick(): void {
    const now = performance.now();
    // Where this thread itself was held up, or the machine asleep, the child is not to blame.
    this.#quiet += Math.min(now - this.#lastTick, 2 * TICK) / 1000;
    this.#lastTick = now;
    if (this.#isReady && !this.#isBusy) {
      clearInterval(this.#watchdog);
      this.#watchdog = undefined;
    } else if (this.#quiet > this.#limit) {
      this.#life.kill(`It gave no sign of life for more than ${this.#limit.toPrecision(3)} s.`);
    }
  }
}
