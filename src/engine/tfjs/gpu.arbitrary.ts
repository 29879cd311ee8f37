import { adapterForTests } from "../webgpu/device.arbitrary.js";
import type { TfjsBackend } from "./backend.js";

/** `webgpu`, where there is a GPU or a processor that plays one. Its shaders take long: few tests try it. */
export const GPU_BACKENDS: readonly TfjsBackend[] = await gpuBackends();

async function gpuBackends(): Promise<readonly TfjsBackend[]> {
  const gpu = await adapterForTests();
  if ("missing" in gpu) return [];
  gpu.device.destroy();
  return ["webgpu"];
}
