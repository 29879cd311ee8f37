import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TASKS } from "../proxies/tasks/index.js";
import { RunStore } from "../results/store/store.js";
import { openingsOf } from "../search/discovery/opening.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-evaluate-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const { symopt, output } = commandIn(() => folder);

function json(...args: readonly string[]): unknown {
  return JSON.parse(output(...args, "--json"));
}

/** A task of a user's: w learns a constant. */
const OWN = `
export const mine = {
  name: "mine", family: "regression", title: "A constant",
  sizes: {
    1: {
      source: () => ({
        fields: { x: { element: "f32", shape: [2] } },
        floor: { loss: 0, kind: "exact" },
        size: () => Infinity,
        fill(split, seed, first, count, { x }) { x.fill(1, 0, 2 * count); },
      }),
      horizon: 10,
      batch: 4,
      model(graph, { x }) {
        const w = graph.parameter("w", [2], "vector", { kind: "fill", value: 0 });
        const error = graph.binary("subtract", w, x);
        return { loss: graph.reshape(graph.mean(graph.multiply(error, error), [0, 1]), []) };
      },
    },
  },
};
`;

describe("tasks", () => {
  test("lists the built-in tasks", () => {
    expect(output("tasks")).toMatch(/^glyph-mlp +classification +Stroke glyphs, multi-layer perceptron +×1 +8,970 +200 +64$/m);
    const listed = json("tasks") as readonly { readonly name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(TASKS.map(({ name }) => name));
    expect(Object.keys(listed[0] ?? {})).toEqual(["name", "family", "title", "sizes"]);
  });

  test("tells all of one, built in or a user's", () => {
    expect(output("tasks", "language")).toContain("embedding (embedding 32×16)");
    expect(json("tasks", "language")).toMatchObject({ name: "language", sizes: [{ size: 1 }, { size: 10 }, {}] });
    const path = write("own.mjs", `${OWN}export default mine;\n`);
    expect(json("tasks", path)).toMatchObject({ name: "mine", sizes: [{ parameters: 2, horizon: 10, batch: 4 }] });
  });

  test("lets a user's import symopt wherever it lies, and what is installed beside it", () => {
    const title = `import * as engine from "symopt/engine";\n${OWN}mine.title = String(Object.keys(engine));\nexport default mine;`;
    expect(json("tasks", write("far.mjs", title))).toMatchObject({ title: expect.stringContaining("crossEntropy") as string });
    mkdirSync(join(folder, "beside", "node_modules", "symopt"), { recursive: true });
    write("beside/node_modules/symopt/package.json", `{ "type": "module", "exports": { "./engine": "./engine.js" } }`);
    write("beside/node_modules/symopt/engine.js", "export const own = 1;");
    expect(json("tasks", write("beside/near.mjs", title))).toMatchObject({ title: "own" });
  });

  test("finds one of several tasks of a module by its name", () => {
    const path = write("several.mjs", `${OWN}export default [{ ...mine, name: "other" }, mine];\n`);
    expect(json("tasks", `${path}:mine`)).toMatchObject({ name: "mine" });
    expect(symopt("tasks", path)).toMatchObject({
      code: 2, err: "error: several.mjs defines several tasks, other, mine: name one, as in several.mjs:other\n",
    });
    expect(symopt("tasks", `${path}:yours`)).toMatchObject({
      code: 2, err: "error: several.mjs defines no task `yours`; it defines other, mine\n",
    });
  });

  test.each<[string, () => string, RegExp]>([
    ["is misspelt", () => "langauge", /no file and no task `langauge`; did you mean `language`\?/],
    ["is nothing like a name", () => "zzzzzzzz", /no task `zzzzzzzz`; `symopt tasks` lists what is built in/],
    ["is a module that is not there", () => "no/such.js", /no file and no task `no\/such\.js`$/],
    ["is a module without a task", () => write("empty.mjs", "export default [];"), /empty list/],
    ["is no module", () => write("bad.mjs", "export default {"), /bad\.mjs cannot be loaded: /],
    [
      "has many losses",
      () => write("many.mjs", OWN.replace("graph.reshape(graph.mean(graph.multiply(error, error), [0, 1]), [])",
        "graph.multiply(error, error)") + "export default mine;"),
      /Task "mine" ×1 of many\.mjs cannot be built: its loss must be a single number, .* got .* shape \[4, 2\]/,
    ],
    [
      "has no data",
      () => write("dry.mjs", `${OWN.replace("x.fill(1, 0, 2 * count);", 'throw new Error("dry");')}export default mine;`),
      /Task "mine" ×1 of dry\.mjs cannot be built: its source cannot fill a batch of 4 for train: dry/,
    ],
    [
      "cannot be built",
      () => write("broken.mjs", `${OWN}mine.sizes[1].model = () => { throw new Error("no model"); };\nexport default mine;`),
      /Task "mine" ×1 of broken\.mjs cannot be built: no model/,
    ],
  ])("a task that %s is refused with code 2 and a reason", (_, reference, reason) => {
    for (const command of [["tasks", reference()], ["evaluate", "sgd", "--task", reference()]]) {
      const { code, out, err } = symopt(...command);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.trimEnd()).toMatch(reason);
      expect(err).not.toMatch(/^ +at /m);
    }
  });
});

const TINY = ["--task", "language", "--steps", "20", "--seeds", "2"];

describe("evaluate", () => {
  test("trains on the executor that is asked for, and says which is the fastest", () => {
    write("lanes.mjs", `${OWN}export default mine;`);
    const args = ["evaluate", "adamw", "--task", "./lanes.mjs", "--seeds", "2", "--json"];
    const lossOf = (out: string): number =>
      (JSON.parse(out) as { programs: readonly { loss: { mean: number } }[] }).programs[0]?.loss.mean ?? NaN;
    const known = lossOf(output(...args));
    const lanes = symopt(...args, "--executor", "tfjs:wasm");
    expect(lanes.code, lanes.err).toBe(0);
    expect(Math.abs(lossOf(lanes.out) - known)).toBeLessThanOrEqual(1e-3 * known);
    const fastest = symopt(...args, "--executor", "auto");
    expect(fastest.code, fastest.err).toBe(0);
    expect(fastest.err).toMatch(/^executor (wasm(:fused)?|webgpu|tfjs:\w+): .*(\n {2}not \S+: .*){6}$/m);
    expect(Math.abs(lossOf(fastest.out) - known)).toBeLessThanOrEqual(1e-3 * known);
    expect(symopt(...args, "--executor", "abacus")).toMatchObject({ code: 2 });
  });

  test("trains programs and ranks them", () => {
    const text = output("evaluate", "sgd", "adamw", ...TINY);
    expect(text).toMatch(/^language ×1: 20 steps of 8 examples, 4,528 parameters, 2 seeds\n\nprogram +loss +accuracy +ms/);
    expect(text).toMatch(/^sgd +\d+\.\d+ ± \d+\.\d+ +0\.\d+ +[\d.]+$/m);
    expect(text).toContain("Not tuned: --tune N");
    expect(text).not.toContain("█");
    expect(output("evaluate", "sgd", ...TINY, "--curves")).toMatch(/^ {2}sgd {2}[▁▂▃▄▅▆▇█]{20} {2}[\d.]+ → [\d.]+$/m);
  });

  test("prints JSON with every number, the same whatever the number of workers", () => {
    const run = (workers: string): unknown => {
      const report = json("evaluate", "lion", "sgd", ...TINY, "--tune", "4", "--workers", workers) as {
        readonly programs: readonly { readonly millisecondsPerStep: number }[];
      };
      return { ...report, programs: report.programs.map(({ millisecondsPerStep: _, ...rest }) => rest) };
    };
    const report = run("1");
    expect(report).toMatchObject({
      task: {
        name: "language", module: null, family: "language", size: 1, parameters: 4528, horizon: 20, batch: 8,
        data: null, split: "validation",
      },
      seeds: [1, 2],
      tuning: { trials: 4, seeds: [1001, 1002] },
      programs: [{ trainings: [{ seed: 1, kind: "trained" }, { seed: 2 }] }, {}],
    });
    expect(run("2")).toEqual(report);
  });

  test("trains under the schedule that is asked for, and says how large updates are beside weights", () => {
    interface Report {
      readonly programs: readonly {
        readonly score: unknown;
        readonly loss: { readonly mean: number };
        readonly updateToWeight: readonly { readonly step: number; readonly ratio: number }[];
      }[];
    }
    const args = ["evaluate", "sgd", "--task", "language", "--seeds", "1"];
    const [usual, constant] = [[], ["--schedule", "constant"]].map((more) => json(...args, ...more) as Report);
    expect(usual).toMatchObject({ schedule: "cosine", programs: [{ score: { error: null } }] });
    expect(constant).toMatchObject({ schedule: "constant", programs: [{ score: null }] });
    const [falling, level] = [usual, constant].map((report) => report?.programs[0]);
    expect(level?.loss.mean).not.toBe(falling?.loss.mean);
    expect(level?.updateToWeight).toHaveLength(4);
    const last = (program: typeof level): number => program?.updateToWeight[3]?.ratio ?? NaN;
    expect(last(level)).toBeGreaterThan(2 * last(falling));
    expect(output("evaluate", "sgd", ...TINY, "--curves")).toMatch(
      /^update-to-weight ratio, steps 3, 8, 13, 18\n {2}sgd {2}[\d.e-]+(, [\d.e-]+){3}$/m,
    );
  });

  test("gives a program that fails no loss, but a reason", () => {
    write("wild.rule", "def wild(w, g, lr):\n  update = g * 1000000\n  return update\n");
    expect(output("evaluate", "wild.rule", "sgd", ...TINY)).toMatch(/^wild\.rule +failed\b.*\n\nwild\.rule: .+ 2 of 2 seeds/m);
    expect(json("evaluate", "wild.rule", "sgd", ...TINY)).toMatchObject({
      programs: [{ name: "sgd" }, { name: "wild.rule", loss: null, metrics: null, curve: null }],
    });
  });

  test("fails where every training was given up, whatever the program", () => {
    // Sound as far as one batch; a block of them is torn.
    const torn = `const { fill } = mine.sizes[1].source();
mine.sizes[1].source = () => ({
  fields: { x: { element: "f32", shape: [2] } }, floor: { loss: 0, kind: "exact" }, size: () => Infinity,
  fill(split, seed, first, count, into) {
    if (count > 4) throw new Error("torn");
    fill(split, seed, first, count, into);
  },
});`;
    write("torn.mjs", `${OWN}${torn}\nexport default mine;`);
    const { code, out, err } = symopt("evaluate", "sgd", "--task", "./torn.mjs", "--seeds", "1", "--json");
    expect(code, err).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ programs: [{ loss: null, trainings: [{ kind: "fault", reason: "torn" }] }] });
    expect(err).toMatch(/^error: nothing was trained: every training was given up, whatever the program\./m);
    expect(err).not.toMatch(/^ +at |defect/m);
  });

  test("trains a copy of the task of configs/ outside of any project, in worker threads", () => {
    write("copied.mjs", readFileSync(new URL("../configs/task.js", import.meta.url), "utf8"));
    const report = json("evaluate", "adamw", "--task", "./copied.mjs", "--steps", "20", "--seeds", "2", "--workers", "2");
    expect(report).toMatchObject({ task: { name: "spirals" }, programs: [{ trainings: [{ kind: "trained" }, { kind: "trained" }] }] });
  });

  test("takes scale, decay, batch and a task of the user's own", () => {
    const path = write("own.mjs", `${OWN}export default mine;\n`);
    const report = json("evaluate", "sgd", "--task", path, "--batch", "2", "--scale", "0.5", "--decay", "1e-3");
    expect(report).toMatchObject({
      task: { name: "mine", module: "own.mjs", horizon: 10, batch: 2 },
      programs: [{ setting: { scale: 0.5, decay: 0.001 } }],
    });
  });

  test("notes in a candidate's run that it is looked at on a family that the run keeps sealed, and says so", async () => {
    // So that entries 3 and 4 are programs: the best is not confirmed before them.
    const settings = ["budget.evaluations=20", "confirmation.race=interval", "tasks.sealed=[{task: language, size: 1}]"];
    await pretendRun(join(folder, "run"), settings);
    const evaluateOn = (task: string) => symopt("evaluate", "run:3", "--task", task, "--steps", "5", "--seeds", "1");
    const openings = () => {
      const store = RunStore.read(join(folder, "run"));
      try {
        return openingsOf(store);
      } finally {
        store.close();
      }
    };
    expect(evaluateOn("tabular").err).not.toContain("sealed");
    expect(openings()).toEqual([]);
    expect(evaluateOn("language").err).toContain("language is of a family that the run of run:3 keeps sealed");
    expect(openings()).toMatchObject([{ candidate: 3, tasks: ["language"], reused: [] }]);
    expect(evaluateOn("language").err).not.toContain("reused");
    const other = symopt("evaluate", "run:4", "--task", "language", "--steps", "5", "--seeds", "1").err;
    expect(other).toContain("; reused: another program of the run was judged on it before\n");
    expect(openings()).toMatchObject([{ candidate: 3 }, { candidate: 4, reused: ["language"] }]);
    const writer = RunStore.open(join(folder, "run"));
    const refused = evaluateOn("language");
    writer.close();
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("in use");
  });

  test("trains on real data and scores on the split that is asked for", () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 3},${i},${i % 3}`);
    const path = write("table.csv", `# two features and a class\n${rows.join("\n")}\n`);
    const options = ["--task", "tabular", "--data", path, "--steps", "20", "--seeds", "2", "--split", "test"];
    expect(output("evaluate", "adamw", ...options)).toMatch(
      /^tabular ×1: 20 steps of 64 examples, .* 2 seeds, scored on test data\nreal data: table\.csv\n\nprogram +loss/,
    );
    expect(json("evaluate", "adamw", ...options)).toMatchObject({ task: { data: "table.csv", split: "test" } });
    expect(symopt("evaluate", "sgd", "--task", "tabular", "--data", "none.csv")).toMatchObject({
      code: 2, out: "", err: expect.stringMatching(/^error: .*none\.csv: there is no such file/) as string,
    });
    expect(symopt("evaluate", "sgd", "--task", "teacher", "--data", path)).toMatchObject({
      code: 2, out: "", err: expect.stringContaining("takes no real data") as string,
    });
  });

  test.each([
    [["evaluate", "sgd"], "required option '--task <task>' not specified"],
    [["evaluate", "--task", "language"], "missing required argument 'program'"],
    [["evaluate", "sgdd", "--task", "language"], "no file and no rule `sgdd`"],
    [["evaluate", "sgd", "--task", "language", "--size", "2"], "Allowed choices are 1, 10, 100"],
    [["evaluate", "sgd", "--task", "language", "--split", "train"], "Allowed choices are validation, selection, test"],
    [["evaluate", "sgd", "--task", "language", "--schedule", "step"], "Allowed choices are cosine, linear, constant"],
    [["evaluate", "sgd", "--task", "language", "--seeds", "0"], "Expected an integer from 1 to 1000"],
    [["evaluate", "sgd", "--task", "language", "--steps", "1.5"], "Expected an integer from 1"],
    [["evaluate", "sgd", "--task", "language", "--scale", "-1"], "Expected a positive number"],
    [["evaluate", "sgd", "--task", "language", "--decay", "x"], "Expected a number from 0"],
    [["evaluate", "sgd", "--task", "language", "--tune", "4", "--scale", "2"], "leave --scale and --decay out"],
  ])("%j is refused with code 2 and a reason", (args, reason) => {
    const { code, out, err } = symopt(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
    expect(err).not.toMatch(/^ +at /m);
  });

  test("a size that a task does not have is refused", () => {
    const path = write("own.mjs", `${OWN}export default mine;\n`);
    expect(symopt("evaluate", "sgd", "--task", path, "--size", "10")).toMatchObject({
      code: 2, out: "", err: "error: Task \"mine\" has no size ×10; it has ×1.\n",
    });
  });

  test.skipIf(process.platform === "win32")("Ctrl-C ends it with code 130 and no result", async () => {
    // It speaks when a worker loads it: from then on the command is training. The other worker may do so later.
    const path = write("slow.mjs", `
import { isMainThread } from "node:worker_threads";
if (!isMainThread) console.error("training");
${OWN}export default mine;
`);
    const args = ["evaluate", "sgd", "--task", path, "--steps", "10000000", "--workers", "2"];
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (err === "") child.kill("SIGINT");
      err += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(err.replaceAll("training\n", "")).toBe("interrupted\n");
  });
});
