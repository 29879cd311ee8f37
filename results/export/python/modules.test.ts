import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "../../../dsl/text/parse.js";
import { OPTAX } from "../optax/target.js";
import { PYTORCH } from "../pytorch/target.js";
import { toExportedRule } from "../rule.js";
import type { ExportedRule } from "../target.js";
import { anyPython, pythonWith, writeModules } from "./python.arbitrary.js";
import { libraryRules, randomRules, unusualRules } from "../rules.arbitrary.js";

const library = [...libraryRules];
const all = [...libraryRules, ...unusualRules, ...randomRules(200)];

const python = anyPython();
const black = pythonWith("black");

/** Runs a module of Python on a folder of exported modules; answers what it wrote where it failed. */
function complaints(
  path: string, target: typeof PYTORCH, modules: readonly [string, ExportedRule][], command: readonly string[],
): string {
  const folder = mkdtempSync(join(tmpdir(), "symopt-export-"));
  try {
    writeModules(folder, target, new Map(modules));
    const { status, stdout, stderr } = spawnSync(path, [...command, ...readdirSync(folder)], { cwd: folder, encoding: "utf8" });
    return status === 0 ? "" : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a rule is documented with. */
function documented(summary: string): ExportedRule {
  return toExportedRule(parse("def f(w, g, lr):\n  return g * lr"), {
    name: "found-rule",
    documentation: {
      summary,
      found: "symopt 0.1.0, candidate 512 of runs/first, seed 1",
      scores: [
        { on: "noisy-labels ×10", what: "log2 speed-up over the bar", mean: 0.4321, interval: [0.1234, 0.7] },
        { on: "digits", what: "log2 speed-up over the bar", mean: -0.1, interval: null },
      ],
      learningRate: 0.25,
      weightDecay: 0.05,
    },
  });
}

describe.each([PYTORCH, OPTAX])("a module for $name", (target) => {
  it.skipIf(python === undefined)("is Python, whatever it is made of", () => {
    expect(complaints(python as string, target, all, ["-m", "py_compile"])).toBe("");
  });

  it.skipIf(black === undefined)("is formatted as Black formats", () => {
    expect(complaints(black as string, target, all, ["-m", "black", "--diff", "--quiet", "--check"])).toBe("");
  });

  it.each(library)("imports nothing but its framework: %s", (_, rule) => {
    const imports = target.write(rule).split("\n").filter((line) => /^\s*(?:import|from) /.test(line));
    const allowed = /^(?:import (?:math|torch|jax|jax\.numpy as jnp|optax)|from (?:typing import [\w, ]+|torch import Tensor))$/;
    expect(imports.filter((line) => !allowed.test(line))).toEqual([]);
  });

  it.each(library)("calls every function that it defines beside the rule: %s", (_, rule) => {
    const text = target.write(rule);
    const defined = [...text.matchAll(/^def (_\w+)/gm)].map(([, name]) => name as string);
    expect(defined.filter((name) => text.split(new RegExp(`\\b${name}\\b`)).length < 3)).toEqual([]);
  });

  it.each(["lion", "prodigy", "muon", "lars"])("is readable code of the rule itself: %s", async (name) => {
    const [, rule] = library.find(([each]) => each === name) as [string, ExportedRule];
    await expect(target.write(rule)).toMatchFileSnapshot(`__snapshots__/${name}_${target.name}.py`);
  });

  it("says what found it, its scores with their intervals, and what suits it", () => {
    const text = target.write(documented("A rule that was found"));
    expect(text).toContain('"""A rule that was found.');
    expect(text).toContain("    Found by symopt 0.1.0, candidate 512 of runs/first, seed 1.");
    expect(text).toContain("- noisy-labels ×10: log2 speed-up over the bar 0.432 (95 % interval 0.123 to 0.7)");
    expect(text).toContain("- digits: log2 speed-up over the bar -0.1\n");
    expect(text).toMatch(/(?:lr|learning_rate): [\w[\], .]+ = 0\.25,/);
    expect(text).toContain("weight_decay: float = 0.05,");
  });

  it.skipIf(python === undefined)("is Python whatever its summary says", () => {
    const modules = ['It says """ and \\n', 'A "quote"', "ends with a backslash \\"].map((summary, k): [string, ExportedRule] =>
      [`said_${k}`, documented(summary)]);
    expect(complaints(python as string, target, modules, ["-m", "py_compile"])).toBe("");
  });
});
