import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { SECTIONS } from "../bench/index.js";
import type { BenchReport } from "../results/bench-report.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command, without a terminal. */
function bench(...args: readonly string[]): Run {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const run = spawnSync(process.execPath, [COMMAND, "bench", ...args], { env, encoding: "utf8", input: "" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

test("bench measures the parts that it is asked for, and prints each figure with its bar", () => {
  const { code, out, err } = bench("--quick", "--only", "probe,products", "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { quick, machine, rows } = JSON.parse(out) as BenchReport;
  expect(quick).toBe(true);
  expect(machine.node).toBe(process.version);
  // In the order in which they run, whatever the order in which they are asked for.
  expect(rows.map(({ name }) => name)).toEqual([
    "products/64x64x64", "products/64x10x64", "products/512x32x32", "products/512x128x32", "products/512x32x128",
    "products/32x32x8", "probe/adamw",
  ]);
  for (const { measured, bar, met } of rows) {
    expect(measured).toBeGreaterThan(0);
    expect(met).toBe(bar === null ? null : (measured ?? 0) >= bar);
  }
});

test("bench prints a table for people", () => {
  const { code, out, err } = bench("--quick", "--only", "probe");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^work +measured +at least +met\nprobe of the starting AdamW +[\d.]+ ms$/m);
});

test("a part that there is not is refused with those that there are", () => {
  const names = SECTIONS.map(({ name }) => name).join(", ");
  const message = `error: the benchmark has no part \`speed\`; it has ${names}\n`;
  expect(bench("--only", "probe,speed")).toEqual({ code: 2, out: "", err: message });
  expect(bench("--help").out).toContain(`Parts: ${names}.`);
});
