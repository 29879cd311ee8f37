import { afterAll, describe, expect, test } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import { adapterForTests } from "../../src/engine/webgpu/device.arbitrary.js";
import type { Outcome, TrainingRequest } from "../executor.js";
import { LocalExecutor } from "../local.js";
import type { Size } from "../task.js";
import { Scheduler } from "./scheduler.js";
import { createWebgpuTrainer } from "./webgpu-trainer.js";

const MINUTES = 60_000;
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
  // Of every task, the gradients of a batch are tested with the kernels of the graph.
  test.each(["glyph-mlp", "language", "fine-tuning"])("comes on task %s to what the wasm executor comes to", async (name) => {
    const task = { name, size: 1 as Size, horizon: 12, batch: 8 };
    const rules = ["adamw", "lion", "nesterov", "muon"];
    const requests = rules.map((rule, index) =>
      requestOf(index, { program: textOf(rule), task, decay: 0.1, scale: 0.5 }));
    const outcomes = await train(requests);
    for (const [k, request] of requests.entries()) {
      const expected = await local.submit(request);
      const found = outcomes[k] as Outcome;
      expect(found.kind).toBe("trained");
      if (found.kind !== "trained" || expected.kind !== "trained") continue;
      const error = Math.abs(found.loss / expected.loss - 1);
      expect(error, `${rules[k] ?? ""}: ${found.loss}, not ${expected.loss}`).toBeLessThan(1e-3);
      found.ratios.forEach((ratio, q) => { expect(ratio / (expected.ratios[q] as number)).toBeCloseTo(1, 2); });
      found.curve.forEach((loss, q) => { expect(loss / (expected.curve[q] as number)).toBeCloseTo(1, 2); });
      for (const [metric, value] of Object.entries(expected.metrics)) {
        expect(found.metrics[metric]).toBeCloseTo(value, 1);
      }
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
