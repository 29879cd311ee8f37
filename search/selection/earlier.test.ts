import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { SelectionReport } from "../../results/selection-report.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import { readRun } from "../run/read.js";
import { budgetOf } from "./earlier.js";
import { keepSelection } from "./keep.js";
import { SELECTION } from "./note-kind.js";
import { PretendedTrainer, TABLE } from "./pretend.arbitrary.js";
import { withReferences } from "./problems.js";
import { type Selection, select } from "./select.js";
import type { HoldoutBudget } from "./thresholdout.js";

/** How far the run was when the first selection was made: it has more entries now. */
const HALF = 200;

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-earlier-"));
  vi.stubEnv("SYMOPT_CACHE", at("cache"));
  writeFileSync(at("table.csv"), TABLE);
  await pretendRun(at("run"), [
    `tasks.selection=[{task: tabular, size: 1, data: "${at("table.csv")}"}]`,
    "selection={fitness: 6, cells: 2, stages: [{size: 1, keep: 4, seeds: 2}, {size: 1, keep: 2, seeds: 1}], trials: 1, " +
      "holdout: {threshold: 0.001, noise: 0.0001, queries: 100, gain: 0.05}}",
  ]);
  const run = readRun(at("run"));
  await withReferences(new PretendedTrainer(), run.content.configuration.tasks.selection)
    .finally(() => { run.store.close(); });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A copy of the run, nothing of which was selected yet. */
function copy(name: string): string {
  cpSync(at("run"), at(name), { recursive: true });
  return at(name);
}

/** How a selection is made. */
interface Making {
  /** Entries of the run that count: it is as when it had no more. @default all */
  readonly entries?: number;
  /** The whole budget. @default 100 */
  readonly queries?: number;
  readonly trainer?: PretendedTrainer;
  readonly signal?: AbortSignal;
}

/** On the holdout every program is worth less than elsewhere: each question spends a query. */
function trainerOf(onTrain: (before: number) => void = () => undefined): PretendedTrainer {
  return new PretendedTrainer({ worth: ({ split }) => (split === "selection" ? -0.5 : 0.5), onTrain });
}

async function selectIn(path: string, making: Making = {}): Promise<Selection> {
  const { entries, queries = 100, trainer = trainerOf(), signal } = making;
  const run = readRun(path, { entries });
  const { configuration } = run.content;
  const { selection } = configuration;
  const settings = { ...configuration, selection: { ...selection, holdout: { ...selection.holdout, queries } } };
  const store = RunStore.open(path);
  return select(
    { ...run, content: { ...run.content, configuration: settings } }, trainer, { bar: ["adamw"], store, signal },
  ).finally(() => {
    store.close();
    run.store.close();
  });
}

/** Selects, and notes it in the run. */
async function selectAndKeep(path: string, making: Making = {}): Promise<SelectionReport> {
  const selection = await selectIn(path, making);
  const store = RunStore.open(path);
  keepSelection(store, selection);
  store.close();
  return selection.report;
}

/** Queries that were left at the end. */
function leftOf({ stages }: SelectionReport): number {
  return stages.at(-1)?.holdout?.left ?? NaN;
}

/** Questions that a selection asks, each of which spends a query. */
function askedBy({ stages }: SelectionReport): number {
  return stages.reduce((sum, { candidates }) => sum + candidates.length, 0);
}

/** Scores of the first stage, by candidate. */
function scoresOf({ stages: [stage] }: SelectionReport): ReadonlyMap<number, number> {
  return new Map(stage?.candidates.map(({ index, score }) => [index, score]));
}

describe("a later selection of a run", () => {
  it("has the queries that the first left, and noise of its own", async () => {
    const path = copy("later");
    const alone = (await selectIn(copy("alone"))).report;
    const first = await selectAndKeep(path, { entries: HALF });
    const later = await selectAndKeep(path);
    expect([leftOf(alone), leftOf(first)]).toEqual([100 - askedBy(alone), 100 - askedBy(first)]);
    expect(later.stages.map(({ holdout }) => holdout?.earlier)).toEqual([askedBy(first), askedBy(first)]);
    expect(leftOf(later)).toBe(100 - askedBy(first) - askedBy(later));
    // The same questions, had nothing been asked before, have other answers.
    const before = scoresOf(alone);
    expect([...before.keys()].toSorted()).toEqual([...scoresOf(later).keys()].toSorted());
    for (const [index, score] of scoresOf(later)) expect(score).not.toBe(before.get(index));
  });

  it("finds that one that was killed has spent all that it could have", async () => {
    const path = copy("killed");
    const controller = new AbortController();
    const trainer = trainerOf((before) => { if (before === 3) controller.abort(); });
    await expect(selectIn(path, { entries: HALF, trainer, signal: controller.signal })).rejects.toThrow(/aborted/);
    const later = await selectAndKeep(path);
    const ended = await selectAndKeep(copy("ended"), { entries: HALF });
    // It was to ask about all that went in, and the four of the second stage.
    expect(later.stages[0]?.holdout?.earlier).toBe(askedBy(ended));
    expect(leftOf(later)).toBe(100 - askedBy(ended) - askedBy(later));
    // To go on with it is no later selection, and to make the later one again neither.
    expect((await selectAndKeep(path, { entries: HALF })).stages).toEqual(ended.stages);
    expect((await selectAndKeep(path)).stages).toEqual(later.stages);
  });

  it("cannot ask the holdout without end by being killed again and again", async () => {
    const path = copy("endless");
    const kill = async (entries: number): Promise<void> => {
      const controller = new AbortController();
      const trainer = trainerOf((before) => { if (before === 3) controller.abort(); });
      await selectIn(path, { entries, queries: 20, trainer, signal: controller.signal });
    };
    const endings = [];
    for (const entries of [HALF, HALF + 5, HALF + 10, HALF + 15]) {
      endings.push(await kill(entries).catch((error: unknown) => (error as Error).message));
    }
    expect(endings[0]).toMatch(/aborted/);
    expect(endings.at(-1)).toContain("has answered the 20 queries of its budget");
  });

  it("is refused where nothing is left, before anything is trained", async () => {
    const path = copy("spent");
    const queries = askedBy(await selectAndKeep(path, { entries: HALF }));
    const trainer = trainerOf();
    const refused = selectIn(path, { queries, trainer });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      `has answered the ${queries} queries of its budget, ${queries} of them in earlier selections of the run`);
    expect(trainer.trained).toEqual([]);
    // Of a little more the rest is not enough, and says so too.
    await expect(selectIn(path, { queries: queries + 1 })).rejects.toThrow(`${queries} of them in earlier selections`);
  });

  it("is the same where it was interrupted, and where it was noted already: it is not a later one than itself", async () => {
    const path = copy("interrupted");
    const first = await selectAndKeep(path, { entries: HALF });
    const whole = (await selectIn(path)).report;
    const controller = new AbortController();
    const trainer = trainerOf((before) => { if (before === 20) controller.abort(); });
    await expect(selectIn(path, { trainer, signal: controller.signal })).rejects.toThrow(/aborted/);
    expect(await selectAndKeep(path)).toEqual(whole);
    expect(await selectAndKeep(path)).toEqual(whole);
    expect((await selectIn(path, { entries: HALF })).report.stages).toEqual(first.stages);
  });
});

describe("what earlier selections left", () => {
  /** What a selection of candidate 7 begins with, of a run of 300 entries with such notes of selections. */
  function leftAfter(...notes: readonly (readonly [at: number, data: unknown, kind?: string])[]): HoldoutBudget {
    const store = { notes: () => notes.map(([at, data, kind = SELECTION]) => ({ kind, at, data })) };
    return budgetOf({ store, entries: 300 }, [{ index: 7 }], 100);
  }

  /** What a version that knew of no earlier selections noted of one of candidate 3. */
  const older = (left: number): unknown => ({
    stages: [
      { holdout: { queries: 100, left: left + 1 }, candidates: [{ index: 3 }] },
      { holdout: { queries: 100, left }, candidates: [{ index: 3 }] },
    ],
  });

  it("is all of it where there are none, or none of data from files", () => {
    const whole = { left: 100, earlier: 0, selections: 0 };
    expect(leftAfter()).toEqual(whole);
    expect(leftAfter([1, { stages: [{ holdout: null, candidates: [] }] }], [2, { stages: [] }])).toEqual(whole);
    expect(leftAfter([3, older(10), "ended"], [4, "of another version"])).toEqual(whole);
  });

  it("allows for those of an older version, each of which had a full budget", () => {
    expect(leftAfter([100, older(90)], [200, older(70)])).toEqual({ left: 60, earlier: 40, selections: 2 });
    expect(leftAfter([100, older(10)], [200, older(0)])).toMatchObject({ left: 0, earlier: 190 });
  });

  it("counts one that has not ended with its charge, and one that has with what it spent", () => {
    const charge = { entries: 100, entrants: [3], earlier: 0, selections: 0, queries: 30 };
    expect(leftAfter([100, charge, "holdout"])).toEqual({ left: 70, earlier: 30, selections: 1 });
    expect(leftAfter([100, charge, "holdout"], [100, older(90)])).toEqual({ left: 90, earlier: 10, selections: 1 });
    expect(leftAfter([100, charge, "holdout"], [200, older(90)])).toEqual({ left: 60, earlier: 40, selections: 2 });
    // It has begun itself already.
    const own = { entries: 300, entrants: [7], earlier: 12, selections: 2, queries: 30 };
    expect(leftAfter([300, own, "holdout"], [400, older(0)])).toEqual({ left: 88, earlier: 12, selections: 2 });
  });

  it("counts a selection that was made twice once, by what it spent at most", () => {
    expect(leftAfter([100, older(90)], [100, older(88)])).toEqual({ left: 88, earlier: 12, selections: 1 });
  });
});
