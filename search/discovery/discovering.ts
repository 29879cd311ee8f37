import type { Executor } from "../../proxies/executor/executor.js";
import type { TrainedRun } from "../run/trained-run.js";

/** A run whose search has ended, and what trains for it. */
export interface Discovering<Trains extends Executor = Executor> extends Pick<TrainedRun, "run" | "store"> {
  readonly executor: Trains;
}

/** Options of a discovery. */
export interface DiscoverOptions {
  /** Whether what is found is tried without its parts, as far as the configuration has steps for it. @default true */
  readonly ablation?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told how far each part is: a stage of the funnel, the bar, the ablation, the sealed families. */
  readonly onProgress?: ((part: string, done: number, total: number) => void) | undefined;
}
