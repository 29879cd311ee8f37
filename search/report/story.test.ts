import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { formatPage } from "../../results/html/page.js";
import { readPage } from "../../results/html/reader.arbitrary.js";
import { aWholeStory } from "../../results/html/story.arbitrary.js";
import type { CurvesReport, RunStory } from "../../results/html/story.js";
import { RunStore } from "../../results/store/store.js";
import { RandomStream } from "../../src/random.js";
import { builtInReference } from "../reference/find.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import { readRun, withRun } from "../run/read.js";
import { keepSelection } from "../selection/keep.js";
import { select } from "../selection/select.js";
import { trainCurves } from "./curves.js";
import { toRunStory } from "./story.js";
import { withCurves } from "./with-curves.js";

let folder = "";
const at = (name: string): string => join(folder, name);
const storyOf = (name: string, entries?: number): RunStory => withRun(at(name), toRunStory, { entries });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-report-"));
  await pretendRun(at("run"), [
    "tasks.selection=[{task: tabular, size: 1}]",
    "selection={fitness: 6, cells: 4, stages: [{size: 1, keep: 4, seeds: 2}, {size: 1, keep: 2, seeds: 1}], trials: 1}",
  ]);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** An executor that trains nothing: losses fall on the way to a multiple of the reference's. */
function executorOf(factor: (request: TrainingRequest) => number): Executor & { readonly requests: TrainingRequest[] } {
  const requests: TrainingRequest[] = [];
  return {
    requests, lanes: 1,
    close: () => Promise.resolve(),
    submit: (request): Promise<Outcome> => {
      requests.push(request);
      const { program, task, seed, hurdles = [] } = request;
      const noise = 1 + 0.01 * new RandomStream(seed, `${task.name} ${program}`).normal();
      const loss = (builtInReference(task)?.bar.adamw.loss ?? 1) * factor(request) * noise;
      const trace = {
        curve: new Float32Array(), ratios: [], hurdles: hurdles.map(({ step }) => (loss * task.horizon) / step),
      };
      const spent = { steps: task.horizon, seconds: 0.01, attempts: 1 };
      return Promise.resolve(loss < 100
        ? { kind: "trained", loss, metrics: {}, ...trace, spent }
        : { kind: "failed", reason: "blown-up", ...trace, hurdles: trace.hurdles.slice(0, 2), spent });
    },
  };
}

describe("the story of a run", () => {
  test("has its course from the first champion to the best, its archive with programs, and the way to the best", () => {
    const { run, course, archive, final } = storyOf("run");
    expect(course.end).toEqual({ trained: run.evaluations, steps: run.counts.steps });
    expect(course.champions.at(-1)?.index).toBe(run.best?.index);
    expect(course.champions.at(-1)?.score?.score).toBeCloseTo(run.best?.score ?? NaN, 12);
    for (const key of ["trained", "steps"] as const) {
      const moments = course.champions.map((champion) => champion[key]);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    }
    expect(course.tried).toHaveLength(run.counts.trained);
    expect(archive.elites).toHaveLength(run.archive.filled);
    expect(archive.elites.every(({ text }) => text.startsWith("def "))).toBe(true);
    expect(final?.lineage.at(-1)?.index).toBe(run.best?.index);
    expect(final?.lineage.at(-1)?.text).toBe(final?.raw);
  });

  test("can be told at any moment, also before anything was trained", () => {
    const young = storyOf("run", 0);
    expect(young).toMatchObject({ final: null, course: { end: { trained: 0, steps: 0 }, champions: [], start: null } });
    for (const entries of [0, 1, 5, 50]) {
      const page = readPage(formatPage(storyOf("run", entries)));
      expect(page.filter(({ name }) => name === "h1")).toHaveLength(1);
    }
  });
});

describe("a search for as many evaluations as a run had by some entry", () => {
  test("ends with that entry where the entry was trained, else with one before", async () => {
    const { run: { ended, evaluations }, endsWithTraining } = storyOf("run");
    expect({ ended, evaluations, endsWithTraining }).toEqual({ ended: "evaluations", evaluations: 300, endsWithTraining: true });
    const cut = (trains: boolean): RunStory =>
      Array.from({ length: 40 }, (_, k) => storyOf("run", 100 + k))
        .find((story) => story.endsWithTraining === trains) as RunStory;
    for (const [trains, more] of [[true, 0], [false, 1]] as const) {
      const { run } = cut(trains);
      const name = `again ${trains}`;
      await pretendRun(at(name), ["tasks.selection=[{task: tabular, size: 1}]", `budget.evaluations=${run.evaluations + more}`]);
      expect(storyOf(name, run.entries).run.digest).toBe(run.digest);
      const { entries } = storyOf(name).run;
      if (trains) expect(entries).toBe(run.entries);
      else expect(entries).toBeGreaterThan(run.entries);
    }
  });
});

describe("what came after a search", () => {
  test("is told as far as it did: a selection by its own code, with its winner", async () => {
    await pretendRun(at("selected"), [
      "tasks.selection=[{task: tabular, size: 1}]",
      "selection={fitness: 6, cells: 4, stages: [{size: 1, keep: 4, seeds: 2}, {size: 1, keep: 2, seeds: 1}], trials: 1}",
    ]);
    const isNew = ({ program }: TrainingRequest): number => (program.includes("def candidate") ? 0.8 : 1);
    const run = readRun(at("selected"));
    const selection = await select(run, executorOf(isNew)).finally(() => { run.store.close(); });
    const store = RunStore.open(at("selected"));
    keepSelection(store, selection);
    store.close();
    const story = storyOf("selected");
    const winner = story.selection?.verdict.winner;
    expect(winner).not.toBeNull();
    expect(story.final).toMatchObject({ index: winner, role: "selected" });
    expect(story.comparison?.tasks[0]?.name).toBe("tabular");
    const ids = readPage(formatPage(story)).flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(ids).toEqual(expect.arrayContaining(["selection", "comparison"]));
  });

  test("is the latest of each kind, and every ablation once; notes of another kind or shape are remarks", () => {
    const whole = aWholeStory();
    const store = RunStore.open(at("run"));
    try {
      for (const index of [1, 2, 1]) store.note("ablation", 5, { ...whole.ablations[0], index });
      store.note("ablation", 7, { index: 3 });
      store.note("discovery", 6, { ...whole.discovery, trials: 1 });
      store.note("discovery", 7, whole.discovery);
      store.note("sealed", 7, { candidate: 2, program: "…", tasks: ["images"] });
      store.note("remark", 7, "anything");
    } finally {
      store.close();
    }
    const { ablations, discovery, openings, remarks } = storyOf("run");
    expect(ablations.map(({ index }) => index)).toEqual([1, 2]);
    expect(discovery).toEqual(whole.discovery);
    expect(openings).toMatchObject([{ candidate: 2, tasks: ["images"] }]);
    expect(remarks.map(({ kind }) => kind)).toEqual(["ended", "ablation", "remark"]);
  });
});

describe("learning curves", () => {
  const curvesOf = (executor: Executor): Promise<CurvesReport> => {
    const run = readRun(at("run"));
    return trainCurves(run, run.state.best?.index ?? 0, executor).finally(() => { run.store.close(); });
  };

  test("are of the program and the bar, on fresh seeds, the same whatever trains them", async () => {
    const executor = executorOf(() => 1);
    const { tasks, seeds } = await curvesOf(executor);
    expect(tasks.map(({ task }) => task)).toEqual(["glyph-mlp", "teacher"]);
    for (const { rules, steps, horizon } of tasks) {
      expect(rules.map(({ role }) => role)).toEqual(["program", "bar", "bar", "bar", "bar", "bar"]);
      expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
      expect(steps.at(-1)).toBe(horizon);
      for (const { losses } of rules) expect(losses.map(({ length }) => length)).toEqual(seeds.map(() => steps.length));
    }
    expect(executor.requests.every(({ hurdles = [] }) => hurdles.every(({ loss }) => loss === Infinity))).toBe(true);
    expect(await curvesOf(executorOf(() => 1))).toEqual({ index: expect.any(Number) as number, seeds, tasks });
  });

  test("end where a training failed", async () => {
    const { tasks } = await curvesOf(executorOf(({ seed }) => (seed % 2 === 0 ? 1e9 : 1)));
    const [own] = tasks[0]?.rules ?? [];
    expect(own?.losses[1]?.slice(0, 3).map((loss) => loss === null)).toEqual([false, false, true]);
    expect(own?.losses[0]).not.toContain(null);
  });

  test("are left out where another process writes to the run", async () => {
    const store = RunStore.open(at("run"));
    const refused: string[] = [];
    try {
      const story = storyOf("run");
      expect(await withCurves(at("run"), story, { onRefused: (reason) => refused.push(reason) })).toBe(story);
    } finally {
      store.close();
    }
    expect(refused).toHaveLength(1);
  });
});
