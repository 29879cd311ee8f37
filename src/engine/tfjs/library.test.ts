import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { loadTfjs, selectBackend, whereInstalled } from "./library.js";

describe("TensorFlow.js as an optional dependency", () => {
  it("is missed with a message that says how to install it", async () => {
    const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    const loading = whereInstalled("tfjs-core", () => Promise.reject(missing));
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(/@tensorflow\/tfjs-core is not installed.* npm install @tensorflow/);
  });

  it("is not said to be missing where it fails otherwise", async () => {
    const loading = whereInstalled("tfjs-core", () => Promise.reject(new Error("broken")));
    await expect(loading).rejects.toThrow(/^broken$/);
  });

  it("computes on the backend that was selected last, though several were started at once", async () => {
    const [tf] = await Promise.all([loadTfjs("cpu"), loadTfjs("wasm")]);
    for (const backend of ["cpu", "wasm", "cpu"] as const) {
      selectBackend(tf, backend);
      expect(tf.getBackend()).toBe(backend);
      expect(tf.backend().constructor.name).toMatch(new RegExp(backend, "i"));
    }
  });

  it("has the gradients that the package for Node lacks", async () => {
    const tf = await loadTfjs("cpu");
    expect(tf.getGradient("BatchMatMul")).toBeDefined();
    expect(tf.getGradient("PadV2")).toBeDefined();
  });
});
