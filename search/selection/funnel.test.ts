import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Configuration } from "../configuration/configuration.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import type { RunStore } from "../../results/store/store.js";
import { ContractError } from "../../src/errors.js";
import { type ReadRun, readRun } from "../run/read.js";
import { CountingExecutor } from "./counting.js";
import { entrantsOf } from "./entrants.js";
import { type Funnel, descend } from "./funnel.js";
import { PretendedTrainer, TABLE } from "./pretend.arbitrary.js";
import { atSize, withReferences } from "./problems.js";

/** The holdout of data from files is asked about most programs, since scores differ by more than this. */
const HOLDOUT = { threshold: 0.001, noise: 0.0001, queries: 1000, gain: 0.05 };

let folder = "";
let run: ReadRun;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-funnel-"));
  vi.stubEnv("SYMOPT_CACHE", join(folder, "cache"));
  writeFileSync(join(folder, "table.csv"), TABLE);
  await pretendRun(join(folder, "run"), [
    "seed=1", // under which the noise of no query goes over the threshold
    `tasks.selection=[{task: tabular, size: 1, data: "${join(folder, "table.csv")}"}]`,
    "selection={fitness: 6, cells: 2, stages: [{size: 1, keep: 4, seeds: 2}, {size: 10, keep: 2, seeds: 1}], trials: 1}",
  ]);
  run = readRun(join(folder, "run"));
  // From now on it is known what the reference is worth: nothing, as all else.
  const { selection } = run.content.configuration.tasks;
  for (const size of [1, 10] as const) await withReferences(new PretendedTrainer(), await atSize(selection, size));
});
afterAll(() => {
  run.store.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Goes through all stages with so many queries of the holdout; on it programs are worth less, or as much. */
function descendWith(
  queries: number, held = -0.5,
  { stages }: Pick<Configuration["selection"], "stages"> = run.content.configuration.selection,
): Promise<Funnel> {
  const { selection } = run.content.configuration;
  const settings: Configuration["selection"] = { ...selection, stages, holdout: { ...HOLDOUT, queries } };
  const trainer = new PretendedTrainer({ worth: ({ split }) => (split === "selection" ? held : 0.5) });
  const executor = new CountingExecutor(trainer);
  return descend(entrantsOf(run, settings), { run, settings, executor, store: unwritten() });
}

/** A run's notes to which nothing is added, so that each funnel is the first. */
function unwritten(note: RunStore["note"] = () => undefined): Pick<RunStore, "notes" | "note"> {
  return { notes: () => [], note };
}

/** How many queries were left after each stage. */
function leftOf({ stages }: Funnel): readonly number[] {
  return stages.map(({ holdout }) => holdout?.left ?? NaN);
}

describe("a funnel on data from files", () => {
  it("has one budget of queries for all its stages", async () => {
    const funnel = await descendWith(100);
    const [first = NaN, second = NaN] = funnel.stages.map(({ candidates }) => candidates.length);
    expect(leftOf(funnel)).toEqual([100 - first, 100 - first - second]);
    await expect(descendWith(first + second - 1)).rejects.toThrow(/has answered the \d+ queries of its budget/);
  });

  it("scores champions where all of it is spent, on what everyone sees", async () => {
    const programs = (await descendWith(100)).stages.reduce((sum, { candidates }) => sum + candidates.length, 0);
    const funnel = await descendWith(programs);
    expect(leftOf(funnel).at(-1)).toBe(0);
    expect(funnel.overfitting?.points.length).toBeGreaterThanOrEqual(2);
    for (const { score } of funnel.overfitting?.points ?? []) expect(score).toBeGreaterThan(1);
    for (const { score } of funnel.stages.at(-1)?.candidates ?? []) expect(score).toBeLessThan(1);
  });

  it("does not look at champions where no stage is larger than what the search trained on", async () => {
    const stages = run.content.configuration.selection.stages.map((stage) => ({ ...stage, size: 1 as const }));
    const { overfitting, stages: all } = await descendWith(100, -0.5, { stages });
    expect(all).toHaveLength(2);
    expect(overfitting).toBeNull();
    expect((await descendWith(100, -0.5, { stages: stages.slice(0, 1) })).overfitting).toBeNull();
  });

  it("charges all that it can ask before anything is trained, and asks nothing that it cannot charge", async () => {
    const { selection: settings } = run.content.configuration;
    const entrants = entrantsOf(run, settings);
    const trainer = new PretendedTrainer();
    const store = unwritten((kind, at, data) => {
      expect({ kind, at, trained: trainer.trained.length }).toEqual({ kind: "holdout", at: run.entries, trained: 0 });
      expect(data).toMatchObject({ earlier: 0, selections: 0, queries: entrants.length + 4 });
      throw new Error("the disk is full");
    });
    const options = { run, settings: { ...settings, holdout: HOLDOUT }, executor: new CountingExecutor(trainer) };
    await expect(descend(entrants, { ...options, store })).rejects.toThrow("the disk is full");
    await expect(descend(entrants, options)).rejects.toThrow(ContractError);
    expect(trainer.trained).toEqual([]);
  });

  it("is refused where the holdout's noise is no less than the gain, before a reference is measured", async () => {
    vi.stubEnv("SYMOPT_CACHE", join(folder, "empty"));
    const { selection: settings } = run.content.configuration;
    const trainer = new PretendedTrainer();
    const noisy = { ...settings, holdout: { ...HOLDOUT, noise: HOLDOUT.gain } };
    const executor = new CountingExecutor(trainer);
    const refused = descend(entrantsOf(run, settings), { run, settings: noisy, executor });
    await expect(refused).rejects.toMatchObject({ name: "InputError", code: "noisy-holdout" });
    expect(trainer.trained).toEqual([]);
    vi.stubEnv("SYMOPT_CACHE", join(folder, "cache"));
  });

  it("asks for nothing where the holdout agrees", async () => {
    expect(leftOf(await descendWith(1, 0.5))).toEqual([1, 1]);
  });
});
