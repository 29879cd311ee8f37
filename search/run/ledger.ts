import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import { counted } from "../../results/number.js";
import { SymoptError } from "../../src/errors.js";
import { curveParts } from "../curve-parts.js";
import { keyOf } from "./training-key.js";

/** Where trainings are kept. */
export interface TrainingLog {
  /** Keeps trainings for good, all or none of them. */
  keep(trainings: readonly object[]): void;
  /** All that were kept, in order. */
  kept(): readonly unknown[];
}

/** A training that is kept: what was asked for, as a hash, and what it came to. */
interface KeptTraining {
  readonly key: string;
  readonly outcome: Outcome;
  /** Its learning curve in parts; `null` stands for what is not finite. */
  readonly curve: readonly (number | null)[];
}

/**
 * A training was given up: it took its worker along, or the device had no room for it. That says nothing of the
 * program, which may train elsewhere: so it is not kept, and what asked for it ends.
 */
export class LostTraining extends SymoptError {
  /**
   * @param message - Why, in a sentence.
   * @param attempts - How often it was tried.
   */
  constructor(message: string, attempts: number) {
    super("lost-training", `A training was given up after ${counted(attempts, "attempt")}: ${message} ` +
      "What was trained before is kept; the same command goes on with it.");
  }
}

/**
 * An executor that trains nothing twice: what it was asked before, in this process or an earlier one, it answers from
 * a log. So whatever is a function of its outcomes is resumed by being started again. Of learning curves it gives the
 * means of at most 40 parts, whether or not the training was kept.
 */
export class Ledger implements Executor {
  readonly #executor: Executor;
  readonly #log: TrainingLog;
  readonly #name: ExecutorName;
  readonly #known = new Map<string, Outcome>();
  readonly #underWay = new Map<string, SharedTraining>();

  /**
   * Reads what the log has; closing this does not close the executor.
   *
   * @param name - Which executor it is: what another trained, or the same on another device, does not answer for it.
   */
  constructor(executor: Executor, log: TrainingLog, name: ExecutorName = "wasm") {
    this.#executor = executor;
    this.#log = log;
    this.#name = name;
    for (const { key, outcome, curve } of log.kept() as readonly KeptTraining[]) {
      this.#known.set(key, withCurve(outcome, curve));
    }
  }

  /** As many as the executor's. */
  get lanes(): number {
    return this.#executor.lanes;
  }

  /** As the executor. */
  get isApproximate(): boolean {
    return this.#executor.isApproximate === true;
  }

  /** As the executor's. */
  get device(): Executor["device"] {
    return this.#executor.device;
  }

  /** How many trainings it knows. */
  get size(): number {
    return this.#known.size;
  }

  /**
   * Answers from the log, else trains and keeps the outcome before it is given. Who asks for what is under way waits
   * for that, which is taken back once all who wait have taken it back. Rejects with {@link LostTraining} in place of
   * a fault.
   */
  submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    const key = keyOf(request, this.#name, this.device?.name);
    const known = this.#known.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const underWay = this.#underWay.get(key);
    if (underWay?.isWanted === true) return underWay.wait(signal);
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const training = new SharedTraining((stop) => this.#train(key, request, stop));
    this.#underWay.set(key, training);
    training.onEnd(() => {
      // One that was taken back may be asked for again before it has ended.
      if (this.#underWay.get(key) === training) this.#underWay.delete(key);
    });
    return training.wait(signal);
  }

  /** Does nothing: who made the executor closes it. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #train(key: string, request: TrainingRequest, signal: AbortSignal): Promise<Outcome> {
    const outcome = await this.#executor.submit(request, { signal });
    if (outcome.kind === "fault") throw new LostTraining(outcome.message, outcome.spent.attempts);
    const curve = "curve" in outcome ? keptCurve(outcome.curve) : [];
    const kept: KeptTraining = { key, outcome: "curve" in outcome ? { ...outcome, curve: NO_CURVE } : outcome, curve };
    this.#log.keep([kept]);
    const answer = withCurve(outcome, curve);
    this.#known.set(key, answer);
    return answer;
  }
}

/** A training that several may wait for. */
class SharedTraining {
  readonly #stop = new AbortController();
  readonly #outcome: Promise<Outcome>;
  #waiting = 0;

  /** @param train - Trains, until it is taken back. */
  constructor(train: (signal: AbortSignal) => Promise<Outcome>) {
    this.#outcome = train(this.#stop.signal);
  }

  /** Whether it was not taken back. */
  get isWanted(): boolean {
    return !this.#stop.signal.aborted;
  }

  /** Calls back when it has ended, in whatever way. */
  onEnd(callBack: () => void): void {
    this.#outcome.then(callBack, callBack);
  }

  /** Waits for it. A signal ends this waiting alone; where nobody waits any more the training is taken back. */
  wait(signal?: AbortSignal): Promise<Outcome> {
    this.#waiting++;
    if (signal === undefined) return this.#outcome;
    const waiting = new Promise<Outcome>((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason as Error);
        if (--this.#waiting === 0) this.#stop.abort(signal.reason);
      };
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
      this.#outcome.then(resolve, reject);
      this.onEnd(() => { signal.removeEventListener("abort", leave); });
    });
    // Nobody need await it.
    waiting.catch(() => undefined);
    return waiting;
  }
}

const NO_CURVE = new Float32Array();

/** The means of parts, as JSON can hold them. */
function keptCurve(curve: Float32Array): readonly (number | null)[] {
  return curveParts(curve).map((value) => (Number.isFinite(value) ? Math.fround(value) : null));
}

function withCurve(outcome: Outcome, curve: readonly (number | null)[]): Outcome {
  return "curve" in outcome ? { ...outcome, curve: Float32Array.from(curve, (value) => value ?? NaN) } : outcome;
}
