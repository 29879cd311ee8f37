import type { TfjsBackend } from "../src/engine/tfjs/library.js";
import type { Executor } from "./executor.js";
import { type ExecutorName, LANES } from "./executor-name.js";
import type { TrainerSource } from "./lanes/trainer-source.js";

/** Options of {@link openExecutor}. */
export interface OpenExecutorOptions {
  /** Worker threads of `wasm`; they never change a result. @default as many as the machine runs at once */
  readonly workers?: number | undefined;
  /** How many candidates the others train side by side, where there is room. @default as many as is usual for each */
  readonly lanes?: number | null | undefined;
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
  /** Told of every worker or child process that is lost, with the candidate's index and the reason. */
  readonly onLost?: ((index: number, reason: string) => void) | undefined;
}

/**
 * Makes an executor ready.
 *
 * @throws {@link InputError} where it does not work on this machine, with the reason and what to install.
 */
export async function openExecutor(name: ExecutorName, options: OpenExecutorOptions = {}): Promise<Executor> {
  const { workers, lanes, mostCost, onLost } = options;
  if (name === "wasm") {
    const { WorkerPool } = await import("./pool/pool.js");
    return new WorkerPool({
      mostCost,
      ...(workers === undefined ? {} : { workers }),
      ...(onLost === undefined ? {} : { onLost }),
    });
  }
  const { LanesExecutor } = await import("./lanes/process.js");
  return LanesExecutor.open({ source: sourceOf(name), lanes: lanes ?? LANES[name], mostCost, onLost });
}

/** Where the trainers of an executor come from. */
export function sourceOf(name: Exclude<ExecutorName, "wasm">): TrainerSource {
  if (name === "webgpu") return { kind: "webgpu" };
  return { kind: "tfjs", backend: name.slice("tfjs:".length) as TfjsBackend };
}
