/** What trains: worker threads, or the lanes of a child process. */
export const EXECUTORS = ["wasm", "webgpu", "tfjs:tensorflow", "tfjs:webgpu", "tfjs:wasm", "tfjs:cpu"] as const;

/** The name of an executor. */
export type ExecutorName = (typeof EXECUTORS)[number];

/** What may be asked for: an executor, or the fastest that works on this machine. */
export const EXECUTOR_CHOICES = [...EXECUTORS, "auto"] as const;

/** An executor, or the fastest that works on this machine. */
export type ExecutorChoice = (typeof EXECUTOR_CHOICES)[number];

/** Executors that train in lanes, and how many they usually have. */
export const LANES: Readonly<Record<Exclude<ExecutorName, "wasm">, number>> = {
  webgpu: 64, "tfjs:tensorflow": 32, "tfjs:webgpu": 32, "tfjs:wasm": 16, "tfjs:cpu": 16,
};

/** Trainings that a search on worker threads usually has under way. */
const WASM_IN_FLIGHT = 16;

/**
 * How many trainings a search usually has under way: enough for all lanes, and as many that wait to fill those that
 * become free. No function of the machine, since what a search proposes depends on it.
 */
export function usualInFlight(executor: ExecutorName, lanes: number | null = null): number {
  return executor === "wasm" ? WASM_IN_FLIGHT : 2 * (lanes ?? LANES[executor]);
}
