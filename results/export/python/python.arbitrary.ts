import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonAdvice } from "../../../bench/peers/library.js";
import { findPythons } from "../../../bench/peers/python.js";
import type { ExportedRule, Target } from "../target.js";

/** A Python that has a module; says on the terminal what to install where none has. */
export function pythonWith(module: "torch" | "optax" | "black"): string | undefined {
  const path = findPythons([module]).get(module)?.path;
  const advice = module === "black" ? "no Python on the path has it: pip install black" : pythonAdvice(module);
  if (path === undefined) process.stderr.write(`Exports are not checked with ${module}: ${advice}.\n`);
  return path;
}

/** Any Python at all. */
export function anyPython(): string | undefined {
  return findPythons(["json"]).get("json")?.path;
}

/** The text of a module for each rule, under file names that Python imports. */
export function writeModules(folder: string, target: Target, rules: ReadonlyMap<string, ExportedRule>): void {
  for (const [name, rule] of rules) writeFileSync(join(folder, `${name}.py`), target.write(rule));
}

/** Runs a script with a request in a folder of its own, which `prepare` fills. Throws what it wrote where it failed. */
export function runScript(
  python: string, script: string, request: unknown, prepare: (folder: string) => void,
): unknown {
  const folder = mkdtempSync(join(tmpdir(), "symopt-export-"));
  try {
    prepare(folder);
    writeFileSync(join(folder, "request.json"), JSON.stringify(request));
    const { status, stdout, stderr }: SpawnSyncReturns<string> = spawnSync(python, [script, folder], {
      encoding: "utf8", maxBuffer: 2 ** 28, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", OMP_NUM_THREADS: "1" },
    });
    if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
