import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadConfiguration, parseConfiguration } from "./load.js";
import { printConfiguration } from "./print.js";

const configs = new URL("../../configs/", import.meta.url);
const SAMPLES = ["quick.yaml", "evening.yaml", "laptop.yaml", "paper.yaml"];
const pathOf = (name: string): string => fileURLToPath(new URL(name, configs));

describe("printConfiguration", () => {
  it.each([
    ["nothing", ""],
    ["no limit of evaluations", "budget: { minutes: 0.1, steps: 9007199254740991 }"],
    ["every alternative", "{ functions: { set: paper, include: [rms] }, mode: constants, restart: { patience: null }, hurdles: { at: [] } }"],
    ["axes", "archive: { measures: [coupling, liveState, { name: updateSize, edges: [1e-7, 0.1, 1e9] }] }"],
    ["programs", "start: [{ name: 'yes: # *x', program: \"def f(w, g):\\n  u = -g\\n  return u\" }, { name: '1', program: \"def f(w, g, m):\\n  return g, m\" }]"],
    ["tasks", "tasks: { search: [{ task: glyph-mlp, size: 10, horizon: 7, batch: 3, data: . }], selection: [], sealed: [] }"],
  ])("gives text that reads back equal, for %s", async (_, text) => {
    const configuration = await parseConfiguration(text);
    expect(await parseConfiguration(printConfiguration(configuration), { folder: "/" })).toEqual(configuration);
  });

  it.each(SAMPLES)("gives text that reads back equal, for configs/%s", async (name) => {
    const configuration = await loadConfiguration({ file: pathOf(name) });
    expect(await parseConfiguration(printConfiguration(configuration), { folder: "/" })).toEqual(configuration);
  });

  it("names a user's task by the absolute path of its module", async () => {
    const text = "tasks: { search: [{ task: ./task.js, horizon: 50 }], peers: false }";
    const configuration = await parseConfiguration(text, { folder: pathOf("") });
    const [task] = configuration.tasks.search;
    expect(task).toMatchObject({ name: "spirals", family: "classification", module: pathOf("task.js"), horizon: 50 });
    const printed = printConfiguration(configuration);
    expect(printed).toContain(`task: ${pathOf("task.js")}:spirals`);
    expect(await parseConfiguration(printed, { folder: "/" })).toEqual(configuration);
  });
});

describe("the sample configurations", () => {
  it("are what they say", async () => {
    const [quick, , laptop, paper] = await Promise.all(
      SAMPLES.map((name) => loadConfiguration({ file: pathOf(name) })),
    );
    expect(quick?.population).toMatchObject({ size: 200, tournament: 3, islands: 1 });
    expect(laptop?.population).toMatchObject({ size: 500, tournament: 2, islands: 4 });
    expect(paper).toMatchObject({
      mode: "evolution",
      functions: { set: "paper", exclude: [], include: [] },
      population: { size: 1000, tournament: 2, islands: 1, archiveParents: 0 },
      mutation: { mode: "paper", normMatch: 0 },
      restart: { patience: null },
    });
    expect(paper?.start.map(({ name }) => name)).toEqual(["adamw-paper"]);
  });

  it.each(SAMPLES)("%s names the schema for editors", (name) => {
    expect(readFileSync(pathOf(name), "utf8")).toMatch(/^# yaml-language-server: \$schema=schema\.json\n/);
  });
});
