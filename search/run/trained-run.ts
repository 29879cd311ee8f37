import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import { type ExecutorNews, openExecutor } from "../../proxies/executor/open-executor.js";
import { RunStore } from "../../results/store/store.js";
import { type DeviceChange, keepDevice } from "./device.js";
import { executorOf } from "./executor.js";
import { Ledger } from "./ledger.js";
import { type ReadRun, readRun } from "./read.js";

/** A run that has ended, with what trains for it afterwards. */
export interface TrainedRun {
  readonly run: ReadRun;
  /** Trains nothing that the run's file knows. */
  readonly executor: Ledger;
  /** Open for writing. */
  readonly store: RunStore;
}

/** Options of {@link withTrainedRun}. */
export interface TrainedRunOptions extends ExecutorNews {
  /** Worker threads; they never change a result. @default the configuration's, else as many as the machine runs */
  readonly workers?: number | undefined;
  /** What trains: outcomes of one executor never answer for another. @default that of the run */
  readonly executor?: ExecutorName | undefined;
  /** Told where the executor trained for the run on another device before: nothing of that answers for this one. */
  readonly onOtherDevice?: ((change: DeviceChange) => void) | undefined;
  /** Gives up an executor that is not ready yet: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains for a run after its search: what is trained is kept in the run's file, so that the work can be interrupted
 * at any time and is gone on with when it is started again. No other process may write to the run meanwhile.
 *
 * @throws {@link InputError} where there is no run, or it cannot be written to.
 */
export async function withTrainedRun<T>(
  folder: string, { workers, executor, onOtherDevice, ...told }: TrainedRunOptions,
  use: (trained: TrainedRun) => Promise<T>,
): Promise<T> {
  const store = RunStore.open(folder);
  try {
    const run = readRun(folder);
    try {
      const { configuration } = run.content;
      const name = executor ?? executorOf(configuration);
      const opened = await openExecutor(name, {
        ...told, workers: workers ?? configuration.workers ?? undefined, lanes: configuration.lanes,
      });
      try {
        const change = keepDevice(store, name, opened);
        if (change !== undefined) onOtherDevice?.(change);
        return await use({ run, executor: new Ledger(opened, store, name), store });
      } finally {
        await opened.close();
      }
    } finally {
      run.store.close();
    }
  } finally {
    store.close();
  }
}
