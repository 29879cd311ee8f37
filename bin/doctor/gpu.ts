import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { installedVersion } from "../../bench/peers/package.js";
import type { DoctorCheck } from "../../results/doctor-report.js";

/** Milliseconds that a driver may take to name its adapter. */
const LIMIT = 60_000;

/** Names the adapter, or says that there is none. In a process of its own: a faulty driver may end it. */
const WEBGPU = `
const { create, globals } = await import(process.argv[1]);
Object.assign(globalThis, globals);
const adapter = await create([]).requestAdapter();
const { vendor = "", architecture = "", device = "", description = "" } = adapter?.info ?? {};
const name = description || [vendor, architecture, device].filter(Boolean).join(" ") || "an adapter without a name";
console.log(JSON.stringify(adapter === null ? null : name));
process.exit(0);
`;

/** GPUs of NVIDIA, through the native TensorFlow.js. */
export function checkTfjsNodeGpu(): DoctorCheck {
  const check = { name: "tfjs-node-gpu", title: "GPU, tfjs-node-gpu", state: "missing" } as const;
  const version = installedVersion("@tensorflow/tfjs-node-gpu");
  if (version !== undefined) {
    return { ...check, finding: `@tensorflow/tfjs-node-gpu ${version} is installed, but no executor uses it yet` };
  }
  return {
    ...check,
    finding: "not installed, and not needed yet: no executor uses it",
    advice: "once one does: npm install @tensorflow/tfjs-node-gpu, beside CUDA 11",
  };
}

/** GPUs of any make, through Dawn. */
export async function checkWebgpu(): Promise<DoctorCheck> {
  const check = { name: "webgpu", title: "GPU, webgpu" };
  const version = installedVersion("webgpu");
  if (version === undefined) {
    return {
      ...check, state: "missing", finding: "not installed, and not needed yet: no executor uses it",
      advice: "once one does: npm install webgpu",
    };
  }
  try {
    const args = ["--input-type=module", "--eval", WEBGPU, import.meta.resolve("webgpu")];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT });
    const adapter = JSON.parse(stdout) as string | null;
    if (adapter === null) {
      return {
        ...check, state: "broken", finding: `webgpu ${version} finds no GPU`,
        advice: "install a Vulkan driver for the GPU; Mesa's lavapipe 25 or newer works without one",
      };
    }
    return { ...check, state: "missing", finding: `webgpu ${version} finds ${adapter}, but no executor uses it yet` };
  } catch (error) {
    return { ...check, state: "broken", finding: `webgpu ${version} does not run: ${(error as Error).message}` };
  }
}
