import { describe, expect, test, vi } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { type Tfjs, loadTfjs } from "../../src/engine/tfjs/library.js";
import type { Outcome, TrainingRequest } from "../executor/executor.js";
import { LocalExecutor } from "../executor/local.js";
import { expectNear } from "./outcome.arbitrary.js";
import { Scheduler } from "./scheduler.js";
import { createTfjsTrainer } from "./tfjs-trainer.js";

/** How far losses may be from those of the wasm executor, relative to them. */
const TOLERANCE = 1e-3;

const TASK = { name: "glyph-mlp", size: 1, horizon: 20, batch: 8 } as const;
const READS_LOSS = "def damped(w, g, lr, loss):\n  return g * lr / (loss + 1)";

/** A task for each kind of graph that is no MLP, and one whose weights were trained before. */
const KINDS = ["glyph-convnet", "language", "captions", "fine-tuning"];

function ruleOf(name: string): string {
  return findRule(name)?.text ?? "";
}

const REQUESTS: readonly TrainingRequest[] = [
  { index: 0, program: ruleOf("adamw"), task: TASK, seed: 1, scale: 8 },
  { index: 1, program: ruleOf("lion"), task: TASK, seed: 2, decay: 0.1, schedule: "linear" },
  { index: 2, program: READS_LOSS, task: TASK, seed: 1, hurdles: [{ step: 7, loss: Infinity }, { step: 11, loss: 0 }] },
  { index: 3, program: ruleOf("muon"), task: TASK, seed: 3, decay: 0.1, decayed: "all", split: "test" },
  { index: 4, program: "def far(w, g):\n  return g * 1e30", task: TASK, seed: 1 },
  { index: 5, program: ruleOf("adamw"), task: TASK, seed: 4, scale: 8, hurdles: [{ step: 10, loss: Infinity }] },
  { index: 6, program: "def blown(w, g):\n  return 0 - g * 100", task: TASK, seed: 1 },
];

function open(backend: TfjsBackend, lanes: number): Scheduler {
  return new Scheduler({ lanes, make: (problem, options) => createTfjsTrainer(problem, { ...options, backend }) });
}

function repeatable({ spent: _, ...outcome }: Outcome): unknown {
  return outcome;
}

class GPUOutOfMemoryError extends Error {}

test.each<Error>([
  new Error("OOM when allocating tensor with shape[32,784,64] and type float"),
  new Error("Failed to allocate: out of memory"),
  new GPUOutOfMemoryError("Too large."),
])("lanes are halved where a backend has no memory, when it begins or later: %s", async (error) => {
  const tf = await loadTfjs("cpu");
  const backend = backendOf(tf);
  const before = tf.memory().numTensors;
  const [begins, trains] = [vi.spyOn(backend, "write"), vi.spyOn(backend, "read")];
  const fewer: number[] = [];
  const scheduler = new Scheduler({
    lanes: 8, onFewerLanes: (lanes) => fewer.push(lanes),
    make: (problem, options) => createTfjsTrainer(problem, { ...options, backend: "cpu" }),
  });
  begins.mockImplementationOnce(() => { throw error; });
  trains.mockImplementationOnce(() => { throw error; });
  expect((await scheduler.submit(REQUESTS[0] as TrainingRequest)).kind).toBe("trained");
  expect(fewer).toEqual([4, 2]);
  await scheduler.close();
  vi.restoreAllMocks();
  expect(tf.memory().numTensors).toBe(before);
});

test("what a backend throws is passed on as it is, be it no error at all", async () => {
  const backend = backendOf(await loadTfjs("cpu"));
  const scheduler = open("cpu", 2);
  for (const thrown of [null, undefined, "lost", { code: 7 }]) {
    vi.spyOn(backend, "read").mockRejectedValueOnce(thrown);
    await expect(scheduler.submit(REQUESTS[0] as TrainingRequest)).rejects.toBe(thrown);
  }
  await scheduler.close();
  vi.restoreAllMocks();
});

/** Where TensorFlow.js keeps its tensors. */
function backendOf(tf: Tfjs): { write: () => object; read: () => Promise<ArrayLike<number>> } {
  return tf.backend() as unknown as ReturnType<typeof backendOf>;
}

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  test("lanes come to what the wasm executor does alone: trained, stopped at a hurdle, failed", async () => {
    const [lanes, alone] = [open(backend, 4), new LocalExecutor()];
    const found = await Promise.all(REQUESTS.map((request) => lanes.submit(request)));
    const known = await Promise.all(REQUESTS.map((request) => alone.submit(request)));
    expect(known.map(({ kind }) => kind)).toEqual(
      ["trained", "trained", "stopped", "trained", "failed", "trained", "failed"],
    );
    found.forEach((outcome, k) => { expectNear(outcome, known[k] as Outcome, TOLERANCE); });
    await lanes.close();
  });

  // An MLP is above; a convnet, a transformer, towers that embed, and weights that were trained before.
  test.each(KINDS)("lanes with programs of their own come to what the wasm executor does: %s", async (name) => {
    const [lanes, alone] = [open(backend, 3), new LocalExecutor()];
    const task = { name, size: 1, horizon: 5, batch: 4 } as const;
    const requests = ["adamw", "lion", "muon"].map((rule, index) =>
      ({ index, program: ruleOf(rule), task, seed: 1 + index, decay: 0.1, scale: 0.5 }));
    const found = await Promise.all(requests.map((request) => lanes.submit(request)));
    const known = await Promise.all(requests.map((request) => alone.submit(request)));
    found.forEach((outcome, k) => { expectNear(outcome, known[k] as Outcome, TOLERANCE); });
    await Promise.all([lanes.close(), alone.close()]);
  });

  test("a lane's result is the same to the bit, whatever its neighbours are", async () => {
    const [many, one] = [open(backend, 3), open(backend, 1)];
    const chosen = [REQUESTS[0], REQUESTS[4], REQUESTS[2], REQUESTS[1]] as readonly TrainingRequest[];
    const side = await Promise.all(chosen.map((request) => many.submit(request)));
    const alone = await Promise.all(chosen.map((request) => one.submit(request)));
    expect(side.map(repeatable)).toEqual(alone.map(repeatable));
    await Promise.all([many.close(), one.close()]);
  });

  test("no tensor is left behind", async () => {
    const tf = await loadTfjs(backend);
    const before = tf.memory().numTensors;
    const lanes = open(backend, 2);
    const trained = Promise.all(REQUESTS.slice(0, 3).map((request) => lanes.submit(request)));
    await trained;
    const during = tf.memory().numTensors;
    await Promise.all(REQUESTS.slice(0, 3).map((request) => lanes.submit(request)));
    expect(tf.memory().numTensors).toBe(during);
    await lanes.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
