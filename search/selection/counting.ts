import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { keyOf } from "../run/training-key.js";

/** An executor that counts the training steps which another makes for it, those of each training once. */
export class CountingExecutor implements Executor {
  /** What makes them: what is asked of it directly is not counted. */
  readonly uncounted: Executor;
  readonly #counted = new Set<string>();
  #steps = 0;

  /** Closing this does not close the executor. */
  constructor(executor: Executor) {
    this.uncounted = executor;
  }

  /** As many as the executor's. */
  get lanes(): number {
    return this.uncounted.lanes;
  }

  /** As the executor. */
  get isApproximate(): boolean {
    return this.uncounted.isApproximate === true;
  }

  /** Steps of all trainings so far, those of a ledger included. */
  get steps(): number {
    return this.#steps;
  }

  /** Trains, and counts its steps. */
  async submit(request: TrainingRequest, options?: SubmitOptions): Promise<Outcome> {
    const outcome = await this.uncounted.submit(request, options);
    const key = keyOf(request);
    if (!this.#counted.has(key)) this.#steps += outcome.spent.steps;
    this.#counted.add(key);
    return outcome;
  }

  /** Does nothing: who made the executor closes it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
