import { ContractError } from "../../errors.js";
import { type Kernel, PRELUDE } from "./kernel.js";

/** A kernel that is ready to be dispatched. */
export interface Prepared {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly workgroups: number;
}

/** Bytes from one number of a step to the next in the uniform buffer: what every adapter can address. */
export const STEP_BYTES = 256;

/** The bindings of {@link PRELUDE}, which all kernels share; the number of the step is at a dynamic offset. */
export function bindGroupLayout(device: GPUDevice): GPUBindGroupLayout {
  const visibility = GPUShaderStage.COMPUTE;
  const written = { visibility, buffer: { type: "storage" as const } };
  const read = { visibility, buffer: { type: "read-only-storage" as const } };
  const step = { visibility, buffer: { type: "uniform" as const, hasDynamicOffset: true } };
  const kinds = [written, read, read, read, read, written, step];
  return device.createBindGroupLayout({ entries: kinds.map((kind, binding) => ({ binding, ...kind })) });
}

/**
 * Compiles kernels, as many at a time as the driver likes; one that comes several times, once.
 *
 * @param stride - Floats of a lane in the arena.
 * @throws {@link ContractError} with the compiler's message where a kernel's text is wrong.
 */
export async function prepare(
  device: GPUDevice, layout: GPUBindGroupLayout, stride: number, kernels: readonly Kernel[],
): Promise<readonly Prepared[]> {
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const prepared = new Map([...new Set(kernels)].map((kernel) =>
    [kernel, prepareKernel(device, pipelineLayout, stride, kernel)] as const));
  return Promise.all(kernels.map((kernel) => prepared.get(kernel) as Promise<Prepared>));
}

async function prepareKernel(
  device: GPUDevice, layout: GPUPipelineLayout, stride: number, { label, code, workgroups }: Kernel,
): Promise<Prepared> {
  const module = device.createShaderModule({ label, code: PRELUDE + code });
  try {
    const compute = { module, entryPoint: "main", constants: { STRIDE: stride } };
    return { label, pipeline: await device.createComputePipelineAsync({ label, layout, compute }), workgroups };
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const lines = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
    throw new ContractError(`The kernel "${label}" does not compile: ${[...lines, String(error)].join("\n")}`);
  }
}
