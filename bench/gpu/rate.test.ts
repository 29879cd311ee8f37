import { expect, test, vi } from "vitest";
import { type Executor, ExecutorClosed, type Outcome, type TrainingRequest } from "../../proxies/executor/executor.js";
import { InputError } from "../../src/errors.js";
import { programOf } from "./mix.js";
import { compareOutcomes, faultsIn, trainMix } from "./rate.js";

const TASK = { name: "glyph-mlp", size: 1, horizon: 12, batch: 4 } as const;
const TRACE = {
  curve: new Float32Array(), hurdles: [], ratios: [], metrics: {}, spent: { steps: 12, seconds: 0, attempts: 1 },
};
const trained = (loss: number): Outcome => ({ kind: "trained", loss, ...TRACE });
const failed: Outcome = { kind: "failed", reason: "not-finite", ...TRACE };

test("the first candidates of a mix are submitted together, and what is refused is left out", async () => {
  const requests: TrainingRequest[] = [];
  const executor: Executor = {
    lanes: 2,
    submit: (request) => {
      requests.push(request);
      return request.index === 1 ? Promise.reject(new InputError("no-room", "no room")) : Promise.resolve(trained(1));
    },
    close: () => Promise.resolve(),
  };
  const { perSecond, outcomes } = await trainMix(executor, TASK, "spread", 3, new AbortController().signal);
  expect(requests).toEqual([0, 1, 2].map((index) => ({ index, task: TASK, seed: 1, program: programOf("spread", index) })));
  expect([...outcomes.keys()]).toEqual([0, 2]);
  expect(perSecond).toBeGreaterThan(0);
});

test("a training counts by the steps that it made, and what made none or was lost counts for nothing", async () => {
  const spent = (steps: number): Outcome["spent"] => ({ steps, seconds: 0, attempts: 1 });
  const found: readonly Outcome[] = [
    trained(1), { ...failed, spent: spent(3) }, { kind: "failed", reason: "too-costly", spent: spent(0) },
    { kind: "fault", message: "It hung.", spent: spent(12) },
  ];
  const submitted: number[] = [];
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const executor: Executor = {
      lanes: 4,
      submit: ({ index }) => {
        if (submitted.push(index) === found.length) vi.advanceTimersByTime(500);
        return Promise.resolve(found[index] as Outcome);
      },
      close: () => Promise.resolve(),
    };
    const { perSecond, outcomes } = await trainMix(executor, TASK, "adamw", 4, new AbortController().signal);
    expect(perSecond).toBe((1 + 3 / 12) / 0.5);
    expect([...outcomes.keys()]).toEqual([0, 1, 3]);
    expect(faultsIn(outcomes)).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("an interruption closes the executor and is thrown", async () => {
  const stop = new AbortController();
  let refuse: (error: Error) => void = () => undefined;
  const executor: Executor = {
    lanes: 1,
    submit: () => new Promise((_, reject) => { refuse = reject; }),
    close: () => {
      refuse(new ExecutorClosed());
      return Promise.resolve();
    },
  };
  const training = trainMix(executor, TASK, "adamw", 1, stop.signal);
  stop.abort(new Error("interrupted"));
  await expect(training).rejects.toThrow("interrupted");
});

test("outcomes are alike where they end in the same way, with losses that are close", () => {
  const ours = new Map([[0, trained(1)], [1, trained(2)], [2, failed], [3, failed], [4, trained(1)], [9, trained(1)]]);
  const theirs = new Map([[0, trained(1.001)], [1, trained(2.2)], [2, failed], [3, trained(1)], [4, trained(1)]]);
  const { compared, agreeing, difference } = compareOutcomes(ours, theirs);
  expect(compared).toBe(5);
  expect(agreeing).toBe(3 / 5);
  // Of 0, 0, 0.001, 0.09 and what ended otherwise.
  expect(difference).toBeCloseTo(0.001, 5);
});
