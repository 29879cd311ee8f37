import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { realData } from "../proxies/data/folder.arbitrary.js";
import type { Executor } from "../proxies/executor/executor.js";
import type { SelectionReport } from "../results/selection-report.js";
import { RunStore } from "../results/store/store.js";
import { RandomStream } from "../src/random.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { readRun } from "../search/run/read.js";
import { TABLE } from "../search/selection/pretend.arbitrary.js";
import { withReferences } from "../search/selection/problems.js";
import { commandIn } from "./command.arbitrary.js";

const images = realData("mnist");

let folder = "";
const at = (name: string): string => join(folder, name);
const { symopt } = commandIn(() => folder);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-select-"));
  vi.stubEnv("SYMOPT_CACHE", at("cache"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Trains nothing: the loss falls by 1 with each doubling of the horizon, so that any real loss has a score. */
const FALLING: Executor = {
  lanes: 1,
  close: () => Promise.resolve(),
  submit: ({ task: { horizon: steps }, seed }) => Promise.resolve({
    kind: "trained", loss: 5 - Math.log2(steps) + 0.02 * new RandomStream(seed, "loss").normal(), metrics: {},
    curve: new Float32Array(), hurdles: [], ratios: [], spent: { steps, seconds: 0.001, attempts: 1 },
  }),
};

/** A run that ends in a selection by one task, by such a holdout. */
function runWith(name: string, task: string, holdout: string): Promise<void> {
  return pretendRun(at(name), [
    "tasks.search=[teacher]", `tasks.selection=[{${task}}]`, "workers=1",
    `selection={fitness: 6, cells: 2, stages: [{size: 1, keep: 1, seeds: 2}], trials: 1, holdout: {${holdout}}}`,
  ]);
}

describe("symopt select, by data from files", () => {
  test("refuses a holdout whose noise could hide the gain that is looked for, before anything is trained", async () => {
    writeFileSync(at("table.csv"), TABLE);
    await runWith("noisy", `task: tabular, size: 1, data: "${at("table.csv")}"`, "noise: 0.05, gain: 0.05");
    const { code, out, err } = symopt("select", "noisy");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("The holdout's noise, 0.05, is no less than the smallest gain that is looked for, 0.05");
    const store = RunStore.read(at("noisy"));
    expect(store.notes().map(({ kind }) => kind)).toEqual(["ended"]);
    store.close();
  });

  test.skipIf(images === undefined)("asks the holdout of real images, within its budget, and says by what rules", async () => {
    await runWith(
      "images", `task: glyph-mlp, size: 1, horizon: 8, batch: 8, data: "${images}"`,
      "threshold: 0.001, noise: 0.0005, queries: 20, gain: 0.05",
    );
    // To measure the reference takes a thousand trainings: of all that follows it is what is pretended.
    const run = readRun(at("images"));
    await withReferences(FALLING, run.content.configuration.tasks.selection).finally(() => { run.store.close(); });
    const { code, out, err } = symopt("select", "images", "--json");
    expect({ code, err }).toEqual({ code: 0, err: expect.any(String) as string });
    const [stage] = (JSON.parse(out) as SelectionReport).stages;
    expect(stage?.holdout).toMatchObject({ threshold: 0.001, noise: 0.0005, gain: 0.05, queries: 20, earlier: 0 });
    // Each program that trains is worth another thing on the holdout.
    const sound = stage?.candidates.filter(({ failed }) => failed === 0).length ?? 0;
    expect(sound).toBeGreaterThan(0);
    expect(stage?.holdout?.left).toBeLessThan(20);
    expect(stage?.holdout?.left).toBeGreaterThanOrEqual(20 - sound);
    const store = RunStore.read(at("images"));
    expect(store.notes().find(({ kind }) => kind === "holdout")?.data).toMatchObject({ queries: stage?.candidates.length });
    store.close();
    // Asked again it gives the same answers, which costs nothing.
    expect(symopt("select", "images").out.replace(/\s+/g, " ")).toContain(
      "threshold 0.001, noise scale 0.0005, smallest gain 0.05, budget 20 queries for all selections of the run; " +
        `${stage?.holdout?.left} of 20 queries left.`);
  });
});
