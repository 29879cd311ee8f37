import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import { BUILT_IN } from "./built-in/index.js";
import { ReferenceCache } from "./cache.js";
import { type FindReferenceOptions, builtInReference, findReference, smallerReference } from "./find.js";
import type { Effort, Reference, TunedLoss } from "./reference.js";

/** At a horizon that no built-in reference has. */
const PROBLEM: ProblemReference = { name: "noisy-labels", size: 1, horizon: 21, batch: 8 };
const EFFORT: Effort = { trials: 2, tuningSeeds: 1, seeds: 2, horizons: [1 / 2, 1, 2] };
/** Trainings of one measurement. */
const TRAININGS = (3 + 4) * (2 + 2);

/** An executor whose losses fall with the horizon. */
class KnownExecutor implements Executor {
  readonly lanes = 1;
  trainings = 0;

  submit({ task: { horizon }, seed }: TrainingRequest): Promise<Outcome> {
    this.trainings++;
    return Promise.resolve({
      kind: "trained", loss: 1 + 1 / horizon + seed / 1e4, metrics: {}, curve: new Float32Array(horizon), hurdles: [],
      ratios: [], spent: { steps: horizon, seconds: 0, attempts: 1 },
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A reference that nothing was trained for. */
function made({ name, size, horizon, batch }: ProblemReference): Reference {
  const setting = { scale: 1, decay: 0, hyperparameters: {} };
  const at: TunedLoss = { horizon, setting, loss: 1, deviation: 0.1, edges: [] };
  const bar = Object.fromEntries(BAR_RULES.map((rule) => [rule, at])) as Record<BarRule, TunedLoss>;
  return { task: name, size, horizon, batch, fingerprint: "made", effort: EFFORT, curve: [at, at], bar };
}

let folder: string;
let executor: KnownExecutor;
let options: FindReferenceOptions & { readonly cache: ReferenceCache };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-references-"));
  executor = new KnownExecutor();
  options = { effort: EFFORT, cache: new ReferenceCache(folder) };
});

afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe("a reference that is asked for", () => {
  test("is measured once, then kept", async () => {
    const onMeasure = vi.fn();
    const first = await findReference(executor, PROBLEM, { ...options, onMeasure });
    expect(executor.trainings).toBe(TRAININGS);
    const again = await findReference(executor, PROBLEM, { ...options, cache: new ReferenceCache(folder), onMeasure });
    expect(again).toEqual(first);
    expect(executor.trainings).toBe(TRAININGS);
    expect(onMeasure.mock.calls).toEqual([[PROBLEM]]);
  });

  test("that an approximate executor has measured is not kept for others", async () => {
    const approximate = Object.assign(new KnownExecutor(), { isApproximate: true });
    await findReference(approximate, PROBLEM, options);
    await findReference(executor, PROBLEM, options);
    await findReference(approximate, PROBLEM, options);
    expect([approximate.trainings, executor.trainings]).toEqual([TRAININGS, TRAININGS]);
  });

  test("is measured for every problem of its own", async () => {
    await findReference(executor, PROBLEM, options);
    await findReference(executor, { ...PROBLEM, horizon: 22 }, options);
    await findReference(executor, { ...PROBLEM, batch: 16 }, options);
    expect(executor.trainings).toBe(3 * TRAININGS);
  });

  test("is measured anew with another effort: a quick one does not stand for a thorough one", async () => {
    const quick = await findReference(executor, PROBLEM, options);
    const more = { ...EFFORT, seeds: 3 };
    const thorough = await findReference(executor, PROBLEM, { ...options, effort: more });
    expect(quick.effort).toEqual(EFFORT);
    expect(thorough.effort).toEqual(more);
  });

  test("is measured where the cache is of no use", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { horizon } = await findReference(executor, PROBLEM, { ...options, cache: new ReferenceCache(file) });
    expect(horizon).toBe(21);
  });

  /** A measurement that is stopped after so many trainings, and what is left of it in the cache. */
  async function stoppedAfter(trainings: number, executor: Executor = new KnownExecutor()): Promise<readonly string[]> {
    const stop = new AbortController();
    let done = 0;
    const stopping: Executor = {
      lanes: 1, isApproximate: executor.isApproximate === true, close: () => Promise.resolve(),
      submit: async (request, { signal } = {}) => {
        signal?.throwIfAborted();
        const outcome = await executor.submit(request);
        if (++done === trainings) stop.abort(new Error("stopped"));
        return outcome;
      },
    };
    await expect(findReference(stopping, PROBLEM, { ...options, signal: stop.signal })).rejects.toThrow("stopped");
    return readdirSync(folder);
  }

  test("goes on where it was stopped: nothing trains twice, it comes to the same, and nothing else is left", async () => {
    const whole = await findReference(executor, PROBLEM, { ...options, cache: new ReferenceCache(join(folder, "whole")) });
    rmSync(join(folder, "whole"), { recursive: true });
    const [first, second, rest] = [new KnownExecutor(), new KnownExecutor(), new KnownExecutor()];
    expect(await stoppedAfter(3, first)).toEqual([expect.stringMatching(/\.trainings\.jsonl$/)]);
    expect(await stoppedAfter(1, second)).toHaveLength(1);
    const progress = vi.fn();
    expect(await findReference(rest, PROBLEM, { ...options, onProgress: progress })).toEqual(whole);
    for (const part of [first, second, rest]) expect(part.trainings).toBeGreaterThan(0);
    expect(first.trainings + second.trainings + rest.trainings).toBe(TRAININGS);
    expect(progress).toHaveBeenCalledTimes(TRAININGS);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.json$/)]);
  });

  test("that an approximate executor measures leaves no training for others", async () => {
    expect(await stoppedAfter(10, Object.assign(new KnownExecutor(), { isApproximate: true }))).toEqual([]);
  });

  test("is neither measured nor kept where a training is refused", async () => {
    const refusing: Executor = { lanes: 1, submit: () => Promise.reject(new Error("no")), close: () => Promise.resolve() };
    await expect(findReference(refusing, PROBLEM, options)).rejects.toThrow("no");
    await findReference(executor, PROBLEM, options);
    expect(executor.trainings).toBe(TRAININGS);
  });
});

describe("a built-in reference", () => {
  // Beside what is built in today, one that is known.
  const own = made(PROBLEM);

  beforeEach(() => { (BUILT_IN as Reference[]).push(own); });

  afterEach(() => { (BUILT_IN as Reference[]).pop(); });

  test("comes before one that is kept, and takes no training", async () => {
    options.cache.put({ ...own, fingerprint: "kept" });
    expect(await findReference(executor, PROBLEM, options)).toBe(own);
    expect(executor.trainings).toBe(0);
  });

  test("is of one task, size, horizon and batch size", () => {
    expect(builtInReference(PROBLEM)).toBe(own);
    const others: readonly Partial<ProblemReference>[] = [{ name: "teacher" }, { size: 10 }, { horizon: 23 }, { batch: 9 }];
    for (const other of others) expect(builtInReference({ ...PROBLEM, ...other })).toBeUndefined();
  });

  test("is not that of a user's task of the same name, or of the task on a user's data", () => {
    expect(builtInReference({ ...PROBLEM, module: "tasks.js" })).toBeUndefined();
    expect(builtInReference({ ...PROBLEM, data: "data.csv" })).toBeUndefined();
  });
});

describe("the reference that a larger size begins from", () => {
  const at = (size: Reference["size"], horizon: number): Reference =>
    ({ ...(BUILT_IN[0] as Reference), task: "teacher", size, horizon });
  const known = [at(1, 800), at(1, 200), at(10, 500), { ...at(10, 400), task: "other" }];

  test("is that of the next smaller size, at its own horizon, not its peer's", () => {
    expect(smallerReference({ ...PROBLEM, name: "teacher", size: 10 }, known)).toBe(known[1]);
    expect(smallerReference({ ...PROBLEM, name: "teacher", size: 100 }, known)).toBe(known[2]);
  });

  test("is none of the smallest size, of a user's task, on real data", () => {
    expect(smallerReference({ ...PROBLEM, name: "teacher", size: 1 }, known)).toBe(undefined);
    expect(smallerReference({ ...PROBLEM, name: "teacher", size: 10, module: "own.js" }, known)).toBe(undefined);
    expect(smallerReference({ ...PROBLEM, name: "teacher", size: 10, data: "file" }, known)).toBe(undefined);
  });
});
