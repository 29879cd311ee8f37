import { register } from "node:module";
import type * as tfjs from "@tensorflow/tfjs-core";
import { InputError } from "../../errors.js";

/** TensorFlow.js as it is imported. */
export type Tfjs = typeof tfjs;

/** A tensor of TensorFlow.js. */
export type TfjsTensor = tfjs.Tensor;

/** Which of TensorFlow.js's implementations computes: plain JavaScript, or its WebAssembly kernels. */
export type TfjsBackend = "cpu" | "wasm";

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
  await whereInstalled(`tfjs-backend-${backend}`, BACKENDS[backend]);
  if (!(await tf.setBackend(backend))) {
    throw new InputError("no-tfjs", `TensorFlow.js cannot start its ${backend} backend on this machine.`);
  }
  // Another backend may have been selected while this one was starting; its name and kernels must agree.
  selectBackend(tf, backend);
  return tf;
}

/** Makes a backend that {@link loadTfjs} has made ready the one that computes: there is one for a process. */
export function selectBackend(tf: Tfjs, backend: TfjsBackend): void {
  // What is ready is selected before the promise is made.
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
}

const BACKENDS: Readonly<Record<TfjsBackend, () => Promise<unknown>>> = {
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
};

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
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new InputError(
      "no-tfjs",
      `TensorFlow.js is needed, but the optional package @tensorflow/${name} is not installed. ` +
        "Install it with: npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 " +
        "@tensorflow/tfjs-backend-wasm@4.22.0",
      { cause: error },
    );
  }
}
