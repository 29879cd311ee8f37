import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Forecast, ForecastPart } from "../../results/forecast-report.js";
import type { Configuration } from "../configuration/configuration.js";
import { parseConfiguration } from "../configuration/index.js";
import { MOST_CHAMPIONS } from "../selection/champions.js";
import { ReferenceCache } from "../reference/cache.js";
import { measureReference } from "../reference/measure.js";
import { trainCurves } from "../report/curves.js";
import { entrantsOf } from "../selection/entrants.js";
import { PretendedTrainer } from "../selection/pretend.arbitrary.js";
import { discover } from "./discover.js";
import { forecast } from "./forecast.js";
import { pretendDiscoverable, withPretended } from "./pretend.arbitrary.js";

/** Of each stage: entrants 6, then 4. */
const SELECTION = "selection={fitness: 4, cells: 2, trials: 3, stages: " +
  "[{size: 1, keep: 4, seeds: 2}, {size: 10, keep: 2, seeds: 1, trials: 2}]}";

let folder = "";
let asked: readonly TrainingRequest[] = [];
let ofCurves: readonly TrainingRequest[] = [];
let configuration: Configuration;
let told: Forecast;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-forecast-"));
  let better = "";
  // One is above the bar, so that it comes to the sealed family.
  const trainer = new PretendedTrainer({ worth: ({ program }) => (program.trim() === better ? 0.1 : 0) });
  await pretendDiscoverable(join(folder, "run"), ["budget.evaluations=150", SELECTION]);
  await withPretended(join(folder, "run"), trainer, async ({ run, store }) => {
    ({ configuration } = run.content);
    better = entrantsOf(run, configuration.selection)[0]?.text.trim() ?? "";
    const { program } = await discover({ run, store, executor: trainer });
    asked = [...trainer.trained];
    const curves = new PretendedTrainer();
    await trainCurves(run, program?.index ?? NaN, curves);
    ofCurves = [...curves.trained];
  });
  told = await forecast(new PretendedTrainer(), configuration, 2);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

function part(name: ForecastPart["part"], of: Forecast = told): ForecastPart {
  return of.parts.find((each) => each.part === name) as ForecastPart;
}

/** What of a discovery belongs to which part: a comparison says what it is judged on. */
function askedIn(name: ForecastPart["part"]): readonly TrainingRequest[] {
  return name === "curves" ? ofCurves : asked.filter(({ task, split }) =>
    name === "sealed" ? task.name === "auto-encoder"
      : task.name === "noisy-labels" && (name === "comparison") === (split !== undefined));
}

/** What a comparison asks for of one of its finalists: those programs that the funnel knows. */
function ofOneFinalist(): readonly TrainingRequest[] {
  const funnel = new Set(askedIn("selection").map(({ program }) => program));
  const compared = askedIn("comparison").filter(({ program }) => funnel.has(program));
  return compared.filter(({ program }) => program === compared[0]?.program);
}

/** The configuration with an ablation of so many steps. */
function ablating(budget: number | null): Configuration {
  return { ...configuration, ablation: { ...configuration.ablation, steps: budget } };
}

function steps(requests: readonly TrainingRequest[]): number {
  return requests.reduce((sum, { task }) => sum + task.horizon, 0);
}

describe("a forecast", () => {
  it.each(["comparison", "sealed", "curves"] as const)("knows the trainings and steps of the %s part", (name) => {
    const own = askedIn(name);
    expect(part(name)).toMatchObject({ trainings: own.length, steps: steps(own) });
  });

  it("knows those of the funnel but for champions that the search may not have", () => {
    const own = askedIn("selection");
    const { trainings, steps: most } = part("selection");
    // 6 programs on 2 seeds; 4 programs and the champions on 1 seed, after 2 trials each.
    expect(trainings).toBe(6 * 2 + (4 + MOST_CHAMPIONS) * (1 + 2));
    expect(own.length).toBeLessThanOrEqual(trainings);
    expect(own.length).toBeGreaterThanOrEqual(trainings - MOST_CHAMPIONS * (1 + 2));
    expect(steps(own)).toBeLessThanOrEqual(most);
  });

  it("counts no champions where no stage is larger than what the search trains on", async () => {
    const selection = { ...configuration.selection, stages: configuration.selection.stages.slice(0, 1) };
    const own = await forecast(new PretendedTrainer(), { ...configuration, selection }, 2);
    expect(part("selection", own).trainings).toBe(6 * 2);
  });

  it("counts a stage on data from files twice, since the holdout is asked too", async () => {
    const [task] = configuration.tasks.selection as [Configuration["tasks"]["selection"][number]];
    const tasks = { ...configuration.tasks, selection: [{ ...task, data: "/data/own.csv" }] };
    const own = await forecast(new PretendedTrainer(), { ...configuration, tasks }, 2);
    expect(part("selection", own).trainings).toBe(6 * 4 + (4 + MOST_CHAMPIONS) * (2 + 2));
    expect(own.unmeasured).toEqual(["noisy-labels ×1", "noisy-labels ×10"]);
  });

  it("compares all that go in where there is no stage", async () => {
    const selection = { ...configuration.selection, stages: [] };
    const own = await forecast(new PretendedTrainer(), { ...configuration, selection }, 2);
    const bar = part("comparison").trainings - 2 * ofOneFinalist().length;
    expect(part("comparison", own).trainings).toBe(6 * ofOneFinalist().length + bar);
    expect(part("selection", own)).toBeUndefined();
  });

  it("allows an ablation its budget, and what it leaves a comparison with the bar that is known by then", async () => {
    const own = await forecast(new PretendedTrainer(), ablating(700_000), 2);
    expect(part("ablation", own).steps).toBeCloseTo(700_000, -3);
    const each = ofOneFinalist();
    expect(part("simplified", own)).toMatchObject({ trainings: each.length, steps: steps(each) });
    expect(own.minutes.least).toBeGreaterThan(told.minutes.least + 700_000 * 0.0005 / 60 / 2);
    for (const name of ["ablation", "simplified"] as const) expect(part(name)).toBeUndefined();
  });

  it("takes some thousands of trainings for an ablation without a budget", async () => {
    expect(part("ablation", await forecast(new PretendedTrainer(), ablating(null), 2)).trainings).toBe(4000);
  });

  it("names the references that an ablation needs at size 10", async () => {
    const [task] = configuration.tasks.selection as [Configuration["tasks"]["selection"][number]];
    const tasks = { ...configuration.tasks, selection: [{ ...task, data: "/data/own.csv" }] };
    const selection = { ...configuration.selection, stages: [] };
    const unmeasured = async (of: Configuration): Promise<readonly string[]> =>
      (await forecast(new PretendedTrainer(), { ...of, tasks, selection }, 2)).unmeasured;
    expect(await unmeasured(configuration)).toEqual(["noisy-labels ×1"]);
    expect(await unmeasured(ablating(1000))).toEqual(["noisy-labels ×1", "noisy-labels ×10"]);
  });

  it("counts the trainings and steps of references that are measured, and their time in the whole", async () => {
    const [task] = configuration.tasks.selection as [Configuration["tasks"]["selection"][number]];
    const problem: ProblemReference = { name: task.name, size: 1, horizon: 60, batch: 4 };
    const tasks = { ...configuration.tasks, selection: [{ ...task, ...problem }] };
    const selection = { ...configuration.selection, stages: [] };
    vi.stubEnv("SYMOPT_CACHE", join(folder, "cache"));
    const foretold = (): Promise<Forecast> =>
      forecast(new PretendedTrainer(), { ...configuration, tasks, selection }, 2);
    const before = await foretold();
    // A curve that rises would be measured once more where it does.
    const trainer = new PretendedTrainer({ worth: ({ task: { horizon } }) => horizon / 1000 });
    new ReferenceCache().put(await measureReference(trainer, problem));
    const after = await foretold();
    vi.unstubAllEnvs();
    expect(before.unmeasured).toEqual(["noisy-labels ×1"]);
    expect(part("references", before)).toMatchObject({ trainings: trainer.trained.length, steps: steps(trainer.trained) });
    expect(part("references", after)).toBeUndefined();
    expect(after.unmeasured).toEqual([]);
    expect(before.minutes.least - after.minutes.least).toBeCloseTo(part("references", before).seconds.least / 60 / 2, 6);
  });

  it("names the tasks of an ablation that must be trained for longer until the reference is flat", async () => {
    const after = async (untrained: number): Promise<readonly string[]> =>
      (await forecast(new PretendedTrainer({ untrained }), ablating(1000), 2)).unmeasured;
    expect(await after(10)).toEqual([]);
    // The less there is to learn, the more of it the last octave of a training brings.
    expect(await after(0.001)).toEqual(["noisy-labels ×10, trained for longer"]);
  });

  it("multiplies steps by what a step takes, and shares the time among workers", async () => {
    for (const { steps: count, seconds } of told.parts) {
      expect(seconds.least).toBeCloseTo(0.0005 * count, 1);
      expect(seconds.most).toBeCloseTo(0.0005 * count, 1);
    }
    const all = told.parts.reduce((sum, { seconds }) => sum + seconds.least, 0);
    expect(told.minutes.least).toBeCloseTo(all / 60 / 2, 6);
    expect((await forecast(new PretendedTrainer(), configuration, 4)).minutes.least).toBeCloseTo(all / 60 / 4, 6);
  });

  it("trains a few steps of each task, and no more", async () => {
    const trainer = new PretendedTrainer();
    await forecast(trainer, configuration, 2);
    expect(new Set(trainer.trained.map(({ task }) => `${task.name} ×${task.size}`)))
      .toEqual(new Set(["teacher ×1", "noisy-labels ×1", "noisy-labels ×10", "auto-encoder ×1"]));
    for (const { task: { horizon } } of trainer.trained) expect(horizon).toBeLessThanOrEqual(60);
    expect(steps(trainer.trained)).toBeLessThan(0.05 * told.parts.reduce((sum, each) => sum + each.steps, 0));
  });

  it("ends the search at its limits, and not what follows", async () => {
    const forecastWith = async (budget: string): Promise<Forecast> => {
      const text = "tasks: { search: [teacher], selection: [{ task: noisy-labels, size: 1 }], sealed: [], peers: false }\n";
      return forecast(new PretendedTrainer(), await parseConfiguration(`${text}budget: ${budget}\n`), 2);
    };
    const [some, double] = [await forecastWith("{ evaluations: 500 }"), await forecastWith("{ evaluations: 1000 }")];
    expect(part("search", double).trainings).toBe(2 * part("search", some).trainings);
    expect(part("comparison", double)).toEqual(part("comparison", some));
    expect(part("search", await forecastWith("{ evaluations: 1000, steps: 30000 }")).steps).toBe(30_000);
    const short = await forecastWith("{ evaluations: 100000, minutes: 0.5 }");
    expect(part("search", short).seconds.most).toBeCloseTo(2 * 30, 6);
    const later = short.parts.filter(({ part: name }) => name !== "search");
    expect(short.minutes.most).toBeCloseTo(0.5 + later.reduce((sum, { seconds }) => sum + seconds.most, 0) / 120, 6);
  });
});
