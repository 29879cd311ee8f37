import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ComparisonReport } from "../results/comparison-report.js";
import { RunStore } from "../results/store/store.js";
import { compare } from "../search/comparison/compare.js";
import { PretendedExecutor, programOf } from "../search/comparison/pretend.arbitrary.js";
import { STUDIES } from "../search/comparison/studies/study.js";
import { openingsOf } from "../search/discovery/opening.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";
import { compareCommand } from "./compare.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-compare-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

const { symopt, output } = commandIn(() => folder);

const TINY = ["--steps", "12", "--batch", "4", "--tune", "2"];

/** Of a pretended run whose entry 3 is a program: the best is not confirmed before it. */
const PROGRAMS_FIRST = ["budget.evaluations=20", "confirmation.race=interval"];

describe("compare", () => {
  test("says how many trainings a program takes on a task, and how many more where settings are known", async () => {
    const trainedAt = async (horizon: number): Promise<number> => {
      const executor = new PretendedExecutor();
      await compare(executor, { programs: [programOf("mine")], tasks: [{ name: "teacher", size: 1, horizon, batch: 64 }] });
      return executor.requests.length;
    };
    const [, told = "", more = ""] = /about (\d+) trainings for a program and a task, (\d+) more where/
      .exec(compareCommand().description()) ?? [];
    const [without, known] = [await trainedAt(120), await trainedAt(200)];
    expect(Math.abs(without - Number(told))).toBeLessThan(5);
    expect(known - without).toBe(Number(more));
  });

  test("prints a table for each task and what may be claimed", () => {
    const text = output("compare", "lion", "--task", "glyph-mlp", "--task", "teacher", ...TINY, "--study", "profile");
    expect(text).toMatch(/^glyph-mlp ×1 \(classification\): 12 steps of 4 examples, 8,970 parameters\n\nrule +loss +over/m);
    expect(text).toMatch(/^teacher ×1 \(regression\)/m);
    expect(text).toMatch(/^ {2}muon +8 +[\d.]+ +dependent: reads t$/m);
    expect(text).toContain("over 2 tasks of 2 families");
    expect(text).toContain("Performance profile");
    expect(text.replaceAll("\n", " ")).toMatch(/lion (is|beats) .*the bar.* 2 families say nothing\./);
  });

  test("prints JSON with every number, the same whatever the number of workers but for times", () => {
    const run = (workers: string): string => {
      const text = output("compare", "lion", "--task", "teacher", ...TINY, "--workers", workers, "--json");
      return text.replaceAll(/"(millisecondsPerStep|stepTime)": [\d.e+-]+/g, "\"$1\": 0");
    };
    const text = run("1");
    const report = JSON.parse(text) as ComparisonReport;
    expect(report.seeds).toHaveLength(10);
    expect(report).toMatchObject({
      tuning: { trials: 2, seeds: [1001, 1002] }, split: "unseen", overall: [], studies: [],
      tasks: [{ name: "teacher", horizon: 12, batch: 4, rules: [{ name: "lion", role: "program" }, {}, {}, {}, {}] }],
    });
    expect(report.tasks[0]?.rules[0]?.match?.horizons.map(({ horizon }) => horizon)).toEqual([4, 6, 8, 10, 12, 15]);
    expect(run("2")).toBe(text);
  });

  test("knows which families a candidate of a run was evolved on", async () => {
    await pretendRun(join(folder, "run"), PROGRAMS_FIRST);
    const args = ["--task", "teacher", ...TINY, "--json"];
    const { rules } = JSON.parse(output("compare", "run:3", ...args)) as ComparisonReport;
    expect(rules[0]).toMatchObject({ name: "run:3", evolvedOn: ["classification", "regression"] });
  });

  test("notes in a candidate's run that it is looked at on a family that the run keeps sealed, and says so", async () => {
    await pretendRun(join(folder, "sealing"), [...PROGRAMS_FIRST, "tasks.sealed=[{task: language, size: 1}]"]);
    const { code, err } = symopt("compare", "sealing:3", "--task", "language", ...TINY, "--json");
    expect(code).toBe(0);
    expect(err).toContain("language is of a family that the run of sealing:3 keeps sealed");
    const store = RunStore.read(join(folder, "sealing"));
    expect(openingsOf(store)).toMatchObject([{ candidate: 3, tasks: ["language"] }]);
    store.close();
  });

  test("names every study that there is", () => {
    const help = output("compare", "--help").replaceAll(/\s+/g, " ");
    expect(help).toContain(STUDIES.join(", "));
  });

  test.each([
    [["lion"], "required option '--task <task...>' not specified"],
    [["--task", "teacher"], "missing required argument 'program'"],
    [["lion", "--task", "teecher"], "no task `teecher`; did you mean `teacher`?"],
    [["lion", "--task", "teacher", "--seeds", "9"], "Expected an integer from 10 to 1000"],
    [["lion", "--task", "teacher", "--steps", "1"], "Expected an integer from 2"],
    [["lion", "--task", "teacher", "--study", "horizon"], "Expected horizons, sizes, trials, window, batch, profile or all"],
    [["lion", "--task", "teacher", "--data", "none.csv"], "takes no real data"],
    [["wild.rule", "--task", "teacher"], "wild.rule:1"],
  ])("%j is refused with code 2 and a reason", (args, reason) => {
    writeFileSync(join(folder, "wild.rule"), "def wild(w):\n");
    const { code, out, err } = symopt("compare", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
    expect(err).not.toMatch(/^ +at /m);
  });
});
