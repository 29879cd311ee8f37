import { pathToFileURL } from "node:url";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { loadTfjs } from "../../src/engine/tfjs/library.js";
import { openDevice } from "../../src/engine/webgpu/device.js";
import type { MakeTrainer } from "./scheduler.js";
import { createTfjsTrainer } from "./tfjs-trainer.js";
import { createWebgpuTrainer } from "./webgpu-trainer.js";

/** Where laned trainers come from, as pure data. */
export type TrainerSource =
  | { readonly kind: "webgpu" }
  | { readonly kind: "tfjs"; readonly backend: TfjsBackend }
  /** A module whose default export is a {@link MakeTrainer}. */
  | { readonly kind: "module"; readonly path: string };

/** What computes. */
export interface Device {
  /** Maker, model and driver, as far as they are known. */
  readonly name: string;
  /** Whether it is a GPU, and not a processor that plays one. */
  readonly isGpu: boolean;
}

/** Trainers that are ready to be made. */
export interface Trainers {
  readonly device: Device;
  readonly make: MakeTrainer;
}

/**
 * Makes ready what a source's trainers need.
 *
 * @throws {@link InputError} where it does not work on this machine, with the reason and what to install.
 */
export async function openTrainers(source: TrainerSource): Promise<Trainers> {
  switch (source.kind) {
    case "webgpu":
      return { device: await gpu(), make: createWebgpuTrainer };
    case "tfjs": {
      const { backend } = source;
      const tf = await loadTfjs(backend);
      return {
        device: backend === "webgpu" ? await gpu() : deviceOf(tf.backend()),
        make: (problem, options) => createTfjsTrainer(problem, { ...options, backend }),
      };
    }
    case "module": {
      const { default: make } = (await import(pathToFileURL(source.path).href)) as { readonly default: MakeTrainer };
      return { device: { name: source.path, isGpu: false }, make };
    }
  }
}

/** The GPU that WebGPU finds. */
async function gpu(): Promise<Device> {
  const { device, name, isSoftware } = await openDevice();
  device.destroy();
  return { name, isGpu: !isSoftware };
}

/** What TensorFlow itself computes on: its backend says so; the others compute on the processor. */
function deviceOf(backend: object): Device {
  const isGpu = "isUsingGpuDevice" in backend && backend.isUsingGpuDevice === true;
  return { name: isGpu ? "a GPU, through TensorFlow" : "the processor", isGpu };
}
