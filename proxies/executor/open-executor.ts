import { InputError } from "../../src/errors.js";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { canFuse } from "../../src/engine/wasm/fused.js";
import type { Executor } from "./executor.js";
import { type ExecutorName, type LanedExecutorName, LANES, isLaned } from "./executor-name.js";
import type { TrainerSource } from "../lanes/trainer-source.js";

/** What an executor tells on its way. */
export interface ExecutorNews {
  /** Told of every worker or child process that is lost, with the candidate's index and the reason. */
  readonly onLost?: ((index: number, reason: string) => void) | undefined;
  /** Told where there are fewer lanes from now on, for a task or for all: how many, and why. */
  readonly onFewerLanes?: ((lanes: number, reason: string) => void) | undefined;
}

/** Options of {@link openExecutor}. */
export interface OpenExecutorOptions extends ExecutorNews {
  /** Worker threads, of executors that have some; they never change a result. @default as many as run at once */
  readonly workers?: number | undefined;
  /** How many candidates the others train side by side, where there is room. @default as many as is usual for each */
  readonly lanes?: number | null | undefined;
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
  /** Gives up an executor that is not ready yet: opening rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes an executor ready.
 *
 * @throws {@link InputError} where it does not work on this machine, with the reason and what to install.
 */
export async function openExecutor(name: ExecutorName, options: OpenExecutorOptions = {}): Promise<Executor> {
  const { workers, lanes, mostCost, onLost, onFewerLanes, signal } = options;
  if (!isLaned(name)) {
    const fused = name === "wasm:fused";
    if (fused && !canFuse()) throw unfused();
    const { WorkerPool } = await import("../pool/pool.js");
    return new WorkerPool({
      mostCost, fused,
      ...(workers === undefined ? {} : { workers }),
      ...(onLost === undefined ? {} : { onLost }),
    });
  }
  const { LanesExecutor } = await import("../lanes/process.js");
  return LanesExecutor.open({
    source: sourceOf(name), lanes: lanes ?? LANES[name], mostCost, onLost, onFewerLanes, signal,
  });
}

/** Where the trainers of an executor come from. */
export function sourceOf(name: LanedExecutorName): TrainerSource {
  if (name === "webgpu") return { kind: "webgpu" };
  return { kind: "tfjs", backend: name.slice("tfjs:".length) as TfjsBackend };
}

function unfused(): InputError {
  return new InputError(
    "no-fused",
    "`wasm:fused` needs a processor that multiplies and adds in one, such as those with FMA3 or NEON, and a Node with " +
      "relaxed SIMD, 20 or newer: use `wasm`, which gives the same within rounding.",
  );
}
