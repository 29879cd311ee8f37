import { ContractError, SymoptError } from "../../src/errors.js";
import type { ProblemReference } from "../problem/problem.js";
import type { ScheduleName } from "../training/schedule.js";
import type { Hurdle, TrainingOptions, TrainingResult } from "../training/training.js";

/** One training, as pure data: it may be sent to a worker, written down and trained again. */
export interface TrainingRequest {
  /** Number of the candidate: of those that wait, the lowest is trained first. */
  readonly index: number;
  /** Text of the update rule. */
  readonly program: string;
  /** Finite values of hyperparameters in place of their defaults, by name. @default none */
  readonly hyperparameters?: Readonly<Record<string, number>>;
  readonly task: ProblemReference;
  /** Which weights it starts from and which data it sees: an integer. */
  readonly seed: number;
  /** Where it ends early. @default none */
  readonly hurdles?: readonly Hurdle[];
  /** @default "cosine" */
  readonly schedule?: ScheduleName;
  /** What every update is multiplied by: s of a tuning. @default 1 */
  readonly scale?: number;
  /** What lr · weights is multiplied by and added to every update: s_ref · λ of a tuning. @default 0 */
  readonly decay?: number;
  /** Which arrays decay. @default "matrices" */
  readonly decayed?: TrainingOptions["decayed"];
  /** Which data it is judged on. @default "validation" */
  readonly split?: TrainingOptions["split"];
}

/** What a training took. */
export interface Spent {
  /** Training steps. A fault is charged all of its horizon, since how far it came is not repeatable. */
  readonly steps: number;
  /** Wall-clock seconds of a worker, lost attempts included, building the task not. Not repeatable. */
  readonly seconds: number;
  /** 1, or more where a worker was lost on the way. Not repeatable. */
  readonly attempts: number;
}

/**
 * How a training ended. All of it is repeatable, to the bit where the executor is not approximate, but for a
 * fault and for `spent`.
 */
export type Outcome =
  | (TrainingResult & { readonly spent: Spent })
  | {
      readonly kind: "failed";
      /** Its static cost is above the executor's limit: it was not trained. */
      readonly reason: "too-costly";
      readonly spent: Spent;
    }
  | {
      readonly kind: "failed";
      /** Its rule keeps more than a lane of this executor can hold: it was not trained. Others may train it. */
      readonly reason: "no-room";
      /** What there is too much of. */
      readonly message: string;
      readonly spent: Spent;
    }
  | {
      /**
       * It took its worker along, or found no memory on the device, twice or as the only one in its lanes: nothing is
       * known of the candidate.
       */
      readonly kind: "fault";
      /** What became of the last attempt. */
      readonly message: string;
      readonly spent: Spent;
    };

/** Options of one submission. */
export interface SubmitOptions {
  /** Takes the submission back: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What trains candidates. */
export interface Executor {
  /** How many candidates it trains side by side. */
  readonly lanes: number;
  /** Whether the last bits of its outcomes are its own, and others come to other ones. @default false */
  readonly isApproximate?: boolean;
  /** What it computes on, where outcomes depend on that. @default none of them does */
  readonly device?: { readonly name: string } | undefined;
  /**
   * Trains one candidate; the executor queues as many as there are. The promise rejects where the request is
   * bad ({@link InputError}, `ContractError`), taken back, or the executor closed; a rejection that nobody
   * awaits does no harm.
   */
  submit(request: TrainingRequest, options?: SubmitOptions): Promise<Outcome>;
  /** Ends everything at once; what has not ended is rejected with {@link ExecutorClosed}. */
  close(): Promise<void>;
}

/** A training that was not ended because its executor was closed. */
export class ExecutorClosed extends SymoptError {
  constructor() {
    super("executor-closed", "The executor was closed before the training ended.");
  }
}

/**
 * Refuses a request that no executor can train, before it gets to one.
 *
 * @throws {@link ContractError} saying which number is wrong.
 */
export function checkRequest(request: TrainingRequest): void {
  const { index, task, seed, hurdles = [], scale = 1, decay = 0, hyperparameters = {} } = request;
  requireThat(Number.isSafeInteger(index), "index", "an integer", index);
  requireThat(Number.isSafeInteger(seed), "seed", "an integer", seed);
  requireThat(isNatural(task.horizon), "task.horizon", "an integer from 1", task.horizon);
  requireThat(isNatural(task.batch), "task.batch", "an integer from 1", task.batch);
  requireThat(Number.isFinite(scale), "scale", "a finite number", scale);
  requireThat(Number.isFinite(decay), "decay", "a finite number", decay);
  for (const [name, value] of Object.entries(hyperparameters)) {
    requireThat(Number.isFinite(value), `hyperparameters.${name}`, "a finite number", value);
  }
  for (const { step, loss } of hurdles) {
    const inside = isNatural(step) && step < task.horizon;
    requireThat(inside, "hurdles.step", `an integer from 1 below the horizon, ${task.horizon}`, step);
    requireThat(!Number.isNaN(loss), "hurdles.loss", "a number", loss);
  }
}

function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function requireThat(holds: boolean, name: string, expected: string, got: number): void {
  if (!holds) throw new ContractError(`A training's \`${name}\` must be ${expected}, got ${got}.`);
}
