import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "../dsl/text/parse.js";
import type { AblationReport } from "../results/ablation-report.js";
import { RunStore } from "../results/store/store.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-ablation-"));
  writeFileSync(join(folder, "tiny.rule"), "def tiny(w, g, lr):\n  update = arcsinh(g)\n  return update * lr * 0.1\n");
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

const { symopt, output } = commandIn(() => folder);

/** A real task, on which two hundred trainings take a few seconds. */
const TINY = ["--level", "ablate", "--task", "teacher", "--size", "1", "--trials", "2", "--seeds", "8"];

describe("simplify --level ablate", () => {
  test("prints a table and what is left, which are a program together, and stages on standard error", () => {
    const { code, out, err } = symopt("simplify", "tiny.rule", ...TINY);
    expect(code).toBe(0);
    expect(out).toMatch(/^# tiny\.rule: \d → \d statements?, 0 → 0 state variables after exact rewriting, by \d+ /);
    expect(out).toMatch(/^# update = arcsinh\(g\) +g +[+-]?[\d.]+ +[+-]?[\d.]+ +\d+ {2}(kept|dropped)$/m);
    expect(parse(out).name).toBe("tiny");
    expect(err).toBe("tuning\nround 1, parts alone\n" + (err.includes("together") ? "round 1, 1 together\n" : ""));
  });

  test("prints JSON with the program as `text`, the same whatever the number of workers", () => {
    const run = (workers: string) => output("simplify", "tiny.rule", ...TINY, "--json", "-q", "--workers", workers);
    const text = run("1");
    expect(run("2")).toBe(text);
    const { text: left, ...report } = JSON.parse(text) as AblationReport;
    expect(parse(left).name).toBe("tiny");
    expect(report).toMatchObject({
      name: "tiny.rule", level: "ablate", margin: 0.02, tasks: [{ name: "teacher", size: 1, horizon: 200, flat: true }],
    });
  });

  test("keeps what is trained for a candidate in its run, and what came of it", async () => {
    const run = join(folder, "run");
    await pretendRun(run, ["budget.evaluations=20"]);
    expect(output("simplify", "run:2", ...TINY, "-q", "-o", "left.rule")).toBe("");
    const text = readFileSync(join(folder, "left.rule"), "utf8");
    expect(text).toMatch(/^def /);
    const kept = (): readonly unknown[] => {
      const store = RunStore.read(run);
      try {
        return [store.kept().length, store.notes().filter(({ kind }) => kind === "ablation").map(({ data }) => data)];
      } finally {
        store.close();
      }
    };
    const [trainings, notes] = kept();
    expect(trainings).toBeGreaterThan(20);
    expect(notes).toMatchObject([{ index: 2, name: "run:2", text }]);
    expect(output("simplify", "run:2", ...TINY, "-q")).toBe(text);
    expect(kept()[0]).toBe(trainings);
  });

  test("trains on no family that the run of the candidate keeps sealed", async () => {
    await pretendRun(join(folder, "sealing"), ["budget.evaluations=20", "tasks.sealed=[diffusion]"]);
    const { code, err } = symopt("simplify", "sealing:2", "--level", "ablate", "--task", "diffusion", "--size", "1");
    expect(code).toBe(2);
    expect(err).toContain("task diffusion is of a family that the run of sealing:2 keeps sealed: name another");
  });

  test.skipIf(process.platform === "win32").each([
    ["SIGINT", 130], ["SIGTERM", 143],
  ] as const)("stops on %s with code %i and without a result", async (signal, expected) => {
    const child = spawn(process.execPath, [COMMAND, "simplify", "tiny.rule", ...TINY], { cwd: folder });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (err === "") child.kill(signal);
      err += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    expect({ code, out, err }).toEqual({ code: expected, out: "", err: "tuning\ninterrupted\n" });
  });

  test.each([
    [["--task", "teecher"], "no task `teecher`; did you mean `teacher`?"],
    [["--seeds", "1"], "Expected an integer from 2 to 900"],
    [["--margin", "0"], "Expected a positive number"],
    [["--task", "teacher", "--size", "7"], "Allowed choices are 1, 10, 100"],
  ])("%j is refused with code 2 and a reason", (args, reason) => {
    const { code, out, err } = symopt("simplify", "lion", "--level", "ablate", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
  });
});
