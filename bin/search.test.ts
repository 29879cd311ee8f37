import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CandidateReport } from "../results/candidate-report.js";
import type { RunReport } from "../results/run-report.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

/** A task of a user's that trains in a millisecond: three constants are learnt from noisy ones. */
const TASK = `
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
export default {
  name: "pull", family: "regression", title: "Three constants",
  sizes: {
    1: {
      source: () => ({
        fields: { x: { element: "f32", shape: [3] } },
        floor: { loss: 0, kind: "atLeast" },
        size: () => Infinity,
        fill(split, seed, first, count, { x }) {
          for (let i = 0; i < 3 * count; i++) x[i] = i % 3 + 1 + 0.1 * noise(seeds[split], seed, first, i);
        },
      }),
      horizon: 12,
      batch: 2,
      model(graph, { x }) {
        const w = graph.parameter("w", [3], "vector", { kind: "fill", value: 0 });
        const error = graph.binary("subtract", w, x);
        return { loss: graph.reshape(graph.mean(graph.multiply(error, error), [0, 1]), []) };
      },
    },
  },
};
`;

/** Its hurdles, sweeps, confirmations and restarts come soon. */
const CONFIGURATION = `
budget: { evaluations: 160 }
inFlight: 4
tasks: { search: [./pull.mjs], selection: [], sealed: [], peers: false }
population: { size: 20 }
restart: { patience: 30 }
hurdles: { window: 20 }
start: [adamw, lion, sgd]
`;

let folder = "";

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the command finds around it: no terminal, and a cache of the test's own. */
function surroundings() {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return { cwd: folder, env: { ...env, SYMOPT_CACHE: join(folder, "cache") } };
}

function symopt(...args: readonly string[]): Run {
  const run = spawnSync(process.execPath, [COMMAND, ...args], { ...surroundings(), encoding: "utf8", input: "" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Runs the command, expects it to be content, and gives its standard output. */
function output(...args: readonly string[]): string {
  const { code, out, err } = symopt(...args);
  expect({ code, trace: /^ +at /m.test(err) }, err).toEqual({ code: 0, trace: false });
  return out;
}

function status(run: string, ...args: readonly string[]): RunReport {
  return JSON.parse(output("status", run, "--json", ...args)) as RunReport;
}

/** Starts a command that prints events, and sends it a signal at the third commit. */
async function signalled(signal: "SIGKILL" | "SIGINT" | "SIGTERM" | "SIGHUP", ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [COMMAND, ...args, "--json"], surroundings());
  let [out, err] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const before = out;
    out += text;
    const commits = (all: string): number => all.split('"kind":"committed"').length - 1;
    if (commits(before) < 3 && commits(out) >= 3) child.kill(signal);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-search-"));
  writeFileSync(join(folder, "pull.mjs"), TASK);
  writeFileSync(join(folder, "tiny.yaml"), CONFIGURATION);
  output("search", "tiny.yaml", "--out", "whole", "--workers", "1");
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

describe("search", () => {
  test("does the same with the same seed, whatever the number of workers, and something else with another", () => {
    const out = output("search", "tiny.yaml", "--out", "two", "--workers", "2");
    expect(out).toMatch(/^(Candidate \d+ is the best|Nothing was found that is surely better)/);
    expect(out).toContain("the bar");
    expect(out).toContain("symopt resume two --evaluations N\n");
    expect(status("two").digest).toBe(status("whole").digest);
    output("search", "tiny.yaml", "--out", "other", "--seed", "2", "--evaluations", "20");
    expect(status("other", "--at", "40").digest).not.toBe(status("whole", "--at", "40").digest);
  });

  test("in the lanes of another executor is repeatable too, and goes on with that one alone", () => {
    const few = ["--evaluations", "12", "--executor", "tfjs:cpu"];
    output("search", "tiny.yaml", "--out", "lanes", ...few);
    output("search", "tiny.yaml", "--out", "again", ...few, "--set", "lanes=3");
    expect(status("again").digest).toBe(status("lanes").digest);
    expect(readFileSync(join(folder, "lanes", "config.yaml"), "utf8")).toMatch(/^executor: tfjs:cpu$/m);
    const { code, err } = symopt("resume", "lanes", "--evaluations", "14", "--executor", "wasm");
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("begun on the executor `tfjs:cpu`") as string });
    output("resume", "lanes", "--evaluations", "14", "--workers", "1");
    expect(status("lanes").length).toBeGreaterThan(status("again").length);
  });

  test("is the same where it was killed at any moment, and resumed", async () => {
    let last = 0;
    for (let kills = 0; kills < 4; kills++) {
      const args = kills === 0 ? ["search", "tiny.yaml", "--out", "killed"] : ["resume", "killed"];
      const { code } = await signalled("SIGKILL", ...args, "--workers", "2");
      expect(code).toBeNull();
      const { length, ended, writer } = status("killed");
      expect({ ended, writer }).toEqual({ ended: null, writer: null });
      expect(length).toBeGreaterThan(last);
      expect(status("killed").digest).toBe(status("whole", "--at", String(length)).digest);
      last = length;
    }
    expect(last).toBeLessThan(status("whole").length);
    output("resume", "killed", "--workers", "3");
    expect(status("killed").digest).toBe(status("whole").digest);
  });

  test.skipIf(process.platform === "win32")("whose output is read no longer stops in good order, with code 141", async () => {
    const child = spawn(process.execPath, [COMMAND, "search", "tiny.yaml", "--out", "unread", "--json"], surroundings());
    child.stdout.once("data", () => { child.stdout.destroy(); });
    const [code] = await once(child, "close") as [number | null];
    expect(code).toBe(141);
    expect(status("unread").ended).toBe("interrupted");
  });

  test.skipIf(process.platform === "win32").each([
    ["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129],
  ] as const)("stops on %s with code %i, nothing lost and a word on how to go on", async (signal, expected) => {
    const run = `stopped by ${signal}`;
    const { code, out, err } = await signalled(signal, "search", "tiny.yaml", "--out", run, "--workers", "2");
    expect(code).toBe(expected);
    expect(err).toContain(`everything that was committed is kept; \`symopt resume '${run}'\` goes on\n`);
    expect(err).not.toMatch(/^ +at /m);
    const last = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as { readonly kind: string; readonly end: string };
    expect(last).toMatchObject({ kind: "ended", end: "interrupted" });
    expect(status(run).ended).toBe("interrupted");
    output("resume", run);
    expect(status(run).digest).toBe(status("whole").digest);
  });

  test("prints events as lines of JSON, entries and the result among them", () => {
    const lines = output("search", "tiny.yaml", "--out", "events", "--evaluations", "10", "--json")
      .trimEnd().split("\n").map((line) => JSON.parse(line) as { kind: string; entries?: readonly { index: number }[] });
    const entries = lines.filter(({ kind }) => kind === "committed").flatMap((line) => line.entries ?? []);
    expect(lines.slice(0, 2)).toMatchObject([{ kind: "atCeiling" }, { kind: "begun", folder: "events", entries: 0 }]);
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_, k) => k));
    expect(lines.at(-1)).toMatchObject({ kind: "ended", end: "evaluations", report: { length: entries.length } });
  });

  test("writes a log where there is no terminal, and a warning of a task that nothing can be above the bar on", () => {
    const { err } = symopt("search", "tiny.yaml", "--out", "log", "--evaluations", "5");
    const lines = err.trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly level: string; readonly msg: string });
    expect(lines[0]).toMatchObject({ level: "warn", msg: expect.stringMatching(/^nothing can be above the bar on/) as string });
    expect(lines[1]).toMatchObject({ level: "info", msg: "the search in log begins" });
    expect(lines.at(-1)?.msg).toMatch(/generated .* trained /);
  });

  test("warns where it ends before all starting programs were tried", () => {
    const { code, err } = symopt("search", "tiny.yaml", "--out", "early", "--evaluations", "2", "--set", "startTuned=false");
    expect(code).toBe(0);
    expect(err).toMatch(/"level":"warn".*"tried":2,"programs":3,"msg":"1 starting program of 3 was not tried, .*"/);
  });

  test("takes settings, and a folder of its own choice where none is named", () => {
    const out = output("search", "tiny.yaml", "--set", "budget.evaluations=4", "--set", "population.size=7");
    const run = /^ +run +(runs\/tiny-\d{8}-\d{6}),/m.exec(out)?.[1] ?? "";
    expect(status(run)).toMatchObject({ budget: { evaluations: 4, minutes: null } });
    expect(readFileSync(join(folder, run, "config.yaml"), "utf8")).toContain("size: 7");
  });

  test("starts from programs, of files and of a run", () => {
    writeFileSync(join(folder, "mine.rule"), "def mine(w, g, lr):\n  update = g * lr\n  return update\n");
    output("search", "tiny.yaml", "--out", "from", "--evaluations", "30", "--from", "mine.rule", "whole");
    const show = (id: number): CandidateReport =>
      JSON.parse(output("show", "from", String(id), "--json")) as CandidateReport;
    expect(show(0).change).toBe("start mine.rule");
    expect(show(1).change).toMatch(/^start whole:\d+$/);
  });
});

describe("resume", () => {
  test("extends a run that has ended, as if it had been given more from the start", () => {
    output("search", "tiny.yaml", "--out", "short", "--evaluations", "20");
    expect(output("resume", "short")).toContain("its evaluations are spent");
    output("resume", "short", "--evaluations", "160");
    expect(status("short")).toMatchObject({ evaluations: 160, digest: status("whole").digest });
  });

  test("extends a run whose steps are spent by as many steps, as it says", () => {
    const out = output("search", "tiny.yaml", "--out", "steps", "--set", "budget.steps=400");
    expect(out).toContain("its training steps are spent");
    expect(out).toContain("symopt resume steps --steps N\n");
    const { length } = status("steps");
    output("resume", "steps", "--steps", "1000");
    expect(status("steps").length).toBeGreaterThan(length);
    expect(status("steps").digest).toBe(status("whole", "--at", String(status("steps").length)).digest);
  });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

describe("a search that is refused", () => {
  test("leaves nothing behind, and what was there before as it was", () => {
    writeFileSync(join(folder, "flat.mjs"), TASK.replace('"pull"', '"flat"').replace("i % 3 + 1 + ", ""));
    const flat = ["search", "tiny.yaml", "--set", "tasks.search=[./flat.mjs]", "--out"];
    mkdirSync(join(folder, "mine"));
    for (const run of [join("new", "run"), "mine"]) {
      expect(symopt(...flat, run)).toMatchObject({ code: 2, err: expect.stringContaining("cannot be searched on") as string });
    }
    expect(existsSync(join(folder, "new"))).toBe(false);
    expect(readdirSync(join(folder, "mine"))).toEqual([]);
  });

  test("says what cannot be written, and keeps no lock on the run that it had begun", () => {
    mkdirSync(join(folder, "barred", "config.yaml"), { recursive: true });
    const { code, out, err } = symopt("search", "tiny.yaml", "--out", "barred");
    expect({ code, out }, err).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/config\.yaml: this file cannot be opened/);
    expect(readdirSync(join(folder, "barred")).sort()).toEqual(["config.yaml", "run.db", "run.lock"]);
  });

  test.skipIf(!existsSync("/proc/self"))("says so where no folder can be made, rather than try for ever", () => {
    for (const args of [["search", "tiny.yaml"], ["salvage", "whole"]]) {
      expect(symopt(...args, "--out", "/proc/symopt/a")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("/proc") as string });
    }
  });
});

describe("bad input", () => {
  test.each<[string, () => readonly string[], RegExp]>([
    ["a configuration that is not there", () => ["search", "no.yaml"], /there is no configuration `no\.yaml`/],
    ["a misspelt key", () => ["search", write("bad.yaml", "populaton: { size: 7 }\n")], /bad\.yaml:1:1: .*did you mean `population`/],
    ["a bad setting", () => ["search", "tiny.yaml", "--set", "population.size=-1"], /--set population\.size=-1: `population\.size` must be/],
    ["no setting", () => ["search", "tiny.yaml", "--set", "x"], /expected path=value/],
    ["a program to start from that is not there", () => ["search", "tiny.yaml", "--from", "lionn"], /did you mean `lion`/],
    ["a folder that has a run", () => ["search", "tiny.yaml", "--out", "whole"], /There is a run in whole already: `symopt resume whole`/],
    ["no number of evaluations", () => ["search", "--evaluations", "0"], /Expected an integer from 1/],
  ])("that is %s ends with code 2 and a reason", (_, args, reason) => {
    const { code, out, err } = symopt(...args());
    expect({ code, out }, err).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/^ +at /m);
  });

  test("a run that another process writes to cannot be resumed, but looked at", async () => {
    const child = spawn(
      process.execPath, [COMMAND, "search", "tiny.yaml", "--out", "busy", "--evaluations", "1000000", "--json"], surroundings(),
    );
    const ended = once(child, "close");
    try {
      await new Promise<void>((resolve) => {
        child.stdout.on("data", (text: Buffer) => { if (text.includes('"kind":"committed"')) resolve(); });
        void ended.then(() => { resolve(); });
      });
      expect(symopt("resume", "busy")).toMatchObject({
        code: 2, out: "", err: expect.stringContaining(`this run is in use by process ${child.pid ?? 0}`) as string,
      });
      expect(status("busy")).toMatchObject({ writer: child.pid, ended: null });
      expect(symopt("top", "busy").code).toBe(0);
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
  });
});
