import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RunStore } from "../results/store/store.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";

let folder = "";
/** A candidate that the search made, and a starting program whose update it scaled. */
let [found, scaled] = [-1, -1];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-export-"));
  await pretendRun(join(folder, "whole"));
  noteFinalist(join(folder, "whole"), 0);
  const store = RunStore.read(join(folder, "whole"));
  const entries = [...store.entries()];
  store.close();
  found = entries.findIndex(({ kind, subject, repeats }) => kind === "candidate" && subject !== null && repeats === null);
  scaled = entries.findIndex(({ kind, subject, repeats }) => kind === "sweep" && repeats === null && subject === 0);
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

const { symopt, output } = commandIn(() => folder);

/** Notes that a candidate was selected and compared, as `symopt select` does. */
function noteFinalist(run: string, index: number): void {
  const store = RunStore.open(run);
  const octaves = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.1 });
  store.note("selection", store.length, { verdict: { finalists: "of another version" } });
  store.note("selection", store.length, {
    verdict: {
      tasks: [{ name: "captions", family: "text", size: 10 }], trials: 32, seeds: 8,
      finalists: [{ index, overBar: { ...octaves(0.25), byTask: [{ task: "captions", ...octaves(0.25) }] } }],
    },
  });
  const settingOf = (scale: number, beta1: number) =>
    ({ scale, decay: 0.5, referenceSize: 2, hyperparameters: { beta1 } });
  store.note("comparison", store.length, {
    tasks: [settingOf(4, 0.5), settingOf(16, 0.75), settingOf(8, 0.25)].map((setting) =>
      ({ rules: [{ name: "adamw", setting: settingOf(1, 0) }, { name: `candidate ${index}`, setting }] })),
  });
  store.close();
}

describe("export", () => {
  test.each([
    ["ts", /^export class Lion \{$/m],
    ["pytorch", /^class Lion\(torch\.optim\.Optimizer\):$/m],
    ["optax", /^def lion\($/m],
    ["json", /^ {2}"format": "symopt\/rule",$/m],
  ])("prints a rule as %s", (target, expected) => {
    const text = output("export", "lion", "--to", target);
    expect(text).toMatch(expected);
    expect(text).toContain("Chen et al. 2023");
    expect(text).not.toContain("symopt/dsl");
  });

  test("writes to a file, whose name says what, and prints nothing then", () => {
    expect(output("export", "lion", "-o", "lion.json")).toBe("");
    expect(readFileSync(join(folder, "lion.json"), "utf8")).toBe(output("export", "lion", "--to", "json"));
  });

  test("takes name, learning rate and decay", () => {
    const text = output("export", "lion", "--to", "pytorch", "--name", "my-lion", "--learning-rate", "3e-4", "--weight-decay", "0.1");
    expect(text).toMatch(/^class MyLion\(/m);
    expect(text).toContain("lr: float = 0.0003,");
    expect(text).toContain("weight_decay: float = 0.1,");
  });

  test("prints JSON for programs: what was written and the code", () => {
    const report = JSON.parse(output("export", "sgd", "--to", "ts", "--json", "-o", "sgd.ts")) as Readonly<Record<string, unknown>>;
    expect(report).toMatchObject({
      program: "sgd", target: "ts", name: "sgd", path: "sgd.ts", options: { learning_rate: 0.1, weight_decay: 0 },
    });
    expect(report["text"]).toBe(readFileSync(join(folder, "sgd.ts"), "utf8"));
  });

  test("reads what it wrote as JSON, as every command does, and exports it as before", () => {
    for (const args of [["whole:0"], ["sgd", "--learning-rate", "0.3", "--weight-decay", "0.1", "--name", "slow"]]) {
      output("export", ...args, "-o", "rule.json");
      for (const target of ["pytorch", "json"]) {
        expect(output("export", "rule.json", "--to", target)).toBe(output("export", ...args, "--to", target));
      }
    }
    expect(JSON.parse(output("check", "rule.json", "--json"))).toMatchObject({ name: "rule.json", def: "sgd" });
  });

  test("says what a candidate scored, and has the setting that a finalist was tuned to", () => {
    const text = output("export", "whole:0", "--to", "pytorch").replaceAll(/\s+/g, " ");
    expect(text).toMatch(/- glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64: log2 speed-up over tuned AdamW on the tasks/);
    expect(text).toContain("- captions ×10: log2 speed-up over the bar 0.25 (95 % interval 0.15 to 0.35)");
    expect(text).toContain("beta1: float = 0.25,");
    const { options } = JSON.parse(output("export", "whole:0", "--to", "ts", "--json")) as
      { readonly options: Readonly<Record<string, number>> };
    const { options: before } = JSON.parse(output("export", "adamw", "--to", "ts", "--json")) as { readonly options: Readonly<Record<string, number>> };
    expect(options["learning_rate"]).toBe(8 * (before["learning_rate"] ?? NaN));
  });

  test("says what found a candidate", () => {
    const text = output("export", `whole:${found}`, "--to", "pytorch").replaceAll(/\s+/g, " ");
    expect(text).toContain(`Found by symopt 1.2.3, candidate ${found} of whole, seed 5.`);
    expect(text).toContain(`class Candidate${found}(`);
  });

  test("never says of a program that the search started from, or scaled, that it was found", () => {
    for (const [index, name] of [[0, "adamw"], [1, "lion"], [scaled, "[a-z]+, its update scaled"]] as const) {
      const text = output("export", `whole:${index}`, "--to", "ts").replaceAll(/[\s*]+/g, " ");
      expect(text).toMatch(new RegExp(`What a search of symopt started from: ${name}\\.`));
      expect(text).toContain(`export class Start${index} {`);
      expect(text).not.toMatch(/found/i);
    }
  });

  test("knows no tuned setting of what was no finalist", () => {
    const text = output("export", `whole:${found}`, "--to", "ts");
    expect(text).not.toContain("over the bar");
  });

  test.each<[string, readonly string[], string]>([
    ["nothing said of what to write", ["lion"], "error: choose what to write:\n  --to ts "],
    ["a file of a kind that is more than one target", ["lion", "-o", "lion.py"], "choose\n  --to pytorch "],
    ["a file of another kind", ["lion", "-o", "lion.c"], "the name of the file does not say what to write: choose\n  --to ts "],
    ["a target that there is not", ["lion", "--to", "c"], "Allowed choices are ts, tfjs, pytorch, optax, latex, json."],
    ["a name that is none", ["lion", "--to", "ts", "--name", "1 + 1"], "--name must begin with a letter"],
    ["a negative decay", ["lion", "--to", "ts", "--weight-decay", "-1"], "Expected a number from 0."],
    ["a program that is not there", ["lionn", "--to", "ts"], "did you mean `lion`?"],
    ["a candidate that is not there", ["whole:99999", "--to", "ts"], "whole has no candidate 99999"],
    ["a file that cannot be written", ["lion", "-o", "nowhere/lion.json"], "nowhere/lion.json cannot be written"],
  ])("refuses %s with code 2 and a reason", (_, args, reason) => {
    const { code, out, err } = symopt("export", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
  });

  test("tells where a hand-edited file is faulty", () => {
    const text = output("export", "lion", "--to", "json");
    writeFileSync(join(folder, "bad.json"), text.replace('"weightDecay": 0', '"weightDecay": "none"'));
    const { code, err } = symopt("check", "bad.json");
    expect(code).toBe(2);
    expect(err).toMatch(/bad\.json:\d+:3: `weightDecay` must be a number, got "none"/);
  });
});
