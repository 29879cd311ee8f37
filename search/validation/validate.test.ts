import { describe, expect, test } from "vitest";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { TUNING_SEEDS } from "../seeds.js";
import { validationSubjects } from "./subjects.js";
import { validateTask } from "./validate.js";

const PROXY = { name: "teacher", size: 1, horizon: 10, batch: 4 } as const;
const LARGER = { ...PROXY, size: 10, horizon: 20 } as const;
const EFFORTS = {
  proxy: { trials: 3, tuningSeeds: 2, seeds: 4 }, larger: { trials: 2, tuningSeeds: 1, seeds: 2 },
} as const;

/** An executor whose losses follow from the request. */
function executorOf(lossOf: (request: TrainingRequest) => number): Executor & { readonly requests: TrainingRequest[] } {
  const requests: TrainingRequest[] = [];
  return {
    lanes: 1,
    requests,
    submit: async (request): Promise<Outcome> => {
      requests.push(request);
      const loss = lossOf(request);
      const spent = { steps: 1, seconds: 0, attempts: 1 };
      const trace = { curve: new Float32Array(), hurdles: [], ratios: [], spent };
      await Promise.resolve();
      return loss < Infinity
        ? { kind: "trained", loss, metrics: {}, ...trace }
        : { kind: "failed", reason: "blown-up", ...trace };
    },
    close: () => Promise.resolve(),
  };
}

/** A loss for each program, whatever the size of the task: the order of programs by their text's length. */
function byLength({ program, seed }: TrainingRequest): number {
  return 1 + program.length / 1000 + 1e-6 * seed;
}

describe("a validation", () => {
  test("finds a task that ranks rules as its larger form does", async () => {
    const executor = executorOf(byLength);
    const validation = await validateTask(executor, PROXY, LARGER, { rules: 14, efforts: EFFORTS });
    expect(validation.correlation?.value).toBeCloseTo(1, 12);
    expect(validation.rules).toHaveLength(14);
    expect(validation.failed).toEqual([]);
    expect(validation.proxy).toEqual({ size: 1, horizon: 10, batch: 4, trials: 3, tuningSeeds: 2, seeds: 4 });
    expect(executor.requests).toHaveLength(14 * (3 * 2 + 4 + 2 * 1 + 2));
  });

  test("finds one that ranks them the other way round", async () => {
    const executor = executorOf((request) => (request.task.size === 1 ? byLength(request) : 9 - byLength(request)));
    const { correlation } = await validateTask(executor, PROXY, LARGER, { rules: 14, efforts: EFFORTS });
    expect(correlation?.value).toBeCloseTo(-1, 12);
  });

  test("leaves out what fails at either size, and names it", async () => {
    const executor = executorOf((request) =>
      request.task.size === 10 && request.program.includes("def lion") ? Infinity : byLength(request));
    const validation = await validateTask(executor, PROXY, LARGER, { rules: 12, efforts: EFFORTS });
    expect(validation.failed).toEqual(["lion"]);
    expect(validation.rules.map(({ name }) => name)).not.toContain("lion");
    expect(validation.apart.map(({ rules }) => rules)).toEqual([["adamw", "sgd"]]);
  });

  test("tells how far known rules lie apart, in standard errors of paired differences", async () => {
    const executor = executorOf(({ program, seed }) => {
      const shift = program.includes("def sgd") ? 0.1 * (seed % 2) + 0.3 : 0;
      return 1 + shift + seed / 10;
    });
    const { apart } = await validateTask(executor, PROXY, LARGER, { rules: 12, efforts: EFFORTS });
    const found = apart.find(({ rules: [a, b] }) => a === "adamw" && b === "sgd");
    // Differences −0.4, −0.3, −0.4, −0.3: mean −0.35, standard error 0.1 / √12.
    expect(found?.errors).toBeCloseTo(-0.35 / (0.1 / Math.sqrt(12)), 6);
  });

  test("scores no seed that tuning saw", async () => {
    const executor = executorOf(byLength);
    await validateTask(executor, PROXY, LARGER, { rules: 3, efforts: EFFORTS });
    const scored = executor.requests.filter(({ seed }) => !TUNING_SEEDS.includes(seed));
    expect(new Set(scored.map(({ seed }) => seed))).toEqual(new Set([1, 2, 3, 4]));
  });
});

describe("the rules of a validation", () => {
  test("are known ones and mutants of them, no program twice, always the same", () => {
    const subjects = validationSubjects(32);
    expect(subjects).toHaveLength(32);
    expect(new Set(subjects.map(({ name }) => name)).size).toBe(32);
    expect(new Set(subjects.map(({ text }) => text)).size).toBe(32);
    expect(subjects.map(({ name }) => name)).toEqual(expect.arrayContaining(["adamw", "lion", "sgd", "muon"]));
    expect(validationSubjects(32)).toEqual(subjects);
    expect(validationSubjects(20)).toEqual(subjects.slice(0, 20));
  });
});
