import {
  type Executor, ExecutorClosed, type Outcome, type SubmitOptions, type TrainingRequest, checkRequest,
} from "./executor.js";
import { Workplace, type WorkplaceOptions } from "./workplace.js";

/**
 * Trains in this thread, one candidate after the other in the order of submission: for tests and small jobs.
 * Nothing stops what hangs, and what throws rejects its submission.
 */
export class LocalExecutor implements Executor {
  readonly lanes = 1;
  readonly isApproximate: boolean;
  readonly #workplace: Workplace;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: WorkplaceOptions = {}) {
    this.#workplace = new Workplace(options);
    this.isApproximate = options.fused === true;
  }

  /** Trains one candidate. */
  submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    const outcome = this.#last.then(() => {
      if (this.#isClosed) throw new ExecutorClosed();
      signal?.throwIfAborted();
      checkRequest(request);
      return this.#workplace.train(request);
    });
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Rejects all that has not begun. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
  }
}
