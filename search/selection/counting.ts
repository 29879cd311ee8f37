import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor.js";

/** An executor that counts the training steps which another makes for it. */
export class CountingExecutor implements Executor {
  readonly #executor: Executor;
  #steps = 0;

  /** Closing this does not close the executor. */
  constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** As many as the executor's. */
  get lanes(): number {
    return this.#executor.lanes;
  }

  /** Steps of all trainings so far, those of a ledger included. */
  get steps(): number {
    return this.#steps;
  }

  /** Trains, and counts its steps. */
  async submit(request: TrainingRequest, options?: SubmitOptions): Promise<Outcome> {
    const outcome = await this.#executor.submit(request, options);
    this.#steps += outcome.spent.steps;
    return outcome;
  }

  /** Does nothing: who made the executor closes it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
