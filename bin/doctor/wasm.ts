import { fileURLToPath } from "node:url";
import type { Executor, Outcome } from "../../proxies/executor/executor.js";
import { LocalExecutor } from "../../proxies/executor/local.js";
import { openExecutor } from "../../proxies/executor/open-executor.js";
import { WorkerPool } from "../../proxies/pool/pool.js";
import { findRule } from "../../dsl/rules/index.js";
import type { DoctorCheck } from "../../results/doctor-report.js";

interface WebAssemblyHost {
  validate(bytes: Uint8Array): boolean;
}

/** Nothing where Node was started without it, as with --jitless. */
const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyHost };

/** A module of one function that returns what a few instructions leave: 16 bytes in a vector. */
function moduleOf(...instructions: readonly number[]): Uint8Array {
  const body = [0, ...instructions, 11];
  const code = [1, body.length, ...body];
  return Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0,
    1, 5, 1, 96, 0, 1, 123,
    3, 2, 1, 0,
    10, code.length, ...code,
  );
}

/** i32.const 0, i8x16.splat, i8x16.popcnt. */
const SIMD = moduleOf(65, 0, 253, 15, 253, 98);

/** Whether WebAssembly has the vectors that everything is computed with. */
export function checkSimd(): DoctorCheck {
  const check = { name: "simd", title: "WebAssembly SIMD" };
  if (host?.validate(SIMD) === true) return { ...check, state: "ok", finding: "there" };
  return {
    ...check, state: "broken", finding: "not there: nothing can be trained",
    advice: "use a processor with SSE4.1 or NEON, and a Node that was not started with --jitless",
  };
}

/**
 * A short training of a transformer, and the loss to which it comes on every machine. Where the engine is changed
 * so that it rounds otherwise, this is the new loss that the command then prints.
 */
const TRAINING = {
  index: 0,
  program: findRule("adamw")?.text ?? "",
  task: { name: "doctor", module: fileURLToPath(new URL("task.js", import.meta.url)), size: 1, horizon: 20, batch: 8 },
  seed: 1,
  scale: 16,
} as const;
const LOSS = 2.005260929465294;

/** How far the loss may be from it, relative to it, where matrix products round otherwise. */
const TOLERANCE = 1e-3;

const REPORT = "unless something above is broken too, please report it with the output of this command";

/** Trains, and holds the loss against the known one: what is amiss. */
async function train(executor: Executor, tolerance = 0): Promise<string | undefined> {
  try {
    const outcome: Outcome = await executor.submit(TRAINING);
    if (outcome.kind === "fault") return outcome.message;
    if (outcome.kind !== "trained") return `a known training ends as ${outcome.kind}`;
    if (Math.abs(outcome.loss - LOSS) <= tolerance * LOSS) return undefined;
    return `a known training ends with the loss ${outcome.loss}, not ${LOSS}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await executor.close();
  }
}

/** Whether the wasm executor trains, and gives to the bit what it gives on other machines. */
export async function checkWasmExecutor(): Promise<DoctorCheck> {
  const check = { name: "wasm", title: "wasm executor" };
  const fault = await train(new LocalExecutor());
  if (fault === undefined) return { ...check, state: "ok", finding: `trains; bit-exact with other machines: ${LOSS}` };
  return {
    ...check, state: "broken", finding: fault,
    advice: `nothing else works without it; ${REPORT}`,
  };
}

/** Whether worker threads train, and give the same. */
export async function checkWorkers(): Promise<DoctorCheck> {
  const check = { name: "workers", title: "worker threads" };
  const fault = await train(new WorkerPool({ workers: 1 }));
  if (fault === undefined) return { ...check, state: "ok", finding: "train, with the same result" };
  return { ...check, state: "broken", finding: fault, advice: REPORT };
}

/** Whether worker threads can multiply and add in one, and come to the same loss within rounding. */
export async function checkFusedExecutor(): Promise<DoctorCheck> {
  const check = { name: "wasm-fused", title: "wasm:fused executor" };
  let executor: Executor;
  try {
    executor = await openExecutor("wasm:fused", { workers: 1 });
  } catch (error) {
    return { ...check, state: "missing", finding: (error as Error).message };
  }
  const fault = await train(executor, TOLERANCE);
  if (fault !== undefined) return { ...check, state: "broken", finding: fault, advice: REPORT };
  return { ...check, state: "ok", finding: `trains; the loss is the wasm executor's, to ${TOLERANCE}` };
}
