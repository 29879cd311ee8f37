import { describe, expect, test } from "vitest";
import { TASKS, findTask } from "../../../proxies/tasks/index.js";
import { BAR_RULES } from "../../../results/bar.js";
import { parseConfiguration } from "../../configuration/load.js";
import { peerOf } from "../../peer.js";
import { librarySubject } from "../../subject.js";
import { EFFORTS } from "../effort.js";
import { builtInReference } from "../find.js";
import { fingerprintOf } from "../fingerprint.js";
import type { Reference, TunedLoss } from "../reference.js";
import { parseReference, printReference } from "../schema.js";
import { scorerOf } from "../scorer.js";
import { BUILT_IN } from "./index.js";

/** Nothing to look at until `npm run references` was run once. */
const isEmpty = BUILT_IN.length === 0;

function titleOf({ task, size, horizon, batch }: Reference): string {
  return `${task} ×${size}, ${horizon} steps of ${batch}`;
}

/** Every measurement of a reference, with its rule. */
function measurements({ curve, bar }: Reference): readonly (readonly [rule: string, TunedLoss])[] {
  return [...curve.map((point) => ["adamw", point] as const), ...BAR_RULES.map((rule) => [rule, bar[rule]] as const)];
}

describe.skipIf(isEmpty)("of the built-in references", () => {
  test.each(TASKS.map(({ name }) => name))("%s has its own at ×1 and its peer's, where it has that size", (name) => {
    const proxy = findTask(name)?.sizes[1];
    if (proxy === undefined) return;
    const { horizon, batch } = proxy;
    const problem = { name, size: 1, horizon, batch } as const;
    for (const each of [problem, peerOf(problem)]) expect(builtInReference(each)).toBeDefined();
  });

  test("no two are of the same problem", () => {
    expect(new Set(BUILT_IN.map(titleOf)).size).toBe(BUILT_IN.length);
  });

  test("those of a search by default tell rules apart", async () => {
    const { tasks } = await parseConfiguration("");
    for (const problem of tasks.search) {
      const reference = builtInReference(problem);
      expect(reference, problem.name).toBeDefined();
      if (reference !== undefined) expect(scorerOf(reference).signal.suffices, titleOf(reference)).toBe(true);
    }
  });
});

describe.skipIf(isEmpty).each(BUILT_IN.map((reference) => [titleOf(reference), reference] as const))(
  "the reference of %s",
  (_, reference) => {
    const { task, size, horizon, batch, fingerprint, effort, curve, bar } = reference;

    test("is of a size of the task, at its own horizon and batch size or its peer's", () => {
      const own = { ...findTask(task)?.sizes[size], name: task, size };
      expect([own.horizon, (own.horizon ?? 0) * 4]).toContain(horizon);
      const problem = { name: task, size, horizon: own.horizon ?? 0, batch: own.batch ?? 0 };
      expect(horizon === own.horizon ? problem : peerOf(problem)).toEqual({ name: task, size, horizon, batch });
    });

    test("was measured of the task as it is now; otherwise run `npm run references`", async () => {
      expect(await fingerprintOf({ name: task, size, horizon, batch })).toBe(fingerprint);
    });

    test("is complete, and nothing in it is infinite or NaN", () => {
      expect(parseReference(printReference(reference))).toEqual(reference);
      const { trials, ...usual } = EFFORTS[size];
      expect(effort).toMatchObject(usual);
      expect(effort.trials).toBeGreaterThanOrEqual(trials);
      const horizons = effort.horizons.map((multiple) => Math.round(multiple * horizon));
      expect(curve.map((point) => point.horizon)).toEqual(horizons);
      expect(Object.values(bar).map((point) => point.horizon)).toEqual(BAR_RULES.map(() => horizon));
      expect(bar.adamw).toEqual(curve.find((point) => point.horizon === horizon));
    });

    test("has rules with the hyperparameters that tuning varies", () => {
      for (const [rule, { setting }] of measurements(reference)) {
        const names = librarySubject(rule).hyperparameters.map(({ name }) => name);
        expect(Object.keys(setting.hyperparameters), rule).toEqual(names);
        expect(setting.scale).toBeGreaterThan(0);
        expect(setting.decay).toBeGreaterThanOrEqual(0);
      }
    });

    test("falls with the horizon, and gives its own losses the scores that they stand for", () => {
      const losses = curve.map(({ loss }) => loss);
      expect(losses.at(-1)).toBeLessThan(losses[0] as number);
      const { score, signal } = scorerOf(reference);
      expect(signal.fall).toBeGreaterThan(0);
      if (losses.every((loss, k) => k === 0 || loss < (losses[k - 1] as number))) expect(score(bar.adamw.loss)).toBe(0);
      for (const [, { loss }] of measurements(reference)) expect(Number.isFinite(score(loss))).toBe(true);
    });
  },
);
