import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../dsl/check.js";
import { parse } from "../dsl/text/parse.js";
import type { DiscoveryReport } from "../results/discovery-report.js";
import type { Forecast } from "../results/forecast-report.js";
import { hasRun } from "../results/store/place.js";
import { RunStore } from "../results/store/store.js";
import type { CommandRun } from "./command.arbitrary.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

/** Milliseconds between two looks at a run that is to be killed. */
const LOOK = 5;

/** Tasks of a user's that train in a millisecond, of three families: constants are learnt from noisy ones. */
const TASKS = `
const seeds = { train: 1, validation: 2, selection: 3, test: 4 };
function noise(...words) {
  let hash = 0x9e3779b9;
  for (const word of words) {
    hash = Math.imul(hash + word, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32 - 0.5;
}
function pull(name, family, constants) {
  return {
    name, family, title: "A few constants",
    sizes: {
      1: {
        source: () => ({
          fields: { x: { element: "f32", shape: [constants] } },
          floor: { loss: 0, kind: "atLeast" },
          size: () => Infinity,
          fill(split, seed, first, count, { x }) {
            for (let i = 0; i < constants * count; i++) x[i] = i % constants + 1 + 0.1 * noise(seeds[split], seed, first, i);
          },
        }),
        horizon: 12,
        batch: 2,
        model(graph, { x }) {
          const w = graph.parameter("w", [constants], "vector", { kind: "fill", value: 0 });
          const error = graph.binary("subtract", w, x);
          return { loss: graph.reshape(graph.mean(graph.multiply(error, error), [0, 1]), []) };
        },
      },
    },
  };
}
export default [pull("three", "regression", 3), pull("four", "tabular", 4), pull("five", "diffusion", 5)];
`;

const CONFIGURATION = `
budget: { evaluations: 150 }
inFlight: 4
tasks:
  search: [./tasks.mjs:three]
  selection: [{ task: ./tasks.mjs:four, size: 1 }]
  sealed: [{ task: ./tasks.mjs:five, size: 1 }]
  peers: false
population: { size: 20 }
selection: { fitness: 4, cells: 2, stages: [{ size: 1, keep: 2, seeds: 2 }], trials: 2 }
ablation: { steps: 0 }
start: [adamw, lion, sgd]
`;

let folder = "";

/** What the command finds around it: no terminal, and a cache of the test's own. */
function surroundings() {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return { cwd: folder, env: { ...env, SYMOPT_CACHE: join(folder, "cache") } };
}

function symopt(...args: readonly string[]): CommandRun {
  const run = spawnSync(process.execPath, [COMMAND, ...args], { ...surroundings(), encoding: "utf8", input: "" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Runs the command, expects it to be content, and gives its standard output. */
function output(...args: readonly string[]): string {
  const { code, out, err } = symopt(...args);
  expect({ code, trace: /^ +at /m.test(err) }, err).toEqual({ code: 0, trace: false });
  return out;
}

/** What was discovered, but for the name of the run. */
function discovered(run: string, ...args: readonly string[]): DiscoveryReport {
  const out = output("discover", ...args, "--json");
  return JSON.parse(out.replaceAll(`"${run}`, '"RUN')) as DiscoveryReport;
}

/** Reads something off a run that another process writes; 0 while there is none. */
function look(run: string, count: (store: RunStore) => number): number {
  const path = join(folder, run);
  if (!hasRun(path)) return 0;
  try {
    using store = RunStore.read(path);
    return count(store);
  } catch {
    // It is just being made.
    return 0;
  }
}

/** Entries of the search. */
function entries(run: string): number {
  return look(run, (store) => store.length);
}

/** Trainings beside it. */
function trainings(run: string): number {
  return look(run, (store) => store.kept().length);
}

/** What these were, sorted. */
function trained(run: string): readonly string[] {
  using store = RunStore.read(join(folder, run));
  return store.kept().map((training) => (training as { readonly key: string }).key).toSorted();
}

/** Starts the command, kills it as soon as there is so much, and tells whether it was still running. */
async function killed(until: () => boolean, ...args: readonly string[]): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, [COMMAND, ...args], { ...surroundings(), stdio: "ignore" });
  const ended = once(child, "exit");
  while (child.exitCode === null && !until()) await sleep(LOOK);
  const wasRunning = child.kill("SIGKILL");
  await ended;
  return wasRunning;
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

let whole: DiscoveryReport;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-discover-command-"));
  write("tasks.mjs", TASKS);
  write("tiny.yaml", CONFIGURATION);
  whole = discovered("whole", "tiny.yaml", "--out", "whole", "--workers", "1");
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

describe("discover", () => {
  test("ends with a rule, its verdict, and files that are there", () => {
    expect(whole).toMatchObject({
      folder: "RUN", trials: 2,
      selection: { tasks: [{ name: "four", family: "tabular", size: 1 }], seeds: 10 },
    });
    // The bar under the settings of the reference is as good as can be here, so that nothing is above it.
    expect(whole).toMatchObject({ verdict: "none", sealed: null, unopened: [{ name: "five" }] });
    expect(() => check(parse(whole.program?.text ?? ""))).not.toThrow();
    const paths = [...whole.modules, ...(whole.page === null ? [] : [whole.page])];
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(existsSync(join(folder, path.replace("RUN", "whole"))), path).toBe(true);
  });

  test("says the same for people, and finds it all known when it is asked again", () => {
    const before = trainings("whole");
    const out = output("discover", "whole", "--workers", "2");
    expect(out).toContain(whole.program?.text.trimEnd().split("\n")[1]);
    expect(out).toMatch(/^verdict: (none|\d+)\. /m);
    expect(discovered("whole", "whole")).toEqual(whole);
    expect(trainings("whole")).toBe(before);
  });

  test("killed in the search and after it, goes on and ends as if it had been left alone", async () => {
    const began = await killed(() => entries("killed") >= 20, "discover", "tiny.yaml", "--out", "killed", "--workers", "2");
    expect({ began, later: trainings("killed") }).toEqual({ began: true, later: 0 });
    const searched = entries("killed");
    expect(searched).toBeLessThan(entries("whole"));
    expect(await killed(() => trainings("killed") >= 5, "discover", "killed", "--workers", "2")).toBe(true);
    expect(entries("killed")).toBe(entries("whole"));
    const kept = trainings("killed");
    expect(kept).toBeLessThan(trainings("whole"));
    expect(await killed(() => trainings("killed") >= kept + 50, "discover", "killed", "--workers", "2")).toBe(true);
    expect(discovered("killed", "killed", "--workers", "2")).toEqual(whole);
    const keys = trained("killed");
    expect(new Set(keys).size).toBe(keys.length);
    // The other measured the references of its tasks too, which are kept elsewhere.
    expect(new Set(trained("whole"))).toEqual(new Set([...trained("whole"), ...keys]));
  });

  test("goes on with a run that was only searched", () => {
    output("search", "tiny.yaml", "--out", "searched", "--workers", "2");
    expect(discovered("searched", "searched", "--workers", "2")).toEqual(whole);
  });

  test("tells beforehand what it would take, and writes nothing", () => {
    const before = readdirSync(folder);
    const told = JSON.parse(output("discover", "tiny.yaml", "--dry-run", "--workers", "2", "--json")) as Forecast;
    expect(told.workers).toBe(2);
    expect(told.parts.map(({ part }) => part)).toEqual(expect.arrayContaining(["search", "selection", "comparison", "sealed"]));
    for (const { trainings: count, steps, seconds } of told.parts) {
      expect(Math.min(count, steps, seconds.least)).toBeGreaterThan(0);
      expect(seconds.most).toBeGreaterThanOrEqual(seconds.least);
    }
    expect(told.minutes.least).toBeGreaterThan(0);
    expect(output("discover", "tiny.yaml", "--dry-run")).toMatch(/^search +\d/m);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("chooses a folder of its own where none is named", () => {
    const { folder: run } = JSON.parse(output("discover", "tiny.yaml", "--evaluations", "4", "--json")) as DiscoveryReport;
    expect(run).toMatch(/^runs\/tiny-\d{8}-\d{6}$/);
    expect(readFileSync(join(folder, run, "config.yaml"), "utf8")).toContain("evaluations: 4");
  });
});

describe("bad input", () => {
  const unselected = CONFIGURATION.replace(/selection: \[.*\]\n/, "selection: []\n");
  const unsized = CONFIGURATION.replace("size: 1, keep: 2", "size: 10, keep: 2");
  const ablated = CONFIGURATION.replace("steps: 0", "steps: 1000");
  test.each<[string, () => readonly string[], RegExp]>([
    ["a seed for a run", () => ["whole", "--seed", "2"], /whole is a run, which has its settings/],
    ["a setting for a run", () => ["whole", "--set", "population.size=7"], /which has its settings/],
    ["a budget for a run", () => ["whole", "--evaluations", "70"], /`symopt resume` extends a search/],
    ["a forecast of a run", () => ["whole", "--dry-run"], /whole is a run, and a forecast is of a whole run .* `symopt status whole`/],
    ["a folder that has a run", () => ["tiny.yaml", "--out", "whole"], /There is a run in whole already/],
    ["nothing to select by", () => [write("unselected.yaml", unselected), "--out", "no"], /`tasks\.selection`/],
    ["a stage of a size that a task has not", () => [write("unsized.yaml", unsized), "--out", "no"], /"four" has no size ×10/],
    ["an ablation that a task has no size for", () => [write("ablated.yaml", ablated), "--out", "no"], /no size ×10/],
    ["a configuration that is not there", () => ["no.yaml"], /there is no configuration `no\.yaml`/],
  ])("that is %s ends with code 2 and a reason, before anything is trained", (_, args, reason) => {
    const { code, out, err } = symopt("discover", ...args());
    expect({ code, out }, err).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/^ +at /m);
    expect(existsSync(join(folder, "no"))).toBe(false);
  });

  test("that is a run with nothing to select by is refused before its search goes on", async () => {
    const args = ["search", "unselected.yaml", "--out", "unselected", "--workers", "1", "--evaluations", "100000"];
    write("unselected.yaml", unselected);
    await killed(() => entries("unselected") >= 10, ...args);
    const before = entries("unselected");
    const { code, err } = symopt("discover", "unselected");
    expect(code, err).toBe(2);
    expect(entries("unselected")).toBe(before);
  });
});
