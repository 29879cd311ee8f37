import { InputError } from "../../errors.js";
import { isMissingPackage } from "../missing-package.js";

/** How to install what this executor needs. */
const INSTALL = "Install it with: npm install webgpu@0.6.2";

/** A WebGPU device, and what its adapter is called. */
export interface OpenDevice {
  readonly device: GPUDevice;
  /** Maker, model and driver, as far as the driver tells. */
  readonly name: string;
  /** Whether it is a processor that plays a GPU. */
  readonly isSoftware: boolean;
}

/** Dawn, which brings WebGPU to Node. */
export interface Dawn {
  /** Makes another GPU object, with such toggles. */
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: object;
}

/** Names of processors that play a GPU: Mesa's, Google's and Microsoft's, not all of which say so otherwise. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|basic render|\bwarp\b|software/i;

/** Not a literal: this must compile where the optional package is left out. */
const PACKAGE = "webgpu" as string;

/** What Dawn is asked for: no checks in shaders that they stay inside of their arrays, which symopt's do. */
const TOGGLES = ["enable-dawn-features=disable_robustness"];

let gpu: GPU | undefined;

/**
 * Opens a GPU, with buffers as large as it allows. Nothing may end the thread that did, but the process as a whole:
 * Dawn cannot be torn down while it is busy.
 *
 * @throws {@link InputError} where the optional package `webgpu` is not installed, or finds no GPU.
 */
export async function openDevice(): Promise<OpenDevice> {
  gpu ??= (await loadDawn()).create(TOGGLES);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) {
    throw new InputError(
      "no-gpu",
      "WebGPU finds no GPU on this machine. Install a Vulkan driver for it; without a GPU, Mesa's lavapipe 25 or " +
        "newer plays one, slowly.",
    );
  }
  const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupStorageSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupStorageSize },
  });
  const { vendor, architecture, device: model, description } = adapter.info;
  const name = [description || model, [vendor, architecture].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  const isSoftware = adapter.info.isFallbackAdapter || SOFTWARE.test(name);
  return { device, name: name || "an adapter without a name", isSoftware };
}

/**
 * Loads Dawn, and puts its classes where a browser has them.
 *
 * @throws {@link InputError} where the optional package `webgpu` is not installed, or does not load.
 */
export async function loadDawn(): Promise<Dawn> {
  let dawn: Dawn;
  try {
    dawn = (await import(PACKAGE)) as Dawn;
  } catch (error) {
    const reason = isMissingPackage(error) ? "is not installed" : `does not load: ${(error as Error).message}`;
    throw new InputError("no-webgpu", `WebGPU is needed, but the optional package webgpu ${reason}. ${INSTALL}`, {
      cause: error,
    });
  }
  Object.assign(globalThis, dawn.globals);
  return dawn;
}
