/**
 * Which of TensorFlow.js's implementations computes: TensorFlow itself, on a GPU where it finds one; any GPU through
 * WebGPU; its WebAssembly kernels; or plain JavaScript.
 *
 * In a file without TensorFlow.js's own types, which do not compile in everybody's project: the public types need this.
 */
export type TfjsBackend = "tensorflow" | "webgpu" | "wasm" | "cpu";
