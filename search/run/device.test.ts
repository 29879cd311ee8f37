import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Executor } from "../../proxies/executor/executor.js";
import { RunStore } from "../../results/store/store.js";
import { devicesOf, keepDevice } from "./device.js";

let folder = "";
let store: RunStore;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-device-"));
  store = RunStore.create(folder, { symopt: "1.2.3", created: "2026-05-09T12:00:00.000Z", configuration: {} });
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** An executor that computes on a device. */
function on(name?: string): Executor {
  return {
    lanes: 1, device: name === undefined ? undefined : { name },
    submit: () => Promise.reject(new Error("nothing is trained")),
    close: () => Promise.resolve(),
  };
}

test("a run keeps what it was trained on, and says where an executor goes on with another device", () => {
  expect(keepDevice(store, "wasm", on())).toBeUndefined();
  expect(devicesOf(store.notes())).toEqual([]);
  expect(keepDevice(store, "webgpu", on("one GPU"))).toBeUndefined();
  expect(keepDevice(store, "webgpu", on("one GPU"))).toBeUndefined();
  // Another executor has outcomes of its own anyway.
  expect(keepDevice(store, "tfjs:wasm", on("the processor"))).toBeUndefined();
  expect(keepDevice(store, "webgpu", on("another GPU"))).toEqual({
    executor: "webgpu", before: "one GPU", now: "another GPU",
  });
  expect(keepDevice(store, "webgpu", on("another GPU"))).toBeUndefined();
  expect(devicesOf(store.notes())).toEqual([
    { executor: "webgpu", device: "one GPU" },
    { executor: "tfjs:wasm", device: "the processor" },
    { executor: "webgpu", device: "another GPU" },
  ]);
});

test("a note on a device that has another shape is no device", () => {
  const own = { kind: "device", at: 0, data: { executor: "webgpu", device: "one GPU" } };
  const other = { ...own, data: { adapter: { vendor: "some" } } };
  expect(devicesOf([other, own, { ...own, data: null }])).toEqual([own.data]);
});
