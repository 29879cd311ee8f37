import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor.js";
import type { ExecutorName } from "../../proxies/executor-name.js";
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
 * A training took its worker along, twice. That says nothing of the program, which may train elsewhere: so it is not
 * kept, and what asked for it ends.
 */
export class LostTraining extends SymoptError {
  /** @param message - Why, in a sentence. */
  constructor(message: string) {
    super("lost-training", `A training was lost with its worker, twice: ${message} What was trained before is kept; the same ` +
      "command goes on with it.");
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
  readonly #known = new Map<string, Promise<Outcome>>();

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
      this.#known.set(key, Promise.resolve(withCurve(outcome, curve)));
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
   * Answers from the log, else trains and keeps the outcome before it is given. Rejects with {@link LostTraining} in
   * place of a fault.
   */
  submit(request: TrainingRequest, options?: SubmitOptions): Promise<Outcome> {
    const key = keyOf(request, this.#name, this.device?.name);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const training = this.#train(key, request, options);
    this.#known.set(key, training);
    // One that was taken back was not trained, and may be asked for again.
    training.catch(() => { this.#known.delete(key); });
    return training;
  }

  /** Does nothing: who made the executor closes it. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #train(key: string, request: TrainingRequest, options?: SubmitOptions): Promise<Outcome> {
    const outcome = await this.#executor.submit(request, options);
    if (outcome.kind === "fault") throw new LostTraining(outcome.message);
    const curve = "curve" in outcome ? keptCurve(outcome.curve) : [];
    const kept: KeptTraining = { key, outcome: "curve" in outcome ? { ...outcome, curve: NO_CURVE } : outcome, curve };
    this.#log.keep([kept]);
    return withCurve(outcome, curve);
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
