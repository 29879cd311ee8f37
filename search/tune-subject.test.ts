import { expect, test } from "vitest";
import type { Outcome } from "../proxies/executor/executor.js";
import { CHECK_SEEDS, MOST_SEEDS, TUNING_SEEDS } from "./seeds.js";
import { librarySubject } from "./subject.js";
import { tuneSubject } from "./tune-subject.js";
import type { Setting } from "./tuning.js";

const LION = librarySubject("lion");
const SPENT = { steps: 1, seconds: 0, attempts: 1 };

function trained(loss: number): Outcome {
  return { kind: "trained", loss, metrics: {}, curve: Float32Array.of(loss), hurdles: [], ratios: [], spent: SPENT };
}

test("tries every setting on each tuning seed, and takes the mean for its loss", async () => {
  const calls = new Map<Setting, number[]>();
  const { trials } = await tuneSubject((setting, seed) => {
    calls.set(setting, [...(calls.get(setting) ?? []), seed]);
    return Promise.resolve(trained(setting.scale * (seed - MOST_SEEDS)));
  }, LION, { trials: 8 });
  expect(trials).toHaveLength(8);
  expect([...calls.values()]).toEqual(trials.map(() => [...TUNING_SEEDS]));
  for (const { setting, loss } of trials) expect(loss).toBeCloseTo(1.5 * setting.scale, 12);
});

test("varies scale, decay and the subject's own hyperparameters", async () => {
  const { trials } = await tuneSubject(() => Promise.resolve(trained(1)), LION, { trials: 8 });
  expect(Object.keys(trials[0]?.setting.hyperparameters ?? {})).toEqual(["beta1", "beta2"]);
  expect(trials[0]?.setting).toMatchObject({ scale: 1, decay: 0 });
  const values = trials.map(({ setting: { scale, decay, hyperparameters } }) => [scale, decay, hyperparameters["beta1"]]);
  for (const k of [0, 1, 2]) expect(new Set(values.map((each) => each[k])).size).toBeGreaterThan(4);
});

const FAILED: Outcome = {
  kind: "failed", reason: "blown-up", curve: Float32Array.of(), hurdles: [], ratios: [], spent: SPENT,
};

test.each([FAILED, { kind: "fault", message: "It exited.", spent: SPENT } as const])(
  "holds a setting for worthless that fails on one of its seeds: $kind", async (bad) => {
    const { best, trials } = await tuneSubject(
      ({ scale }, seed) => Promise.resolve(scale < 1 && seed === TUNING_SEEDS[1] ? bad : trained(scale)), LION,
      { trials: 16 },
    );
    expect(best.setting.scale).toBeGreaterThanOrEqual(1);
    for (const { setting, loss } of trials) expect(Number.isFinite(loss)).toBe(setting.scale >= 1);
  },
);

test("takes the seeds that it is told", async () => {
  const seen = new Set<number>();
  await tuneSubject((_, seed) => {
    seen.add(seed);
    return Promise.resolve(trained(1));
  }, LION, { trials: 2, seeds: [7] });
  expect([...seen]).toEqual([7]);
});

test("takes the best setting that trains on the seeds of the check as well", async () => {
  const checked: number[] = [];
  const { best, trials } = await tuneSubject(({ scale }, seed) => {
    if (!CHECK_SEEDS.includes(seed)) return Promise.resolve(trained(1 / scale));
    checked.push(scale);
    return Promise.resolve(scale > 2 && seed === CHECK_SEEDS[3] ? FAILED : trained(99));
  }, LION, { trials: 16, checks: CHECK_SEEDS });
  const scales = trials.map(({ setting }) => setting.scale);
  expect(Math.max(...scales)).toBeGreaterThan(2);
  expect(best.setting.scale).toBe(Math.max(...scales.filter((scale) => scale <= 2)));
  expect(checked.filter((scale) => scale === best.setting.scale)).toHaveLength(CHECK_SEEDS.length);
});
