import type { DoctorReport } from "../../results/doctor-report.js";
import { checkLanes } from "./lanes.js";
import { checkFolder, checkMemory, checkNode, checkProcessor } from "./machine.js";
import { checkPythons } from "./python.js";
import { checkStore } from "./store.js";
import { checkFusedExecutor, checkSimd, checkWasmExecutor, checkWorkers } from "./wasm.js";

/** Tries everything that symopt needs or can use, one after another: some seconds, mostly those of Pythons. */
export async function examine(): Promise<DoctorReport> {
  const wasm = await checkWasmExecutor();
  const store = checkStore();
  const checks = [
    checkNode(),
    checkProcessor(),
    checkMemory(),
    await checkFolder(process.cwd()),
    store,
    checkSimd(),
    wasm,
    await checkWorkers(),
    await checkFusedExecutor(),
    ...(await checkLanes()),
    ...checkPythons(),
  ];
  return { healthy: wasm.state === "ok" && store.state === "ok", checks };
}
