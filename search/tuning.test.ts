import { describe, expect, test } from "vitest";
import { ContractError } from "../src/errors.js";
import { type Setting, type TuningOptions, tune } from "./tuning.js";

/** Tunes against a loss that is known at once. */
function tuneOn(loss: (setting: Setting) => number, options: TuningOptions = { trials: 32 }): ReturnType<typeof tune> {
  return tune((setting) => Promise.resolve(loss(setting)), options);
}

/** A valley: 0 where log2 of the scale and log10 of the decay are these. */
function valley(scale: number, decay: number): (setting: Setting) => number {
  return (setting) => (Math.log2(setting.scale) - scale) ** 2 + (Math.log10(setting.decay + 1e-9) - decay) ** 2;
}

describe("tuning", () => {
  test.each([[0, -3], [2.5, -2], [-3, -4]])("finds the valley at 2^%d and 10^%d", async (scale, decay) => {
    const { best, edges } = await tuneOn(valley(scale, decay), { trials: 64 });
    expect(Math.abs(Math.log2(best.setting.scale) - scale)).toBeLessThan(0.5);
    expect(Math.abs(Math.log10(best.setting.decay) - decay)).toBeLessThan(0.5);
    expect(edges).toEqual([]);
  });

  test.each([-9, 9])("widens while the best lies on the edge, and finds a scale of 2^%d", async (scale) => {
    const { best, edges } = await tuneOn((setting) => Math.abs(Math.log2(setting.scale) - scale), { trials: 64 });
    expect(Math.abs(Math.log2(best.setting.scale) - scale)).toBeLessThan(1);
    expect(edges).not.toContain("scale");
  });

  test("marks the edges where more trials might find better", async () => {
    expect((await tuneOn((setting) => -setting.scale)).edges).toEqual(["scale"]);
    expect((await tuneOn((setting) => setting.scale)).edges).toEqual(["scale"]);
    expect((await tuneOn((setting) => Math.abs(Math.log2(setting.scale)) - 1e6 * setting.decay)).edges).toEqual(["decay"]);
  });

  test("finds that no decay is best, which is no edge", async () => {
    const { best, edges } = await tuneOn((setting) => 1e6 * setting.decay + Math.abs(Math.log2(setting.scale) - 1.3));
    expect(best.setting.decay).toBe(0);
    expect(Math.abs(Math.log2(best.setting.scale) - 1.3)).toBeLessThan(0.5);
    expect(edges).toEqual([]);
  });

  test("begins with the rule as it is, so that its result is never worse", async () => {
    const { best, trials } = await tuneOn(({ scale, decay }) => (scale === 1 && decay === 0 ? 1 : 2), {
      trials: 16, hyperparameters: [{ name: "beta", default: 0.9, scale: "average" }],
    });
    expect(trials[0]?.setting.hyperparameters["beta"]).toBeCloseTo(0.9, 12);
    expect(best).toEqual(trials[0]);
  });

  test("begins with the setting that it is given, and looks about it", async () => {
    const from = { scale: 40, decay: 1e-3, hyperparameters: { beta: 0.97, rate: 3 } };
    const hyperparameters = [
      { name: "beta", default: 0.9, scale: "average" }, { name: "rate", default: 1, scale: "factor" },
    ] as const;
    const { trials } = await tune(() => Promise.resolve(1), { trials: 4, hyperparameters, from });
    expect(trials[0]?.setting.scale).toBeCloseTo(40, 9);
    expect(trials[0]?.setting.decay).toBeCloseTo(1e-3, 12);
    expect(trials[0]?.setting.hyperparameters["beta"]).toBeCloseTo(0.97, 12);
    expect(trials[0]?.setting.hyperparameters["rate"]).toBeCloseTo(3, 12);
    for (const { setting } of trials) expect(Math.abs(Math.log2(setting.scale / 40))).toBeLessThanOrEqual(8);
    const none = await tune(() => Promise.resolve(1), { trials: 1, from: { ...from, decay: 0, hyperparameters: {} } });
    expect(none.best.setting.decay).toBe(0);
  });

  test("looks for the scale about the likely one", async () => {
    const lossOf = ({ scale }: Setting): Promise<number> => Promise.resolve(Math.abs(Math.log2(scale / 90)));
    const { best } = await tune(lossOf, { trials: 16, likelyScale: 64 });
    expect(Math.abs(Math.log2(best.setting.scale / 90))).toBeLessThan(0.5);
  });

  test("takes a loss that is no number for failed, and never for the best", async () => {
    const { best, trials } = await tuneOn(({ scale }) => (scale > 1 ? NaN : scale < 0.5 ? -Infinity : 2 - scale));
    expect(best.loss).toBe(1);
    expect(trials.some(({ loss }) => loss === Infinity)).toBe(true);
    expect(trials.every(({ loss }) => loss > 0)).toBe(true);
  });

  test("takes the best that withstands what is asked of it, and asks no further than that", async () => {
    const asked: Setting[] = [];
    const { best, trials, edges } = await tuneOn(({ scale }) => -scale, {
      trials: 32,
      withstands: (setting) => {
        asked.push(setting);
        return Promise.resolve(setting.scale <= 4);
      },
    });
    const byLoss = trials.toSorted((a, b) => a.loss - b.loss).map(({ setting }) => setting);
    expect(asked).toEqual(byLoss.slice(0, asked.length));
    expect(best.setting).toBe(asked.at(-1));
    expect(best.setting.scale).toBeLessThanOrEqual(4);
    expect(edges).toEqual([]);
  });

  test("takes the best where none withstands", async () => {
    const { best } = await tuneOn(valley(0, -3), { trials: 16, withstands: () => Promise.resolve(false) });
    expect(best).toEqual((await tuneOn(valley(0, -3), { trials: 16 })).best);
  });

  test("looks further where everything failed", async () => {
    const { best } = await tuneOn(({ scale }) => (scale < 2 ** -6 ? 1 : NaN));
    expect(best.loss).toBe(1);
    const nothing = await tuneOn(() => NaN);
    expect(nothing).toMatchObject({ best: { loss: Infinity, setting: { scale: 1, decay: 0 } }, edges: [] });
  });

  test.each([1, 2, 3, 5, 16, 61])("tries %d settings, no more and no fewer, all of them different", async (count) => {
    let calls = 0;
    const { trials } = await tuneOn((setting) => {
      calls++;
      return valley(1, -3)(setting);
    }, { trials: count });
    expect([calls, trials.length]).toEqual([count, count]);
    expect(new Set(trials.map(({ setting }) => JSON.stringify(setting))).size).toBe(count);
  });

  test("gives the same trials every time, in whatever order they end", async () => {
    const loss = valley(2, -3);
    let left = 0;
    const slow = await tune(async (setting) => {
      for (let turns = (left++ * 7) % 5; turns > 0; turns--) await Promise.resolve();
      return loss(setting);
    }, { trials: 24 });
    expect(slow).toEqual(await tuneOn(loss, { trials: 24 }));
  });

  test("tunes hyperparameters: averages by 1 − β, others by factors", async () => {
    const { best } = await tuneOn(
      ({ scale, hyperparameters: { beta = 0, epsilon = 0 } }) =>
        Math.abs(Math.log2(scale)) + Math.abs(Math.log2((1 - beta) / 0.05)) + Math.abs(Math.log2(epsilon / 4)),
      {
        trials: 96,
        hyperparameters: [
          { name: "beta", default: 0.9, scale: "average" },
          { name: "epsilon", default: 2, scale: "factor" },
        ],
      },
    );
    expect(best.setting.hyperparameters["beta"]).toBeGreaterThan(0.93);
    expect(best.setting.hyperparameters["beta"]).toBeLessThan(0.97);
    expect(best.setting.hyperparameters["epsilon"]).toBeGreaterThan(2.8);
    expect(best.setting.hyperparameters["epsilon"]).toBeLessThan(5.6);
  });

  test("keeps averages averages", async () => {
    const { trials } = await tuneOn(({ scale }) => scale, {
      trials: 32, hyperparameters: [{ name: "beta", default: 0, scale: "average" }],
    });
    const betas = trials.map(({ setting }) => setting.hyperparameters["beta"] as number);
    expect(betas.every((beta) => beta >= 0 && beta < 1)).toBe(true);
  });

  test.each([0, -1, 1.5, NaN])("refuses %d trials", async (trials) => {
    await expect(tuneOn(() => 0, { trials })).rejects.toThrow(ContractError);
  });
});
