import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { InputError, SymoptError } from "../../src/errors.js";
import type { Outcome, SubmitOptions, TrainingRequest } from "./executor.js";
import { EXECUTORS, type ExecutorName } from "./executor-name.js";
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
    ...(name.startsWith("wasm") ? {} : { device: { name: `the device of ${name}`, isGpu } }),
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

/** Trains for so many milliseconds. */
function lasting(milliseconds: number): Train {
  return varying(() => milliseconds);
}

/** Trains for as many milliseconds as there are then. */
function varying(milliseconds: () => number): Train {
  return async () => {
    await new Promise((resolve) => { setTimeout(resolve, milliseconds()); });
    return TRAINED;
  };
}

/** How many times an executor was opened. */
function opened(name: ExecutorName): number {
  return events.filter((event) => event === name).length;
}
const never: Train = () => new Promise(() => undefined);

// Time is pretended: it goes on as fast as it can.
beforeAll(() => { vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }); });
afterAll(() => { vi.useRealTimers(); });

/** Lets time go on until a promise is settled. */
async function passing<T>(work: Promise<T>): Promise<T> {
  const settled = new Set<Promise<T>>();
  const end = (): void => { settled.add(work); };
  void work.then(end, end);
  while (!settled.has(work)) await vi.advanceTimersByTimeAsync(100);
  return work;
}

/** What is chosen of executors that behave so; those that are not named are not installed. */
async function choose(trains: Partial<Record<ExecutorName, Train>>, { isGpu = true, patience = 20 } = {}) {
  events.length = 0;
  let found: readonly MeasuredExecutor[] = [];
  const chosen = await passing(fastestExecutor(TASK, {
    patience,
    onMeasured: (executors) => { found = executors; },
    open: (name, options) => {
      const train = trains[name];
      if (train === undefined) return Promise.reject(new InputError("missing", `${name} is not installed.`));
      events.push(name);
      return Promise.resolve(contender(name, options, train, { lanes: name === "webgpu" ? 4 : 1, isGpu }));
    },
  }));
  return { chosen, findings: found.map(({ name, rate, finding }) => [name, rate === undefined ? finding : "measured"]) };
}

describe("the fastest executor", () => {
  test("is measured alone, one after the other, on one seed", async () => {
    const { chosen, findings } = await choose({ webgpu: lasting(20), "tfjs:webgpu": lasting(20), wasm: lasting(20) });
    expect(chosen).toBe("webgpu");
    expect(findings[0]).toEqual(["webgpu", "measured"]);
    expect(findings).toHaveLength(EXECUTORS.length);
    expect(findings).toContainEqual(["tfjs:tensorflow", "tfjs:tensorflow is not installed."]);
    expect(events).toEqual(["wasm", "-wasm", "webgpu", "-webgpu", "tfjs:webgpu", "-tfjs:webgpu"]);
    expect([...seeds]).toEqual([1]);
  });

  test.each<readonly [ExecutorName, number]>([
    ["wasm:fused", 50], ["webgpu", 200], ["tfjs:cpu", 50],
  ])("is %s where it is clearly faster than wasm, on whatever it computes", async (name, milliseconds) => {
    const { chosen } = await choose({ [name]: lasting(milliseconds), wasm: lasting(100) }, { isGpu: name === "webgpu" });
    expect(chosen).toBe(name);
  });

  test("is wasm, which repeats everywhere, where another is about as fast", async () => {
    const { chosen, findings } = await choose({ "wasm:fused": lasting(92), webgpu: lasting(400), wasm: lasting(100) });
    expect(chosen).toBe("wasm");
    expect(findings.slice(0, 3)).toEqual([["wasm", "measured"], ["wasm:fused", "measured"], ["webgpu", "measured"]]);
  });

  test("is wasm, too, where wasm:fused is less than 1.3 times as fast: few machines repeat it", async () => {
    expect((await choose({ "wasm:fused": lasting(82), wasm: lasting(100) })).chosen).toBe("wasm");
    expect((await choose({ "wasm:fused": lasting(73), wasm: lasting(100) })).chosen).toBe("wasm:fused");
    // Another that is fast enough is taken though wasm:fused, which is not, is faster.
    const { chosen, findings } = await choose({ "wasm:fused": lasting(80), webgpu: lasting(340), wasm: lasting(100) });
    expect(chosen).toBe("webgpu");
    expect(findings.slice(0, 3).map(([name]) => name)).toEqual(["webgpu", "wasm:fused", "wasm"]);
  });

  test("is found by turns where several are close: what slows one down for a while does not count", async () => {
    const disturbed = varying(() => (opened("wasm") === 1 ? 170 : 100));
    expect((await choose({ "wasm:fused": lasting(100), wasm: disturbed })).chosen).toBe("wasm");
    let trained = 0;
    // A round to warm up, and two of seven turns, which are three of these each.
    const hindered = varying(() => (opened("wasm") === 2 && trained++ < 7 ? 180 : 100));
    expect((await choose({ "tfjs:cpu": lasting(100), wasm: hindered })).chosen).toBe("wasm");
    expect(trained).toBeGreaterThan(7);
  });

  test("is found by turns, one after another, which begin when all are ready", async () => {
    const order: string[] = [];
    const noting = (name: ExecutorName, milliseconds: number): Train => {
      const train = lasting(milliseconds);
      return (...given) => {
        if (opened("wasm") === 2 && order.at(-1) !== name) order.push(name);
        return train(...given);
      };
    };
    await choose({
      "wasm:fused": noting("wasm:fused", 90), webgpu: noting("webgpu", 1000), "tfjs:cpu": noting("tfjs:cpu", 110),
      wasm: noting("wasm", 100),
    });
    const round = ["wasm", "wasm:fused", "tfjs:cpu"];
    expect(order).toEqual(Array.from({ length: 1 + 7 }, () => round).flat());
    expect(events.slice(-6)).toEqual(["wasm", "wasm:fused", "tfjs:cpu", "-wasm", "-wasm:fused", "-tfjs:cpu"]);
  });

  test("is looked for with one GPU executor open at a time: they share its memory", async () => {
    await choose({ webgpu: lasting(300), "tfjs:webgpu": lasting(80), "tfjs:tensorflow": lasting(90), wasm: lasting(100) });
    expect(events.slice(-4)).toEqual(["wasm", "webgpu", "-wasm", "-webgpu"]);
  });

  test("is none that is lost while it takes turns", async () => {
    const train: Train = (request, options) => {
      if (opened("webgpu") === 2) options.onLost?.(0, "It crashed.");
      return lasting(300)(request, options);
    };
    const { chosen, findings } = await choose({ webgpu: train, wasm: lasting(100) });
    expect(chosen).toBe("wasm");
    expect(findings).toContainEqual(["webgpu", "the device of webgpu: It crashed."]);
    expect(events.slice(-4)).toEqual(["wasm", "webgpu", "-wasm", "-webgpu"]);
  });

  test("is none that works on the processor for much longer than wasm did, whatever patience there is", async () => {
    const { chosen, findings } = await choose({ "tfjs:cpu": never, wasm: lasting(1) }, { isGpu: false, patience: 1000 });
    expect(chosen).toBe("wasm");
    const given = findings.find(([name]) => name === "tfjs:cpu");
    expect(given?.[1]).toMatch(/^the device of tfjs:cpu: not measured within 2 s$/);
    expect(events).toEqual(["wasm", "-wasm", "tfjs:cpu", "-tfjs:cpu"]);
  });

  const refusal = new SymoptError("executor-lost", "It was lost 7 times.");
  test.each<readonly [string, Train, string]>([
    ["loses its process once", (_, { onLost }) => { onLost?.(0, "It crashed."); return never(_, {}); }, "It crashed."],
    ["refuses", () => Promise.reject(refusal), "It was lost 7 times."],
    ["ends in a fault", () => Promise.resolve({ kind: "fault", message: "It is full.", spent: SPENT }), "It is full."],
    ["takes too long", never, "not measured within 1.5 s"],
  ])("is none that %s; it is closed, and the finding says why", async (_, train, finding) => {
    const { chosen, findings } = await choose({ webgpu: train, wasm: lasting(1) }, { patience: 1.5 });
    expect(chosen).toBe("wasm");
    expect(findings).toContainEqual(["webgpu", `the device of webgpu: ${finding}`]);
    expect(events).toEqual(["wasm", "-wasm", "webgpu", "-webgpu"]);
  });

  test("is wasm where nothing can be measured, and the findings say why", async () => {
    const { chosen, findings } = await choose({ wasm: never }, { patience: 0.05 });
    expect(chosen).toBe("wasm");
    expect(findings[0]).toEqual(["wasm", "worker threads: not measured within 0.05 s"]);
  });

  test("is not known where there is a defect, which is thrown, and all is closed", async () => {
    const defect = choose({ wasm: lasting(1), webgpu: () => Promise.reject(new TypeError("undefined")) });
    await expect(defect).rejects.toThrow(TypeError);
    expect(events).toEqual(["wasm", "-wasm", "webgpu", "-webgpu"]);
  });
});
