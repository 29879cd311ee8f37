import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hashProgram } from "../../dsl/hash.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { standingOf } from "../../results/selection-report.js";
import type { RunNote } from "../../results/store/header.js";
import { RandomStream } from "../../src/random.js";
import { builtInReference } from "../reference/find.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import { type ReadRun, readRun } from "../run/read.js";
import { CHECK_SEEDS, SEEDS, TUNING_SEEDS } from "../seeds.js";
import { championsOf } from "./champions.js";
import { entrantsOf } from "./entrants.js";
import { PretendedTrainer } from "./pretend.arbitrary.js";
import { select } from "./select.js";

let folder = "";
let run: ReadRun;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-select-"));
  await pretendRun(join(folder, "run"), [
    "tasks.selection=[{task: tabular, size: 1}]",
    "selection={fitness: 6, cells: 4, stages: [{size: 1, keep: 4, seeds: 2}, {size: 10, keep: 2, seeds: 1}], trials: 1}",
  ]);
  run = readRun(join(folder, "run"));
});
afterAll(() => {
  run.store.close();
  rmSync(folder, { recursive: true });
});

/** An executor that trains nothing: the loss is the reference's, worse by what the program is worth. */
function executorOf(worth: (program: string) => number): Executor {
  return {
    lanes: 1,
    close: () => Promise.resolve(),
    submit: ({ program, task, seed, scale = 1 }: TrainingRequest): Promise<Outcome> => {
      const reference = builtInReference(task)?.bar.adamw.loss ?? 1;
      const noise = 0.001 * new RandomStream(seed, `${task.name} ${program} ${scale}`).normal();
      return Promise.resolve({
        kind: "trained", loss: reference * (1 - worth(program) + noise), metrics: {}, curve: new Float32Array(),
        hurdles: [], ratios: [], spent: { steps: task.horizon, seconds: 0.01, attempts: 1 },
      });
    },
  };
}

describe("those that go into a selection", () => {
  it("are the best by fitness, then elites of far cells: no starting program, none twice", () => {
    const entrants = entrantsOf(run, { fitness: 6, cells: 4 });
    const byFitness = entrants.filter(({ by }) => by === "fitness");
    expect(byFitness).toHaveLength(6);
    const fitness = byFitness.map((entrant) => entrant.fitness);
    expect(fitness).toEqual(fitness.toSorted((a, b) => b - a));
    expect(entrants.some(({ index }) => run.state.isStart(index))).toBe(false);
    expect(new Set(entrants.map(({ text }) => hashProgram(parse(text)))).size).toBe(entrants.length);
  });

  it("are as many of cells as are asked for, though elites are among the best by fitness, while there are cells", () => {
    const ofCells = (fitness: number, cells: number): readonly number[] =>
      entrantsOf(run, { fitness, cells }).filter(({ by }) => by === "cell").map(({ index }) => index);
    const elites = new Set(run.state.archive.elites().map(({ index }) => index));
    const best = entrantsOf(run, { fitness: 30, cells: 0 });
    // Some of the cells are skipped, and not all.
    expect(best.some(({ index }) => elites.has(index))).toBe(true);
    expect(ofCells(30, 4)).toHaveLength(4);
    expect(ofCells(6, 4)).toHaveLength(4);
    expect(ofCells(0, 1000).length).toBeLessThan(elites.size);
    expect(ofCells(0, 1000).slice(0, 4)).toEqual(ofCells(0, 4));
  });
});

describe("champions", () => {
  it("are spread over the bests of a run, the first and the last among them", () => {
    const bests = Array.from({ length: 10 }, (_, k) => ({ index: k, at: 10 * k }));
    expect(championsOf({ bests }, 4).map(({ index }) => index)).toEqual([0, 3, 6, 9]);
    expect(championsOf({ bests: bests.slice(0, 3) }, 4)).toEqual(bests.slice(0, 3));
  });
});

describe("a selection", () => {
  it("keeps those of the highest lower bound at each stage, and names the one that is above the bar", async () => {
    const entrants = entrantsOf(run, { fitness: 6, cells: 4 });
    const chosen = entrants[3];
    const { report } = await select(run, executorOf((program) => (program.trim() === chosen?.text.trim() ? 0.1 : 0)));
    const stages = report.stages.map(({ size, candidates }) => [size, candidates.length]);
    expect(stages).toEqual([[1, entrants.length], [10, 4]]);
    expect(report.stages[0]?.candidates[0]?.index).toBe(chosen?.index);
    expect(report.verdict.finalists).toHaveLength(2);
    expect(report.verdict.winner).toBe(chosen?.index);
    for (const { candidates } of report.stages) {
      const lowers = candidates.map(({ lower }) => lower);
      expect(lowers).toEqual(lowers.toSorted((a, b) => b - a));
    }
  });

  it("names none where none is better than the bar", async () => {
    const { report } = await select(run, executorOf(() => 0));
    expect(report.verdict.winner).toBeNull();
    expect(report.verdict.finalists.every((finalist) => standingOf(finalist) !== "above")).toBe(true);
  });

  it("trains on seeds of its own in each stage and in the comparison", async () => {
    const trainer = new PretendedTrainer();
    await select(run, trainer);
    const fresh = trainer.trained.filter(({ seed }) => ![...TUNING_SEEDS, ...CHECK_SEEDS].includes(seed));
    const seedsOf = (part: (request: TrainingRequest) => boolean): readonly number[] =>
      fresh.filter(part).map(({ seed }) => seed);
    // A comparison says what it is judged on.
    const parts = [
      ...[1, 10].map((size) => seedsOf(({ task, split }) => split === undefined && task.size === size)),
      seedsOf(({ split }) => split !== undefined),
    ].map((seeds) => new Set(seeds));
    expect(parts.map(({ size }) => size)).toEqual([2, 1, 10]);
    expect(new Set(parts.flatMap((seeds) => [...seeds])).size).toBe(2 + 1 + 10);
    // Nor on those that any challenge of a search sees.
    const { challenges, furtherChallenges } = SEEDS;
    for (const seed of parts.flatMap((seeds) => [...seeds])) {
      expect(seed).toBeGreaterThan(challenges.last);
      expect(seed).toBeLessThan(furtherChallenges.first);
    }
  });

  it("counts what earlier ones judged, and is refused where that cannot be read", async () => {
    const { report } = await select(run, executorOf(() => 0));
    const [one, ...others] = report.verdict.finalists;
    const noted = (finalists: unknown): RunNote => ({ kind: "selection", at: 1, data: { ...report, verdict: { finalists } } });
    const notes = [noted([{ ...one, text: "def mine(w, g):\n  return g\n" }, ...others])];
    const noting = vi.spyOn(run.store, "notes").mockReturnValue(notes);
    const again = await select(run, executorOf(() => 0));
    noting.mockReturnValue([...notes, noted("none")]);
    const refused = select(run, executorOf(() => 0)).finally(() => { noting.mockRestore(); });
    await expect(refused).rejects.toMatchObject({ code: "newer-run" });
    expect(again.report.verdict.judged).toBe(report.verdict.judged + 1);
  });

  it("is the same each time, whatever the order of outcomes", async () => {
    const [first, ...others] = await Promise.all(
      [0, 1, 3, 7].map((stride) => select(run, new PretendedTrainer({ stride, worth: () => 0.02 }))),
    );
    for (const { report } of others) expect(report).toEqual(first?.report);
  });
});
