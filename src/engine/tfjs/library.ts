import { register } from "node:module";
import type * as tfjs from "@tensorflow/tfjs-core";
import { InputError } from "../../errors.js";
import { isMissingPackage } from "../missing-package.js";
import { loadDawn } from "../webgpu/device.js";
import type { TfjsBackend } from "./backend.js";

/** TensorFlow.js as it is imported. */
export type Tfjs = typeof tfjs;

/** A tensor of TensorFlow.js. */
export type TfjsTensor = tfjs.Tensor;

const VERSION = "4.22.0";

/** The packages that a backend needs beside tfjs-core: the first that is installed will do. */
const PACKAGES: Readonly<Record<TfjsBackend, readonly string[]>> = {
  tensorflow: ["tfjs-node-gpu", "tfjs-node"],
  webgpu: ["tfjs-backend-webgpu"],
  wasm: ["tfjs-backend-wasm"],
  cpu: ["tfjs-backend-cpu"],
};

/** How to install what a backend needs. */
export function tfjsInstallation(backend: TfjsBackend): string {
  const packages = ["tfjs-core", ...PACKAGES[backend].slice(0, 1)].map((name) => `@tensorflow/${name}@${VERSION}`);
  return `npm install ${[...packages, ...(backend === "webgpu" ? ["webgpu@0.6.2"] : [])].join(" ")}`;
}

/**
 * The kernels whose gradients are needed. The package that Node loads has none of them, and to load all takes
 * seconds.
 */
const DIFFERENTIATED = [
  "Add", "BatchMatMul", "Concat", "Erf", "Exp", "Identity", "Log", "Maximum", "Minimum", "Multiply", "Neg",
  "PadV2", "RealDiv", "Relu", "Reshape", "Sigmoid", "Slice", "Sqrt", "Sub", "Sum", "Tanh", "Transpose",
] as const;

/**
 * Gradients are only published as modules for bundlers: without file extensions in their imports, in files
 * that Node takes for CommonJS. This lets Node load them, and leaves all other modules alone.
 */
const BUNDLED_MODULES = `
  const isBundled = (url) => url?.includes("/@tensorflow/tfjs-core/dist/") && !url.endsWith(".node.js");
  export function resolve(specifier, context, next) {
    if (!isBundled(context.parentURL) || !/^\\.\\.?\\//.test(specifier)) return next(specifier, context);
    const file = specifier.endsWith(".js") ? specifier : specifier + ".js";
    return { url: new URL(file, context.parentURL).href, format: "module", shortCircuit: true };
  }
  export function load(url, context, next) {
    return next(url, isBundled(url) ? { ...context, format: "module" } : context);
  }
`;

let core: Promise<Tfjs> | undefined;

/**
 * Loads TensorFlow.js, which is an optional dependency, and makes a backend of it ready.
 *
 * @throws {@link InputError} where the package or the backend is not installed.
 */
export async function loadTfjs(backend: TfjsBackend): Promise<Tfjs> {
  core ??= loadCore();
  const tf = await core;
  if (backend === "webgpu") await provideGpu();
  await loadBackend(backend);
  let isReady = false;
  let reason = "";
  try {
    isReady = await tf.setBackend(backend);
  } catch (error) {
    reason = `: ${messageOf(error)}`;
  }
  if (!isReady) {
    throw new InputError("no-tfjs", `TensorFlow.js cannot start its ${backend} backend on this machine${reason}.`);
  }
  if (backend === "webgpu") endWithFirstError(tf.backend());
  // Another backend may have been selected while this one was starting; its name and kernels must agree.
  selectBackend(tf, backend);
  return tf;
}

const watched = new WeakSet<object>();

/**
 * Ends the process where a GPU refuses what it is told, or is gone: TensorFlow.js would only print it, and go on with
 * numbers that mean nothing.
 */
function endWithFirstError(backend: object): void {
  if (watched.has(backend) || !("device" in backend)) return;
  watched.add(backend);
  const device = backend.device as GPUDevice;
  const end = (message: string): void => { setImmediate(() => { throw new Error(message); }); };
  device.addEventListener("uncapturederror", ({ error }) => { end(error.message); });
  void device.lost.then(({ message, reason }) => { if (reason !== "destroyed") end(message); });
}

/** Makes a backend that {@link loadTfjs} has made ready the one that computes: there is one for a process. */
export function selectBackend(tf: Tfjs, backend: TfjsBackend): void {
  // What is ready is selected before the promise is made.
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
}

/** Loads the first of a backend's packages that is installed, which makes the backend known. */
async function loadBackend(backend: TfjsBackend): Promise<void> {
  for (const name of PACKAGES[backend]) {
    // By a variable, since not all can be installed everywhere, and then have no types.
    const path = `@tensorflow/${name}`;
    try {
      await import(path);
      return;
    } catch (error) {
      if (isMissingPackage(error) && error.message.includes(path)) continue;
      throw new InputError("no-tfjs", `${path} is installed, but does not load: ${messageOf(error)}`, { cause: error });
    }
  }
  throw missing(PACKAGES[backend], backend);
}

/**
 * Puts a GPU where TensorFlow.js looks for one: it is made for browsers.
 *
 * @throws {@link InputError} where WebGPU is not installed.
 */
async function provideGpu(): Promise<void> {
  const global = globalThis as { navigator?: object & { gpu?: GPU } };
  if (global.navigator?.gpu !== undefined) return;
  const { create } = await loadDawn();
  const gpu = create([]);
  if ((await gpu.requestAdapter()) === null) {
    throw new InputError("no-gpu", "WebGPU finds no GPU on this machine. Install a Vulkan driver for it.");
  }
  if (global.navigator === undefined) {
    Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  }
  Object.defineProperty(global.navigator, "gpu", { value: gpu, configurable: true });
}

async function loadCore(): Promise<Tfjs> {
  const tf = await whereInstalled("tfjs-core", () => import("@tensorflow/tfjs-core"));
  // No checks of every result, and no advertisement on the terminal.
  tf.enableProdMode();
  register(`data:text/javascript,${encodeURIComponent(BUNDLED_MODULES)}`);
  const files = DIFFERENTIATED.map((kernel) => `@tensorflow/tfjs-core/dist/gradients/${kernel}_grad.js`);
  const modules = await Promise.all(files.map((file): Promise<unknown> => import(file)));
  for (const configurations of modules as Readonly<Record<string, tfjs.GradConfig>>[]) {
    for (const configuration of Object.values(configurations)) {
      tf.registerGradient(configuration);
    }
  }
  return tf;
}

/**
 * Loads an optional package of TensorFlow.js.
 *
 * @param name - Its name, without the scope.
 * @throws {@link InputError} that says how to install it, where it is not.
 */
export async function whereInstalled<M>(name: string, load: () => Promise<M>): Promise<M> {
  try {
    return await load();
  } catch (error) {
    if (!isMissingPackage(error)) throw error;
    throw missing([name], "wasm", error);
  }
}

function missing(names: readonly string[], backend: TfjsBackend, cause?: unknown): InputError {
  const packages = names.map((name) => `@tensorflow/${name}`).join(" or ");
  return new InputError(
    "no-tfjs",
    `TensorFlow.js is needed, but the optional package ${packages} is not installed. ` +
      `Install it with: ${tfjsInstallation(backend)}`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
