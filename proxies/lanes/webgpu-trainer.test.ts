import { afterAll, describe, expect, test, vi } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import { adapterForTests } from "../../src/engine/webgpu/device.arbitrary.js";
import type { Outcome, TrainingRequest } from "../executor/executor.js";
import { LocalExecutor } from "../executor/local.js";
import { loadProblem } from "../problem/problem.js";
import { Programs } from "../executor/programs.js";
import type { Size } from "../problem/task.js";
import { TASKS } from "../tasks/index.js";
import { DeviceLost } from "./laned-trainer.js";
import { expectNear } from "./outcome.arbitrary.js";
import { Scheduler } from "./scheduler.js";
import { createWebgpuTrainer } from "./webgpu-trainer.js";

const MINUTES = 60_000;
/** How far losses may be from those of the wasm executor, relative to them. */
const TOLERANCE = 1e-3;
/** Tasks on which matrices are orthogonalized too: a processor that plays a GPU compiles that for seconds a task. */
const ORTHOGONAL = ["glyph-mlp", "language", "fine-tuning"];
const adapter = await adapterForTests();
const scheduler = new Scheduler({ lanes: 4, make: createWebgpuTrainer });
const local = new LocalExecutor();
afterAll(async () => {
  await scheduler.close();
  await local.close();
  if ("device" in adapter) adapter.device.destroy();
});

function textOf(name: string): string {
  return (findRule(name) as { readonly text: string }).text;
}

function requestOf(index: number, changes: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    index, program: textOf("adamw"), task: { name: "glyph-mlp", size: 1, horizon: 20, batch: 8 }, seed: 1, ...changes,
  };
}

/** What an outcome comes to, without what time it took. */
function withoutTime({ spent, ...outcome }: Outcome): unknown {
  return { ...outcome, steps: spent.steps };
}

function train(requests: readonly TrainingRequest[]): Promise<readonly Outcome[]> {
  return Promise.all(requests.map((request) => scheduler.submit(request)));
}

describe.skipIf("missing" in adapter)("training on a GPU", () => {
  test.each(TASKS.map(({ name }) => name))("comes on task %s to what the wasm executor comes to", async (name) => {
    const task = { name, size: 1 as Size, horizon: 8, batch: 4 };
    const rules = ["adamw", "lion", "nesterov", ...(ORTHOGONAL.includes(name) ? ["muon"] : [])];
    const requests = rules.map((rule, index) =>
      requestOf(index, { program: textOf(rule), task, seed: 1 + index, decay: 0.1, scale: 0.5 }));
    const outcomes = await train(requests);
    for (const [k, request] of requests.entries()) {
      expectNear(outcomes[k] as Outcome, await local.submit(request), TOLERANCE);
    }
  }, 5 * MINUTES);

  test("does not depend on what else is trained, nor on its lane", async () => {
    const rules = ["lion", "adamw", "muon", "sgd", "nadamw", "rmsprop", "adagrad"].filter((name) => findRule(name));
    const requests = rules.map((rule, index) =>
      requestOf(index, { program: textOf(rule), seed: 1 + (index % 2), scale: 0.7 }));
    const together = await train(requests);
    for (const [k, request] of requests.toReversed().entries()) {
      const alone = await scheduler.submit(request);
      expect(withoutTime(alone)).toEqual(withoutTime(together[requests.length - 1 - k] as Outcome));
    }
  }, 5 * MINUTES);

  test("does not depend on what its lane was left with by a training that blew up", async () => {
    const blown = "def blown(w, g, m, n, lr):\n  m = (g + m) * 1e30\n  n = (norm(g) + n) * 1e30\n  return m * n, m, n\n";
    const fresh = new Scheduler({ lanes: 4, make: createWebgpuTrainer });
    const requests = ["adamw", "lion", "muon", "adafactor"].map((rule, index) =>
      requestOf(index, { program: textOf(rule) }));
    const expected = await Promise.all(requests.map((request) => fresh.submit(request)));
    await fresh.close();
    const left = await train(requests.map((request) => ({ ...request, program: blown })));
    expect(left.map(({ kind }) => kind)).toEqual(requests.map(() => "failed"));
    expect((await train(requests)).map(withoutTime)).toEqual(expected.map(withoutTime));
  }, 5 * MINUTES);

  test("rejects what is in the lanes of a device that is lost, and ends in good order", async () => {
    const trainer = await createWebgpuTrainer(await loadProblem(requestOf(0).task), { lanes: 2 });
    const { rule } = new Programs(1).get(requestOf(0));
    trainer.begin(0, { rule, seed: 1 });
    const advanced = trainer.advance(20);
    trainer.close();
    await expect(advanced).rejects.toThrow(DeviceLost);
    await expect(trainer.evaluate([0])).rejects.toThrow(DeviceLost);
  }, MINUTES);

  test("sends steps while the device makes those before them", async () => {
    const trainer = await createWebgpuTrainer(await loadProblem(requestOf(0).task), { lanes: 1 });
    const { rule } = new Programs(1).get(requestOf(0));
    trainer.begin(0, { rule, seed: 1 });
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own buffer below
    const { mapAsync } = GPUBuffer.prototype;
    let unread = 0;
    let most = 0;
    const spy = vi.spyOn(GPUBuffer.prototype, "mapAsync").mockImplementation(async function map(this: GPUBuffer, mode) {
      most = Math.max(most, ++unread);
      await mapAsync.call(this, mode);
      unread--;
    });
    await trainer.advance(20);
    spy.mockRestore();
    trainer.close();
    expect(most).toBe(2);
  }, MINUTES);

  test("has as many lanes as the limits of the GPU allow, and comes to the same in them", async () => {
    const room: number[] = [];
    const limited = new Scheduler({
      lanes: 64,
      make: async (problem, options) => {
        const bytes = 1 << 24;
        const limits = { maxBufferSize: bytes, maxStorageBufferBindingSize: bytes };
        const trainer = await createWebgpuTrainer(problem, { ...options, limits });
        room.push(trainer.lanes);
        expect(trainer.shortage).toMatch(/^lanes take \d+ bytes each of a buffer, where \d+ fit\.$/);
        return trainer;
      },
    });
    const requests = Array.from({ length: 6 }, (_, index) => requestOf(index, { scale: 1 + index }));
    const found = await Promise.all(requests.map((request) => limited.submit(request)));
    await limited.close();
    expect(room).toHaveLength(1);
    expect(room[0]).toBeGreaterThan(1);
    expect(room[0]).toBeLessThan(32);
    expect(found.map(withoutTime)).toEqual((await train(requests)).map(withoutTime));
  }, MINUTES);

  test("stops at hurdles, fails where it blows up, and goes on with what is left", async () => {
    const requests = [
      requestOf(0, { hurdles: [{ step: 5, loss: 0.001 }] }),
      requestOf(1, { program: textOf("sgd"), scale: 1e30 }),
      requestOf(2, { hurdles: [{ step: 5, loss: Infinity }, { step: 10, loss: Infinity }] }),
      requestOf(3),
    ];
    const outcomes = await train(requests);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["stopped", "failed", "trained", "trained"]);
    expect(outcomes[2]).toMatchObject({ hurdles: [expect.any(Number), expect.any(Number)] });
    expect(outcomes.map(({ spent }) => spent.steps)[0]).toBe(5);
  }, MINUTES);

  test("of a program that no lane can hold fails alone, and says what there is too much of", async () => {
    const chain = Array.from({ length: 80 }, () => "  update = update / norm(update)\n").join("");
    const program = `def chain(w, g, lr):\n  update = g * lr\n${chain}  return update\n`;
    const outcomes = await train([requestOf(0, { program }), requestOf(1)]);
    expect(outcomes).toMatchObject([
      { kind: "failed", reason: "no-room", message: expect.stringMatching(/passes/) as string, spent: { steps: 0 } },
      { kind: "trained" },
    ]);
  }, MINUTES);
});
