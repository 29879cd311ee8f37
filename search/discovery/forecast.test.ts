import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TrainingRequest } from "../../proxies/executor.js";
import type { Forecast, ForecastPart } from "../../results/forecast-report.js";
import type { Configuration } from "../configuration/configuration.js";
import { parseConfiguration } from "../configuration/index.js";
import { MOST_CHAMPIONS } from "../selection/champions.js";
import { PretendedTrainer } from "../selection/pretend.arbitrary.js";
import { discover } from "./discover.js";
import { forecast } from "./forecast.js";
import { pretendDiscoverable, withPretended } from "./pretend.arbitrary.js";

/** Of each stage: entrants 6, then 4. */
const SELECTION = "selection={fitness: 4, cells: 2, trials: 3, stages: " +
  "[{size: 1, keep: 4, seeds: 2}, {size: 10, keep: 2, seeds: 1, trials: 2}]}";

let folder = "";
let asked: readonly TrainingRequest[] = [];
let configuration: Configuration;
let told: Forecast;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-forecast-"));
  const trainer = new PretendedTrainer();
  await pretendDiscoverable(join(folder, "run"), ["budget.evaluations=150", SELECTION]);
  await withPretended(join(folder, "run"), trainer, async ({ run, store }) => {
    await discover({ run, store, executor: trainer });
    ({ configuration } = run.content);
  });
  asked = [...trainer.trained];
  told = await forecast(new PretendedTrainer(), configuration, 2);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

function part(name: ForecastPart["part"], of: Forecast = told): ForecastPart {
  return of.parts.find((each) => each.part === name) as ForecastPart;
}

/** What of a discovery belongs to which part: a comparison says what it is judged on. */
function askedIn(name: ForecastPart["part"]): readonly TrainingRequest[] {
  return asked.filter(({ task, split }) =>
    name === "sealed" ? task.name === "auto-encoder"
      : task.name === "noisy-labels" && (name === "comparison") === (split !== undefined));
}

function steps(requests: readonly TrainingRequest[]): number {
  return requests.reduce((sum, { task }) => sum + task.horizon, 0);
}

describe("a forecast", () => {
  it.each(["comparison", "sealed"] as const)("knows the trainings and steps of the %s part", (name) => {
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

  it("counts a stage on data from files twice, since the holdout is asked too", async () => {
    const [task] = configuration.tasks.selection as [Configuration["tasks"]["selection"][number]];
    const tasks = { ...configuration.tasks, selection: [{ ...task, data: "/data/own.csv" }] };
    const own = await forecast(new PretendedTrainer(), { ...configuration, tasks }, 2);
    expect(part("selection", own).trainings).toBe(6 * 4 + (4 + MOST_CHAMPIONS) * (2 + 2));
    expect(own.unmeasured).toEqual(["noisy-labels ×1", "noisy-labels ×10"]);
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
