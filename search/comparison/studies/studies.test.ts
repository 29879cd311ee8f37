import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TrainingRequest } from "../../../proxies/executor/executor.js";
import type { ProblemReference } from "../../../proxies/problem/problem.js";
import type { PointStudy, ProfileStudy, Study } from "../../../results/comparison-report.js";
import { builtInReference } from "../../reference/find.js";
import { TUNING_SEEDS } from "../../seeds.js";
import { type ComparisonOptions, compare } from "../compare.js";
import { type Pretence, PretendedExecutor, programOf, ruleOf } from "../pretend.arbitrary.js";
import type { StudyName } from "./study.js";
import { widthOf } from "./window.js";

const TEACHER: ProblemReference = { name: "teacher", size: 1, horizon: 120, batch: 16 };

let cache = "";
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "symopt-studies-"));
  vi.stubEnv("SYMOPT_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

type Of<Name extends StudyName> = Name extends PointStudy["kind"] ? PointStudy : Extract<Study, { readonly kind: Name }>;

/** Does one study, and tells what was trained for it. */
async function studied<Name extends StudyName>(
  name: Name, pretence: Pretence, options: Partial<ComparisonOptions> = {},
): Promise<{ readonly study: Of<Name>; readonly executor: PretendedExecutor }> {
  const executor = new PretendedExecutor(pretence);
  const { studies } = await compare(executor, {
    programs: [programOf("mine")], tasks: [TEACHER], trials: 8, studies: [name], ...options,
  });
  expect(studies).toHaveLength(1);
  return { study: studies[0] as Of<Name>, executor };
}

/** What was trained in contests: only these say what they are judged on. */
function contested({ requests }: PretendedExecutor): readonly TrainingRequest[] {
  return requests.filter(({ split }) => split !== undefined);
}

describe("a study of points", () => {
  test.each<[PointStudy["kind"], readonly number[], keyof PointStudy["points"][number], readonly number[]]>([
    ["horizons", [1, 4, 16], "horizon", [120, 480, 1920]],
    ["trials", [1, 5, 20], "trials", [1, 5, 20]],
    ["batch", [16, 64, 256, 1024], "batch", [16, 64, 256, 1024]],
    ["sizes", [1, 10, 100], "size", [1, 10, 100]],
  ])("against %s compares the programs at each of %j", async (kind, at, key, values) => {
    const { study } = await studied(kind, { speed: { mine: 1.5 }, noise: 1e-4 });
    expect(study).toMatchObject({ kind, task: "teacher", split: "validation" });
    expect(study.points.map((point) => point.at)).toEqual(at);
    expect(study.points.map((point) => point[key])).toEqual(values);
    for (const { programs } of study.points) {
      expect(programs).toHaveLength(1);
      expect(2 ** (programs[0]?.speedUp.value.octaves ?? 0)).toBeCloseTo(1.5, 0);
    }
  });

  test("trains nothing again at the point that is the task itself", async () => {
    const { executor } = await studied("horizons", {});
    const { executor: without } = await studied("horizons", {}, { studies: ["trials"], trials: 20 });
    const at = (executor: PretendedExecutor, horizon: number) =>
      contested(executor).filter(({ task, seed }) => task.horizon === horizon && TUNING_SEEDS.includes(seed));
    expect(at(executor, 120)).toHaveLength(6 * 8 * TUNING_SEEDS.length);
    expect(at(without, 120)).toHaveLength(6 * (20 + 1 + 5) * TUNING_SEEDS.length);
  });

  test.each([
    ["as many times more or fewer steps than its own", { horizon: 100, batch: 64 }, [[100, 64], [250, 64], [500, 64]]],
    ["the batch that was asked for", { horizon: 200, batch: 32 }, [[200, 32], [500, 32], [1000, 32]]],
    ["two steps at least", { size: 100, horizon: 2, batch: 64 }, [[2, 64], [2, 64], [2, 64]]],
  ] as const)("trains each other size with %s", async (_, length, lengths) => {
    const { study } = await studied("sizes", {}, { tasks: [{ ...TEACHER, ...length }] });
    expect(study.points.map(({ horizon, batch }) => [horizon, batch])).toEqual(lengths);
  });

  test("trains each other size with its own steps and batch where the task has those of its size", async () => {
    const tasks: readonly ProblemReference[] = [{ name: "masked-language", size: 1, horizon: 400, batch: 16 }];
    const { study } = await studied("sizes", {}, { tasks });
    expect(study.points.slice(0, 2).map(({ horizon, batch }) => [horizon, batch])).toEqual([[400, 16], [600, 8]]);
  });

  test("begins each rule's tuning from its own setting on the task, but where it is the trials that vary", async () => {
    const first = (executor: PretendedExecutor, horizon: number, rule: string) =>
      contested(executor).find((request) => request.task.horizon === horizon && ruleOf(request) === rule)?.scale;
    const { executor } = await studied("horizons", {});
    for (const rule of ["mine", "lion", "muon"]) {
      // The first of them is of the bar as the reference knows it, which needs no tuning.
      const own = contested(executor).findLast((request) =>
        ruleOf(request) === rule && request.task.horizon === 120 && !TUNING_SEEDS.includes(request.seed));
      expect(first(executor, 480, rule)).toBeCloseTo(own?.scale ?? NaN, 9);
    }
    const { executor: varied } = await studied("trials", {});
    const tuning = varied.requests.filter((request) =>
      ruleOf(request) === "mine" && TUNING_SEEDS.includes(request.seed) && request.scale === 1);
    expect(tuning).toHaveLength(4 * TUNING_SEEDS.length);
  });
});

describe("a study of a task whose reference symopt brings", () => {
  const own: ProblemReference = { ...TEACHER, horizon: 200, batch: 64 };
  const setting = builtInReference(own)?.bar.muon.setting;
  /** Far better than all else. */
  const known: Pretence = {
    bonus: (request) => (ruleOf(request) === "muon" && request.scale === setting?.scale ? 1 : 0),
  };

  test("meets the known setting of the bar at other sizes, but not where it would count at some points alone", async () => {
    const { study: sizes } = await studied("sizes", known, { tasks: [own] });
    expect(sizes.points[0]?.programs[0]).toMatchObject({ bar: "muon", known: true });
    for (const [kind, trials] of [["trials", 8], ["trials", 5], ["horizons", 8], ["batch", 8]] as const) {
      const { study } = await studied(kind, known, { tasks: [own], trials });
      expect(study.points.map(({ programs: [program] }) => program?.known)).toEqual(study.points.map(() => false));
    }
  });

  test("of other batches has no score but at the task's own, since nothing is measured for it", async () => {
    const { study, executor } = await studied("batch", {}, { tasks: [own] });
    expect(study.points.map(({ batch, programs: [program] }) => [batch, program?.score !== null]))
      .toEqual([[16, false], [64, true], [256, false], [1024, false]]);
    expect(executor.requests.some(({ seed }) => seed === 1)).toBe(false);
  });
});

describe("the score at each horizon", () => {
  /** Everything is as it would be without noise; a task of its own, so that nothing of it is kept. */
  async function scored(batch: number, speed: number, options: Partial<ComparisonOptions> = {}) {
    const tasks = [{ ...TEACHER, batch }];
    const { study, executor } = await studied(
      "horizons", { common: 0, noise: 1e-6, speed: { mine: speed, adamw: 1 } }, { tasks, ...options },
    );
    return { scores: study.points.map(({ programs: [program] }) => program?.score), executor };
  }

  test("is over AdamW's own there, which is measured where it is not known: at 16 T too it tells rules apart", async () => {
    for (const [speed, octaves] of [[1, 0], [2, 1], [0.5, -1]] as const) {
      const { scores } = await scored(8, speed);
      const expected = { mean: expect.closeTo(octaves, 2) as number, beyond: null };
      for (const score of scores) expect(score).toMatchObject(expected);
    }
  });

  test("is told how far its references are, which are kept", async () => {
    const onReference = vi.fn<NonNullable<ComparisonOptions["onReference"]>>();
    await scored(4, 1, { onReference });
    const measured = onReference.mock.calls;
    expect([...new Set(measured.map(([{ horizon }]) => horizon))]).toEqual([120, 480, 1920]);
    for (const [, done, total] of measured) expect(done).toBeLessThanOrEqual(total);
    const again = vi.fn();
    const { scores } = await scored(4, 1, { onReference: again });
    expect(again).not.toHaveBeenCalled();
    for (const score of scores) expect(score).not.toBe(null);
  });

  test("is none where there can be no reference, nor of losses on other data than it is measured on", async () => {
    const isReference = ({ seed }: TrainingRequest): boolean => seed <= 8;
    const { study } = await studied(
      "horizons", { fails: (request) => isReference(request) && request.task.horizon === 64 * 120 },
      { tasks: [{ ...TEACHER, batch: 2 }] },
    );
    expect(study.points.map(({ programs: [program] }) => program?.score !== null)).toEqual([true, true, false]);
    const { scores, executor } = await scored(32, 1, { split: "test" });
    expect(scores).toEqual([null, null, null]);
    expect(executor.requests.some(isReference)).toBe(false);
  });
});

describe("the window of learning rates", () => {
  test("is as wide as losses within 5 % of the best reach, its ends interpolated", () => {
    // 1.05 lies a half of the way from 1 to 1.1025 on a logarithmic scale.
    expect(widthOf([9, 1.1025, 1, 1.1025, 9]).octaves).toBeCloseTo(0.5, 12);
    expect(widthOf([9, 1.04, 1, 1.03, 9]).octaves).toBeGreaterThan(1);
    expect(widthOf([9, 1, 9, 1.01, 9]).octaves).toBeLessThan(0.2);
  });

  test("ends before what failed, and is open where it reaches as far as was tried", () => {
    expect(widthOf([Infinity, 1, 1, Infinity])).toEqual({ octaves: 0.5, open: false });
    expect(widthOf([1, 1, 1, 2])).toMatchObject({ open: true });
    expect(widthOf([2, 1, 1.01])).toMatchObject({ open: true });
    expect(widthOf([1.01, 9, 1, 9])).toMatchObject({ open: false });
  });

  test("of losses that are not positive, or all failed, means nothing", () => {
    expect(widthOf([1, -1, 0]).octaves).toBe(null);
    expect(widthOf([Infinity, Infinity]).octaves).toBe(null);
  });

  test("is tried about the tuned rate of each rule, all else kept", async () => {
    const { study, executor } = await studied("window", {}, { trials: 8 });
    expect(study.rules.map(({ name }) => name)).toEqual(["mine", "adamw", "nadamw", "lion", "nesterov", "muon"]);
    expect(study.factors).toHaveLength(17);
    expect(study.factors[8]).toBe(1);
    for (const { octaves, losses } of study.rules) {
      expect(losses).toHaveLength(17);
      expect(octaves).toBeGreaterThan(1);
    }
    const scales = executor.requests.filter((request) =>
      ruleOf(request) === "lion" && request.seed === study.seeds[0] && request.task.horizon === 120);
    expect(new Set(scales.map(({ decay }) => decay)).size).toBe(1);
  });
});

describe("a performance profile", () => {
  const tasks = ["teacher", "glyph-mlp"].map((name): ProblemReference => ({ ...TEACHER, name }));

  test("is the part of the tasks on which a rule is within τ of the fastest, never of what does not arrive", async () => {
    const { study } = await studied(
      "profile", { speed: { mine: 2, lion: 0.2, adamw: 0.9 }, noise: 1e-5 }, { tasks, trials: 16 },
    );
    const rule = (name: string) => study.rules.find((each) => each.name === name) as ProfileStudy["rules"][number];
    const at = (name: string, tau: number) =>
      rule(name).steps.fractions[study.taus.findIndex((known) => known >= tau)];
    expect([at("mine", 1), at("mine", 4)]).toEqual([1, 1]);
    expect([at("nadamw", 1.8), at("nadamw", 2.3)]).toEqual([0, 1]);
    expect([at("adamw", 2), at("adamw", 2.5)]).toEqual([0, 1]);
    expect(rule("lion")).toMatchObject({ stepsToTarget: [null, null], secondsToTarget: [null, null] });
    expect(rule("lion").steps.score).toBe(0);
    expect(rule("mine").steps.score).toBeCloseTo(1, 12);
    for (const steps of rule("mine").stepsToTarget) expect(steps).toBeCloseTo(60, -1);
    // Muon's steps take twice as long.
    expect(rule("muon").seconds.score).toBeLessThan(rule("muon").steps.score);
  });

  test("rises with τ, from 1 to 4", async () => {
    const { study } = await studied("profile", { noise: 0.05 }, { tasks });
    expect([study.taus[0], study.taus.at(-1)]).toEqual([1, 4]);
    for (const { steps, seconds } of study.rules) {
      for (const { fractions } of [steps, seconds]) {
        expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions);
      }
    }
  });
});
