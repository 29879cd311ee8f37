import type { Course } from "../training/course.js";
import type { Outcome, TrainingRequest } from "../executor/executor.js";
import type { CompiledProgram } from "../executor/programs.js";

/** A training that was submitted, until it is answered. */
export class Job {
  readonly request: TrainingRequest;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #onTakenBack: (() => void) | undefined;
  readonly #takeBack = (): void => {
    this.refuse(this.#signal?.reason);
    this.#onTakenBack?.();
  };
  #isOver = false;
  /** Wall-clock seconds of its share of its lanes. */
  seconds = 0;

  /**
   * @param signal - Takes it back: then it is rejected with the signal's reason.
   * @param onTakenBack - Told behind that.
   */
  constructor(
    request: TrainingRequest,
    signal: AbortSignal | undefined,
    resolve: (outcome: Outcome) => void,
    reject: (reason: unknown) => void,
    onTakenBack?: () => void,
  ) {
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#onTakenBack = onTakenBack;
    signal?.addEventListener("abort", this.#takeBack, { once: true });
  }

  /** Whether nobody waits for it any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Answers it, unless it is over. */
  answer(outcome: Outcome): void {
    if (this.#finish()) this.#resolve(outcome);
  }

  /** Rejects it, unless it is over. */
  refuse(reason: unknown): void {
    if (this.#finish()) this.#reject(reason);
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#signal?.removeEventListener("abort", this.#takeBack);
    return true;
  }
}

/** A job in a lane. */
export interface RunningJob {
  readonly job: Job;
  readonly program: CompiledProgram;
  readonly course: Course;
}
