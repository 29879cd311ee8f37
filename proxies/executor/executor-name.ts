/** Executors that train on worker threads: `wasm:fused` multiplies and adds in one, where the processor can. */
const THREADED_EXECUTORS = ["wasm", "wasm:fused"] as const;

/** Executors that train in the lanes of a child process. */
export const LANED_EXECUTORS = ["webgpu", "tfjs:tensorflow", "tfjs:webgpu", "tfjs:wasm", "tfjs:cpu"] as const;

/** What trains. */
export const EXECUTORS = [...THREADED_EXECUTORS, ...LANED_EXECUTORS] as const;

/** The name of an executor that trains in lanes. */
export type LanedExecutorName = (typeof LANED_EXECUTORS)[number];

/** The name of an executor. */
export type ExecutorName = (typeof EXECUTORS)[number];

/** What may be asked for: an executor, or the fastest that works on this machine. */
export const EXECUTOR_CHOICES = [...EXECUTORS, "auto"] as const;

/** An executor, or the fastest that works on this machine. */
export type ExecutorChoice = (typeof EXECUTOR_CHOICES)[number];

/** Executors that train in lanes, and how many they usually have. */
export const LANES: Readonly<Record<LanedExecutorName, number>> = {
  webgpu: 64, "tfjs:tensorflow": 32, "tfjs:webgpu": 32, "tfjs:wasm": 16, "tfjs:cpu": 16,
};

/** Trainings that a search on worker threads usually has under way. */
const THREADS_IN_FLIGHT = 16;

/** Whether an executor trains in lanes, and not on worker threads. */
export function isLaned(executor: ExecutorName): executor is LanedExecutorName {
  return executor in LANES;
}

/**
 * How many trainings a search usually has under way: enough for all lanes, and as many that wait to fill those that
 * become free. No function of the machine, since what a search proposes depends on it.
 */
export function usualInFlight(executor: ExecutorName, lanes: number | null = null): number {
  return isLaned(executor) ? 2 * (lanes ?? LANES[executor]) : THREADS_IN_FLIGHT;
}
