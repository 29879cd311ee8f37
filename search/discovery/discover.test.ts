import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, TrainingRequest } from "../../proxies/executor/executor.js";
import { BAR_RULES } from "../../results/bar.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import { toExportedRule } from "../../results/export/rule.js";
import type { Target } from "../../results/export/target.js";
import { TARGETS } from "../../results/export/targets.js";
import { horizonInputsOf } from "../../results/program-report.js";
import { InputError } from "../../src/errors.js";
import { BUILT_IN } from "../reference/built-in/index.js";
import { parseRuleDocument } from "../rule-document.js";
import { sizeOf } from "../run/report.js";
import { SEEDS } from "../seeds.js";
import { entrantsOf } from "../selection/entrants.js";
import { type Pretence, PretendedTrainer } from "../selection/pretend.arbitrary.js";
import { discover } from "./discover.js";
import { librarySubject } from "../subject.js";
import { openFor } from "./opening.js";
import { pretendDiscoverable, withPretended } from "./pretend.arbitrary.js";

/** The rules of the bar, as they are trained. */
const BAR = new Set(BAR_RULES.map((rule) => librarySubject(rule).text.trim()));

let folder = "";
let next = 0;
/** A candidate of the run. */
let better = { index: -1, text: "" };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-discover-"));
  await pretendDiscoverable(join(folder, "run"));
  await withPretended(join(folder, "run"), new PretendedTrainer(), ({ run }) => {
    const [, second] = entrantsOf(run, { fitness: 4, cells: 2 });
    if (second !== undefined) better = second;
    return Promise.resolve();
  });
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** It alone is better than all else. */
function worth({ program }: TrainingRequest): number {
  return program.trim() === better.text.trim() ? 0.1 : 0;
}

/** A run of the test's own, as another. */
function copy(source = join(folder, "run")): string {
  const own = join(folder, `copy-${next++}`);
  cpSync(source, own, { recursive: true });
  return own;
}

/** What is discovered in a run; but for its folder, which is each test's own. */
async function discovered(run: string, executor: Executor, signal?: AbortSignal): Promise<DiscoveryReport> {
  const report = await withPretended(run, executor, (discovering) => discover(discovering, { signal }));
  expect(report.folder).toBe(run);
  return JSON.parse(JSON.stringify(report).replaceAll(run, "RUN")) as DiscoveryReport;
}

function reportOf(pretence: Pretence): Promise<DiscoveryReport> {
  return discovered(copy(), new PretendedTrainer(pretence));
}

/** What was asked for, but for its number. */
function keysOf(trainer: PretendedTrainer): readonly string[] {
  return trainer.trained.map(({ index: _, ...request }: TrainingRequest) => JSON.stringify(request));
}

describe("a discovery", () => {
  it("finds the candidate that is above the bar, and judges it on the sealed family", async () => {
    const run = copy();
    const trainer = new PretendedTrainer({ worth });
    const { verdict, program, selection, sealed, unopened, modules } = await discovered(run, trainer);
    expect({ verdict, index: program?.index }).toEqual({ verdict: "above", index: better.index });
    expect(selection?.overBar.low).toBeGreaterThan(0);
    expect(selection?.tasks.map(({ name }) => name)).toEqual(["noisy-labels"]);
    expect(sealed?.overBar.low).toBeGreaterThan(0);
    expect(sealed).toMatchObject({ tasks: [{ name: "auto-encoder" }], reused: false });
    expect(unopened).toEqual([]);
    expect(modules.length).toBeGreaterThan(0);
    for (const path of modules) expect(existsSync(path.replace("RUN", run)), path).toBe(true);
  });

  it("writes a program that is exported as what was written beside it, under the setting that it was tuned to", async () => {
    const run = copy();
    // Whatever was tried beside the rule as it is was better.
    const isChanged = ({ scale = 1, decay = 0 }: TrainingRequest): boolean => scale !== 1 || decay !== 0;
    const trainer = new PretendedTrainer({ worth: (request) => worth(request) + (isChanged(request) ? 0.02 : 0) });
    const { program, modules } = await discovered(run, trainer);
    const [written = "", ...files] = modules.map((path) => path.replace("RUN", run));
    const { scale = 1, decay = 0, task } = program?.setting ?? {};
    expect({ isTuned: scale !== 1 || decay !== 0, task }).toEqual({ isTuned: true, task: "noisy-labels ×1" });
    const rule = parse(readFileSync(written, "utf8"), written);
    const json = readFileSync(files.find((path) => path.endsWith(".json")) ?? "", "utf8");
    const { documentation } = parseRuleDocument(json, "json").document;
    for (const path of files) {
      const target = TARGETS.find(({ name }) => path.includes(`/${name}/`)) as Target;
      expect(readFileSync(path, "utf8")).toBe(target.write(toExportedRule(rule, { documentation })));
    }
  });

  it("has in its code what it came to on each of several sealed families", async () => {
    const run = join(folder, "two sealed");
    await pretendDiscoverable(run, ["tasks.sealed=[{task: auto-encoder, size: 1}, {task: captions, size: 1}]"]);
    const { sealed, modules } = await discovered(run, new PretendedTrainer({
      worth: (request) => worth(request) * (request.task.name === "captions" ? -1 : 1),
    }));
    expect(sealed?.overBar.byTask).toHaveLength(2);
    const json = readFileSync(modules.find((path) => path.endsWith(".json"))?.replace("RUN", run) ?? "", "utf8");
    const { documentation } = parseRuleDocument(json, "json").document;
    expect(documentation.scores.slice(-3).map(({ on, what }) => [on, what.replace(/^log2 speed-up over the /, "")])).toEqual([
      ["2 sealed tasks: auto-encoder ×1, captions ×1", "best rule of the bar on each, of families opened once it was chosen:"],
      ["auto-encoder ×1", "bar"], ["captions ×1", "bar, below it for sure:"],
    ]);
  });

  it("says that there is none where nothing is better than the bar, and what comes nearest", async () => {
    const { verdict, program, selection, sealed, unopened } = await reportOf({});
    expect(verdict).toBe("none");
    expect(program).not.toBeNull();
    expect(program?.reads).toEqual(horizonInputsOf(parse(program?.text ?? "")));
    expect(selection?.overBar.low).toBeLessThan(0);
    // What is not above the bar is not worth opening them for.
    expect(sealed).toBeNull();
    expect(unopened).toMatchObject([{ name: "auto-encoder", size: 1 }]);
    for (const { low, high } of selection?.overBar.byTask ?? []) expect(low).toBeLessThan(high);
  });

  it("does not say that a family stays sealed which somebody has opened", async () => {
    const run = copy();
    openFor(`${run}:3`, better.text, [{ name: "auto-encoder", family: "auto-encoder" }]);
    const { verdict, sealed, unopened, opened } = await discovered(run, new PretendedTrainer());
    expect({ verdict, sealed, unopened }).toEqual({ verdict: "none", sealed: null, unopened: [] });
    expect(opened).toMatchObject([{ name: "auto-encoder", size: 1 }]);
    expect((await reportOf({})).opened).toEqual([]);
  });

  it("tells whether it was to try what it found without its parts, and which entries it is of", async () => {
    const run = copy();
    const told = (ablation?: boolean) => withPretended(run, new PretendedTrainer(), async (discovering) => {
      const { ablation: tried, entries } = await discover(discovering, ablation === undefined ? {} : { ablation });
      return { tried, isOfAll: entries === discovering.run.entries };
    });
    expect(await told()).toEqual({ tried: true, isOfAll: true });
    expect(await told(false)).toEqual({ tried: false, isOfAll: true });
  });

  it("never names what fails on a seed, however far ahead it is on the others", async () => {
    const fails = ({ program, seed }: TrainingRequest): boolean =>
      program.trim() === better.text.trim() && seed === SEEDS.comparison.first + 3;
    const { verdict, selection } = await reportOf({ worth, fails });
    expect(verdict).toBe("none");
    expect(selection).toMatchObject({ failed: 0 });
  });

  it("is tried without its parts, which it does without where all that is left is above the bar still", async () => {
    const run = join(folder, "ablated");
    await pretendDiscoverable(run, ["ablation={steps: 100000000, margin: 0.02}"]);
    // At size 10 nothing matters to anyone.
    const isHere = ({ program, task: { size } }: TrainingRequest): boolean => size === 10 || !BAR.has(program.trim());
    const here = await discovered(run, new PretendedTrainer({ worth: (request) => (isHere(request) ? 0.1 : 0) }));
    expect(here.verdict).toBe("above");
    expect(here.program?.statements).toBeLessThan(sizeOf(better.text).statements);
    expect(here.selection?.overBar.low).toBeGreaterThan(0);
  });

  it("is tried without its parts in trainings that are long enough for the reference's loss to be flat", async () => {
    vi.stubEnv("SYMOPT_CACHE", join(folder, "cache"));
    const run = join(folder, "lengthened");
    await pretendDiscoverable(run, ["ablation={steps: 3000000, margin: 0.02}"]);
    // There is so little to learn that the last octave brings too much of it, at the horizon whose reference is known.
    const trainer = new PretendedTrainer({ worth, untrained: 0.03 });
    await discovered(run, trainer);
    vi.unstubAllEnvs();
    const horizons = trainer.trained.filter(({ program, task: { size } }) => size === 10 && !BAR.has(program.trim()))
      .map(({ task: { horizon } }) => horizon);
    const own = BUILT_IN.find(({ task, size }) => task === "noisy-labels" && size === 10)?.horizon ?? NaN;
    expect(new Set(horizons)).toEqual(new Set([2 * own]));
  });

  it("stays whole where it would no longer be above the bar without what seemed to be worth nothing", async () => {
    const run = join(folder, "whole");
    await pretendDiscoverable(run, ["ablation={steps: 100000000, margin: 0.02}"]);
    const trainer = new PretendedTrainer({ worth: (request) => (request.task.size === 10 ? 0.1 : worth(request)) });
    const { verdict, program, selection } = await discovered(run, trainer);
    expect(trainer.trained.some(({ task }) => task.size === 10)).toBe(true);
    expect({ verdict, text: program?.text }).toEqual({ verdict: "above", text: better.text });
    expect(selection?.overBar.low).toBeGreaterThan(0);
  });

  it("has no program where the search has trained nothing new", async () => {
    const run = join(folder, "starts");
    await pretendDiscoverable(run, ["budget.evaluations=3"]);
    expect(await discovered(run, new PretendedTrainer())).toMatchObject({
      verdict: "none", program: null, selection: null, sealed: null, modules: [],
    });
  });

  it("opens no family where none is sealed", async () => {
    const run = join(folder, "unsealed");
    await pretendDiscoverable(run, ["tasks.sealed=[]"]);
    const trainer = new PretendedTrainer();
    expect(await discovered(run, trainer)).toMatchObject({ sealed: null });
    expect(new Set(trainer.trained.map(({ task }) => task.name))).toEqual(new Set(["noisy-labels"]));
  });

  it("is refused where there is nothing to select by", async () => {
    const run = join(folder, "unselected");
    await pretendDiscoverable(run, ["budget.evaluations=3", "tasks.selection=[]"]);
    await expect(discovered(run, new PretendedTrainer())).rejects.toThrow(InputError);
  });

  it("comes to the same whatever the order of outcomes", async () => {
    const [first, ...others] = await Promise.all([0, 1, 3, 7].map((stride) => reportOf({ worth, stride })));
    for (const other of others) expect(other).toEqual(first);
  });

  it.each([
    ["anywhere", [], [0.01, 0.3, 0.6, 0.99]],
    ["in its ablation too", ["ablation={steps: 300000, margin: 0.02}"], [0.3, 0.5, 0.8]],
  ])("interrupted %s and begun again, trains nothing twice and comes to the same", async (name, settings, shares) => {
    const source = join(folder, name);
    await pretendDiscoverable(source, settings);
    const whole = new PretendedTrainer({ worth });
    const expected = await discovered(copy(source), whole);
    const total = whole.trained.length;
    for (const share of shares) {
      const run = copy(source);
      const controller = new AbortController();
      const cut = new PretendedTrainer({
        worth, stride: 3, onTrain: (before) => { if (before >= share * total) controller.abort(); },
      });
      await expect(discovered(run, cut, controller.signal)).rejects.toThrow();
      const rest = new PretendedTrainer({ worth });
      expect(await discovered(run, rest)).toEqual(expected);
      expect(cut.trained.length).toBeGreaterThan(0);
      expect([...keysOf(cut), ...keysOf(rest)].toSorted()).toEqual(keysOf(whole).toSorted());
    }
  });

  it("tells which part each step went to, without and with an ablation", async () => {
    const stepsOn = (trainer: PretendedTrainer, part: (request: TrainingRequest) => boolean): number =>
      trainer.trained.filter(part).reduce((sum, { task }) => sum + task.horizon, 0);
    const isSealed = ({ task }: TrainingRequest): boolean => task.name === "auto-encoder";
    const trainer = new PretendedTrainer({ worth });
    const { work } = await discovered(copy(), trainer);
    // A comparison alone says what it is judged on, and tunes on two seeds.
    const isFunnel = ({ split, task: { size } }: TrainingRequest): boolean => split === undefined && size === 1;
    expect(work).toMatchObject({
      ablation: 0, sealed: stepsOn(trainer, isSealed), selection: stepsOn(trainer, isFunnel),
    });
    expect(work?.comparison).toBe(stepsOn(trainer, (request) => !isSealed(request) && !isFunnel(request)));
    const run = join(folder, "worked");
    await pretendDiscoverable(run, ["ablation={steps: 300000, margin: 0.02}"]);
    const ablating = new PretendedTrainer({ worth });
    const { work: more } = await discovered(run, ablating);
    // One step tells the loss of an untrained model.
    expect(more?.ablation).toBe(stepsOn(ablating, ({ task: { size, horizon } }) => size === 10 && horizon > 1));
  });

  it("counts the steps of all trainings, the search's too", async () => {
    const trainer = new PretendedTrainer({ worth });
    const run = copy();
    const { steps, work } = await discovered(run, trainer);
    const later = trainer.trained.reduce((sum, { task }) => sum + task.horizon, 0);
    await withPretended(run, trainer, ({ run: { counts } }) => {
      expect(steps).toBe(counts.steps + later);
      const { confirmationSteps: confirmation } = counts;
      expect(work).toMatchObject({ search: counts.steps - confirmation, confirmation });
      return Promise.resolve();
    });
  });
});
