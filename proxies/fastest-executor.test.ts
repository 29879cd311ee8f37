import { describe, expect, test } from "vitest";
import { InputError, SymoptError } from "../src/errors.js";
import type { Outcome, SubmitOptions, TrainingRequest } from "./executor.js";
import type { ExecutorName } from "./executor-name.js";
import { type Contender, type MeasuredExecutor, fastestExecutor } from "./fastest-executor.js";
import type { OpenExecutorOptions } from "./open-executor.js";

const TASK = { name: "glyph-mlp", size: 1, horizon: 200, batch: 8 } as const;
const SPENT = { steps: 100, seconds: 1, attempts: 1 };
const TRAINED: Outcome = { kind: "trained", loss: 1, metrics: {}, curve: new Float32Array(), hurdles: [], ratios: [], spent: SPENT };

type Train = (request: TrainingRequest, options: OpenExecutorOptions) => Promise<Outcome>;

/** What opened executors do, in order: names when they are opened, and again, after a minus, when they are closed. */
const events: string[] = [];
const seeds = new Set<number>();

/** An executor that trains so and so. */
function contender(
  name: ExecutorName, options: OpenExecutorOptions, train: Train, { lanes = 1, isGpu = true } = {},
): Contender {
  return {
    lanes,
    ...(name === "wasm" ? {} : { device: { name: `the device of ${name}`, isGpu } }),
    submit: (request: TrainingRequest, { signal }: SubmitOptions = {}) => {
      seeds.add(request.seed);
      return new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => { reject(signal.reason as Error); });
        void train(request, options).then(resolve, reject);
      });
    },
    close: () => {
      events.push(`-${name}`);
      return Promise.resolve();
    },
  };
}

const quick: Train = async () => {
  await new Promise((resolve) => { setTimeout(resolve, 1); });
  return TRAINED;
};
const never: Train = () => new Promise(() => undefined);

/** What is chosen of executors that behave so; those that are not named are not installed. */
async function choose(trains: Partial<Record<ExecutorName, Train>>, { isGpu = true, patience = 20 } = {}) {
  events.length = 0;
  let found: readonly MeasuredExecutor[] = [];
  const chosen = await fastestExecutor(TASK, {
    patience,
    onMeasured: (executors) => { found = executors; },
    open: (name, options) => {
      const train = trains[name];
      if (train === undefined) return Promise.reject(new InputError("missing", `${name} is not installed.`));
      events.push(name);
      return Promise.resolve(contender(name, options, train, { lanes: name === "webgpu" ? 4 : 1, isGpu }));
    },
  });
  return { chosen, findings: found.map(({ name, rate, finding }) => [name, rate === undefined ? finding : "measured"]) };
}

describe("the fastest executor", () => {
  test("is measured alone, one after the other, on one seed", async () => {
    const { chosen, findings } = await choose({ webgpu: quick, "tfjs:webgpu": quick, wasm: quick });
    expect(chosen).toBe("webgpu");
    expect(findings[0]).toEqual(["webgpu", "measured"]);
    expect(findings.slice(1)).toContainEqual(["tfjs:tensorflow", "tfjs:tensorflow is not installed."]);
    expect(events).toEqual(["webgpu", "-webgpu", "tfjs:webgpu", "-tfjs:webgpu", "wasm", "-wasm"]);
    expect([...seeds]).toEqual([1]);
  });

  test("is wasm, and nothing is measured, where a processor plays the GPU", async () => {
    const { chosen, findings } = await choose({ webgpu: never, wasm: never }, { isGpu: false });
    expect(chosen).toBe("wasm");
    expect(findings[0]).toEqual(["wasm", "worker threads"]);
    expect(findings).toContainEqual(["webgpu", "no GPU: the device of webgpu"]);
    expect(events).toEqual(["webgpu", "-webgpu"]);
  });

  const refusal = new SymoptError("executor-lost", "It was lost 7 times.");
  test.each<readonly [string, Train, string]>([
    ["loses its process once", (_, { onLost }) => { onLost?.(0, "It crashed."); return never(_, {}); }, "It crashed."],
    ["refuses", () => Promise.reject(refusal), "It was lost 7 times."],
    ["ends in a fault", () => Promise.resolve({ kind: "fault", message: "It is full.", spent: SPENT }), "It is full."],
    ["takes too long", never, "It was not measured within 0.05 s."],
  ])("is none that %s; it is closed, and the finding says why", async (_, train, finding) => {
    const { chosen, findings } = await choose({ webgpu: train, wasm: quick }, { patience: 0.05 });
    expect(chosen).toBe("wasm");
    expect(findings).toContainEqual(["webgpu", finding]);
    expect(events).toEqual(["webgpu", "-webgpu"]);
  });

  test("is not known where there is a defect, which is thrown, and all is closed", async () => {
    await expect(choose({ webgpu: () => Promise.reject(new TypeError("undefined")) })).rejects.toThrow(TypeError);
    expect(events).toEqual(["webgpu", "-webgpu"]);
  });
});
