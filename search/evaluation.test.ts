import { describe, expect, test, vi } from "vitest";
import { check } from "../dsl/check.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../proxies/executor/executor.js";
import { LocalExecutor } from "../proxies/executor/local.js";
import { findTask } from "../proxies/tasks/index.js";
import { ContractError, InputError } from "../src/errors.js";
import { type EvaluationOptions, evaluate, evaluationTrainings } from "./evaluation.js";
import { ReferenceCache } from "./reference/cache.js";
import { EFFORTS } from "./reference/effort.js";
import { fingerprintOf } from "./reference/fingerprint.js";
import { referenceOf } from "./reference/reference.arbitrary.js";
import { CHECK_SEEDS, MOST_SEEDS, TUNING_SEEDS } from "./seeds.js";

const TASK = { name: "language", size: 1, horizon: 100, batch: 4 } as const;

function programs(...names: readonly string[]): EvaluationOptions["programs"] {
  return names.map((name) => ({ name, program: check(parse(findRule(name)?.text ?? "", name)) }));
}

/** Which rule a request trains. */
function ruleOf({ program }: TrainingRequest): string {
  return /def (\w+)/.exec(program)?.[1] ?? "";
}

/** An executor that knows how every training ends, and answers in a shuffled order. */
class KnownExecutor implements Executor {
  readonly lanes = 2;
  readonly requests: TrainingRequest[] = [];
  readonly #outcomeOf: (request: TrainingRequest) => Outcome;

  constructor(outcomeOf: (request: TrainingRequest) => Outcome) {
    this.#outcomeOf = outcomeOf;
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    this.requests.push(request);
    for (let turns = (request.index * 7) % 5; turns > 0; turns--) await Promise.resolve();
    signal?.throwIfAborted();
    return this.#outcomeOf(request);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function spent(steps: number = TASK.horizon, seconds = 0.1): Outcome["spent"] {
  return { steps, seconds, attempts: 1 };
}

function trained(loss: number, seconds = 0.1): Outcome {
  const curve = Float32Array.from({ length: TASK.horizon }, (_, k) => loss + 100 - k);
  return {
    kind: "trained", loss, metrics: { accuracy: 1 / loss }, curve, hurdles: [],
    ratios: [4, 3, 2, 1].map((ratio) => ratio * loss), spent: spent(100, seconds),
  };
}

const FAILED: Outcome = {
  kind: "failed", reason: "blown-up", curve: Float32Array.of(1, 2, 300), hurdles: [], ratios: [], spent: spent(3),
};

describe("an evaluation", () => {
  test("trains every program with every seed and ranks them by their mean loss", async () => {
    const executor = new KnownExecutor((request) =>
      ruleOf(request) === "lion" ? trained(request.seed, 0.1 * request.seed) : trained(2 * request.seed),
    );
    const result = await evaluate(executor, { programs: programs("sgd", "lion"), task: TASK, seeds: 3 });
    expect(result.map(({ name }) => name)).toEqual(["lion", "sgd"]);
    expect(result[0]).toMatchObject({
      setting: { scale: 1, decay: 0 }, tuning: null, loss: { mean: 2 },
      metrics: { accuracy: { mean: (1 + 1 / 2 + 1 / 3) / 3 } }, millisecondsPerStep: 1,
      trainings: [1, 2, 3].map((seed) => ({ seed, kind: "trained", loss: seed, steps: 100 })),
    });
    expect(result[0]?.loss?.error).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(executor.requests.map(({ seed }) => seed)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(new Set(executor.requests.map(({ index }) => index)).size).toBe(6);
  });

  test("has a learning curve in forty parts, of fewer steps in as many as there are", async () => {
    const executor = new KnownExecutor(({ seed }) => trained(seed));
    const [long] = await evaluate(executor, { programs: programs("sgd"), task: TASK, seeds: 2 });
    expect(long?.curve).toHaveLength(40);
    // The first part is steps 1 and 2, the mean loss of the seeds 1.5.
    expect(long?.curve?.[0]).toBeCloseTo(1.5 + 99.5, 5);
    const short = new LocalExecutor();
    const [five] = await evaluate(short, { programs: programs("sgd"), task: { ...TASK, horizon: 5 }, seeds: 1 });
    expect(five?.curve).toHaveLength(5);
    expect(five?.loss?.error).toBe(null);
  });

  test("has the mean update-to-weight ratios of its seeds at their steps", async () => {
    const executor = new KnownExecutor(({ seed }) => trained(seed));
    const [result] = await evaluate(executor, { programs: programs("sgd"), task: TASK, seeds: 3 });
    expect(result?.updateToWeight).toEqual([
      { step: 13, ratio: 8 }, { step: 38, ratio: 6 }, { step: 63, ratio: 4 }, { step: 88, ratio: 2 },
    ]);
    const [short] = await evaluate(new LocalExecutor(), {
      programs: programs("sgd"), task: { ...TASK, horizon: 2 }, seeds: 2,
    });
    expect(short?.updateToWeight?.map(({ step }) => step)).toEqual([1]);
    expect(short?.updateToWeight?.[0]?.ratio).toBeGreaterThan(0);
  });

  test("trains and tunes under the schedule that is asked for, and scores only under the reference's", async () => {
    const { horizon, batch } = findTask("language")?.sizes[1] ?? TASK;
    const options = { programs: programs("sgd"), task: { ...TASK, horizon, batch }, seeds: 2, trials: 2 };
    const known = new KnownExecutor(() => trained(3));
    const [usual] = await evaluate(known, options);
    expect(usual?.score).not.toBe(null);
    const executor = new KnownExecutor(() => trained(3));
    const [other] = await evaluate(executor, { ...options, schedule: "linear" });
    expect(other).toMatchObject({ score: null, loss: { mean: 3 } });
    expect(new Set(known.requests.map(({ schedule }) => schedule))).toEqual(new Set(["cosine"]));
    expect(new Set(executor.requests.map(({ schedule }) => schedule))).toEqual(new Set(["linear"]));
  });

  test("scores a task by the reference that a search has measured here, where symopt brings none", async () => {
    const executor = new KnownExecutor(() => trained(0.7));
    const options = { programs: programs("sgd"), task: TASK, seeds: 2 };
    const [before] = await evaluate(executor, options);
    expect(before?.score).toBe(null);
    const kept = { ...referenceOf(TASK), fingerprint: await fingerprintOf(TASK), effort: EFFORTS[1] };
    new ReferenceCache().put(kept);
    const [after] = await evaluate(executor, options);
    expect(after?.score?.mean).toBeCloseTo(1.5, 1);
    const [other] = await evaluate(executor, { ...options, split: "test" });
    expect(other?.score).toBe(null);
  });

  test("gives what failed on one seed no score, and ranks it last", async () => {
    const executor = new KnownExecutor((request) =>
      ruleOf(request) === "sgd" && request.seed === 2 ? FAILED : trained(ruleOf(request) === "sgd" ? 0.1 : 9),
    );
    const result = await evaluate(executor, { programs: programs("sgd", "lion"), task: TASK, seeds: 4 });
    expect(result.map(({ name }) => name)).toEqual(["lion", "sgd"]);
    expect(result[1]).toMatchObject({
      loss: null, metrics: null, curve: null, updateToWeight: null,
      lossReason: "its loss rose a hundredfold on 1 of 4 seeds, after 3 steps",
    });
    expect(result[1]?.trainings[1]).toEqual({ seed: 2, kind: "failed", loss: null, reason: "blown-up", steps: 3 });
  });

  test("names every cause of failure", async () => {
    const outcomes: readonly Outcome[] = [
      FAILED,
      { kind: "fault", message: "It exited.", spent: { ...spent(), attempts: 2 } },
      { kind: "failed", reason: "too-costly", spent: spent(0) },
      { ...FAILED, reason: "not-finite", spent: spent(9) },
      { ...FAILED, spent: spent(2) },
      { kind: "failed", reason: "no-room", message: "It needs 9 states (8).", spent: spent(0) },
    ];
    const executor = new KnownExecutor(({ seed }) => outcomes[seed - 1] as Outcome);
    const [result] = await evaluate(executor, { programs: programs("sgd"), task: TASK, seeds: 6 });
    expect(result?.lossReason).toBe(
      "its loss rose a hundredfold on 2 of 6 seeds, after at least 2 steps; " +
        "it was given up after 2 attempts (It exited.) on 1 of 6 seeds; " +
        "it costs more than may be trained on 1 of 6 seeds, after 0 steps; " +
        "a loss or a weight became NaN or infinite on 1 of 6 seeds, after 9 steps; " +
        "no lane of this executor can hold it, `--executor wasm` can (It needs 9 states (8).) on 1 of 6 seeds, after 0 steps",
    );
  });

  test("measures decay in the program's own update size", async () => {
    const executor = new KnownExecutor(() => trained(1));
    const options = { programs: programs("adamw-paper", "lion"), task: TASK, seeds: 1, scale: 3, decay: 0.5 };
    const [paper, lion] = await evaluate(executor, options);
    expect(paper?.setting).toEqual({ scale: 3, decay: 0.5, hyperparameters: {}, referenceSize: 1 });
    expect(executor.requests[0]).toMatchObject({ scale: 3, decay: 0.5 });
    const size = lion?.setting.referenceSize as number;
    expect(size).toBeLessThan(0.1);
    expect(executor.requests[1]).toMatchObject({ scale: 3, decay: 0.5 * size });
  });

  test("tunes each program by the same number of trials, on seeds that it never scores", async () => {
    const executor = new KnownExecutor((request) => {
      const best = ruleOf(request) === "lion" ? 2 : -2;
      return trained(1 + Math.abs(Math.log2(request.scale ?? 1) - best) + (request.decay ?? 0));
    });
    const progress = vi.fn();
    const options = { programs: programs("sgd", "lion"), task: TASK, seeds: 2, trials: 32, onProgress: progress };
    const result = await evaluate(executor, options);
    for (const { name, setting, tuning } of result) {
      expect(Math.abs(Math.log2(setting.scale) - (name === "lion" ? 2 : -2))).toBeLessThan(0.5);
      expect(tuning).toMatchObject({ failed: 0, edges: [] });
      const of = executor.requests.filter((request) => ruleOf(request) === name);
      const tuning32 = of.filter(({ seed }) => TUNING_SEEDS.includes(seed));
      expect(tuning32).toHaveLength(32 * TUNING_SEEDS.length);
      expect(of.filter(({ seed }) => !TUNING_SEEDS.includes(seed)).map(({ seed, scale }) => [seed, scale])).toEqual(
        [...CHECK_SEEDS, 1, 2].map((seed) => [seed, setting.scale]),
      );
    }
    const total = evaluationTrainings(2, { seeds: 2, trials: 32 });
    expect(progress).toHaveBeenCalledTimes(total);
    expect(progress).toHaveBeenLastCalledWith(total, total);
    expect(Math.min(...TUNING_SEEDS)).toBeGreaterThan(MOST_SEEDS);
  });

  test("scores on the split that is asked for, and tunes on validation data all the same", async () => {
    const executor = new KnownExecutor(() => trained(1));
    await evaluate(executor, { programs: programs("sgd"), task: TASK, seeds: 2, trials: 4, split: "test" });
    for (const { seed, split } of executor.requests) {
      expect(split).toBe(seed > MOST_SEEDS ? "validation" : "test");
    }
  });

  test("scores no setting that blows up on a seed of the check, and counts no more trainings than it said", async () => {
    const executor = new KnownExecutor(({ scale = 1, seed }) =>
      scale > 1 && CHECK_SEEDS.includes(seed) ? FAILED : trained(1 / scale),
    );
    const progress = vi.fn();
    const options = { programs: programs("sgd"), task: TASK, seeds: 1, trials: 16, onProgress: progress };
    const [result] = await evaluate(executor, options);
    expect(result?.tuning?.failed).toBe(0);
    expect(result?.setting.scale).toBeLessThanOrEqual(1);
    const total = evaluationTrainings(1, { seeds: 1, trials: 16 });
    expect(executor.requests.length).toBeGreaterThan(total);
    expect(progress).toHaveBeenLastCalledWith(total, total);
  });

  test("counts trials that failed on any seed as failed", async () => {
    const executor = new KnownExecutor(({ scale = 1, seed }) =>
      scale > 1 && seed !== TUNING_SEEDS[0] ? FAILED : trained(1 / scale),
    );
    const [result] = await evaluate(executor, { programs: programs("sgd"), task: TASK, seeds: 1, trials: 16 });
    expect(result?.tuning?.failed).toBeGreaterThan(0);
    expect(result?.setting.scale).toBeLessThanOrEqual(1);
    expect(result?.loss).not.toBe(null);
  });

  test("ends where a training is refused, and takes the others back", async () => {
    const refusal = new InputError("unknown-task", "There is no such task.");
    const executor = new KnownExecutor(({ index }) => {
      if (index === 1) throw refusal;
      return trained(1);
    });
    const evaluating = evaluate(executor, { programs: programs("sgd", "lion"), task: TASK, seeds: 4 });
    await expect(evaluating).rejects.toBe(refusal);
  });

  test("ends where it is taken back", async () => {
    const controller = new AbortController();
    const executor = new KnownExecutor(() => trained(1));
    const options = {
      programs: programs("sgd"), task: TASK, seeds: 1, trials: 64, signal: controller.signal,
      onProgress: () => { controller.abort(new Error("enough")); },
    };
    await expect(evaluate(executor, options)).rejects.toThrow("enough");
    expect(executor.requests.length).toBeLessThan(64);
  });

  test.each([0, 1.5, MOST_SEEDS + 1])("refuses %d seeds", async (seeds) => {
    const evaluating = evaluate(new KnownExecutor(() => trained(1)), { programs: [], task: TASK, seeds });
    await expect(evaluating).rejects.toThrow(ContractError);
  });

  test("is the same every time, but for times", async () => {
    const once = async (): Promise<string> => {
      const options = { programs: programs("sgd", "lion"), task: { ...TASK, horizon: 20 }, seeds: 2, trials: 2 };
      const result = await evaluate(new LocalExecutor(), options);
      return JSON.stringify(result.map(({ millisecondsPerStep: _, ...rest }) => rest));
    };
    expect(await once()).toBe(await once());
  });
});
