import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DoctorReport } from "../results/doctor-report.js";
import { checkFolder } from "./doctor/machine.js";
import { checkStore } from "./doctor/store.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-doctor-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command in the test's folder, with the Python that is named before all others. */
function doctor(python: string, args: readonly string[], node: readonly string[] = []): Run {
  const env = { ...process.env, SYMOPT_PYTHON: python };
  const options = { cwd: folder, env, encoding: "utf8", input: "" } as const;
  const run = spawnSync(process.execPath, [...node, COMMAND, "doctor", ...args], options);
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** A program that answers as a Python does that has every module. */
function standIn(): string {
  const path = join(folder, "python3");
  writeFileSync(path, `#!/bin/sh\necho "a module greets"\necho '{ "torch": "9.8.7", "jax": "6.5", "optax": "4.3" }'\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("doctor", () => {
  test("finds that everything that is needed works here, and says what is optional", () => {
    const python = standIn();
    const { code, out, err } = doctor(python, ["--json"]);
    // Drivers may write there what they like.
    expect({ code, err: err.replace(/^Warning: .*\n/gm, "") }).toEqual({ code: 0, err: "" });
    const { healthy, checks } = JSON.parse(out) as DoctorReport;
    expect(healthy).toBe(true);
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ node: "ok", store: "ok", simd: "ok", wasm: "ok", workers: "ok" });
    expect(Object.keys(states)).toEqual([
      "node", "processor", "memory", "folder", "store", "simd", "wasm", "workers", "wasm-fused",
      "webgpu", "tfjs-tensorflow", "tfjs-webgpu", "tfjs-wasm", "tfjs-cpu", "torch", "jax", "optax",
    ]);
    expect(checks.find(({ name }) => name === "wasm")?.finding).toContain("bit-exact with other machines");
    expect(checks.find(({ name }) => name === "tfjs-wasm")).toMatchObject({
      state: "ok", finding: expect.stringMatching(/^trains on the processor; the loss is the wasm executor's/) as string,
    });
    expect(checks.find(({ name }) => name === "tfjs-tensorflow")).not.toMatchObject({ state: "broken" });
    expect(checks.find(({ name }) => name === "torch")?.finding).toBe(`9.8.7, ${python}`);
    const helpless = checks.filter(({ state, advice }) => state === "broken" && advice === undefined);
    expect(helpless).toEqual([]);
  });

  test("fails where nothing can be trained, and goes through all the rest even so", () => {
    const { code, out } = doctor(standIn(), [], ["--jitless"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok +Node /m);
    expect(out).toMatch(/^broken +WebAssembly SIMD +not there/m);
    expect(out).toMatch(/^broken +wasm executor /m);
    expect(out).toMatch(/^broken +worker threads /m);
    // Said once, and not of each of them.
    expect(out.match(/^missing +other executors +not tried: the wasm executor/gm)).toHaveLength(1);
    expect(out).not.toMatch(/webgpu|tfjs|\bNaN\b/);
    expect(out).toMatch(/^ok +PyTorch +9\.8\.7/m);
    expect(out).toContain("symopt does not work here");
  });

  test("says where nothing can be written, and what to do", async () => {
    // Where little is free it says that.
    expect((await checkFolder(folder)).advice ?? "make room there").toContain("make room");
    const gone = join(folder, "gone");
    const { state, finding, advice } = await checkFolder(gone);
    expect({ state, advice }).toEqual({
      state: "broken", advice: "work in another folder, or give paths outside it to --out and -o",
    });
    expect(finding).toContain(`${gone} cannot be written to: ENOENT`);
  });

  test("fails where no run can be kept, as after an install without SQLite, and says what to install", () => {
    const path = join(folder, "no-sqlite.cjs");
    writeFileSync(path, `
      const loader = require("node:module");
      const load = loader._load;
      loader._load = (name, ...rest) => {
        if (name === "libsql") throw new Error("Cannot find module '@libsql/linux-x64-gnu'");
        return load(name, ...rest);
      };
    `);
    const { code, out } = doctor(standIn(), ["--json"], ["--require", path]);
    expect(code).toBe(1);
    const { healthy, checks } = JSON.parse(out) as DoctorReport;
    expect(healthy).toBe(false);
    expect(checks.find(({ name }) => name === "store")).toMatchObject({
      state: "broken",
      finding: expect.stringMatching(/^SQLite cannot be loaded: .* without optional dependencies$/) as string,
      advice: expect.stringMatching(/^install symopt again on this machine, without `--omit=optional`/) as string,
    });
    expect(checks.find(({ name }) => name === "wasm")).toMatchObject({ state: "ok" });
  });

  test("keeps a run where it can, and leaves nothing behind", () => {
    const place = mkdtempSync(join(folder, "store-"));
    expect(checkStore(place)).toMatchObject({ state: "ok", finding: "are written and read" });
    expect(readdirSync(place)).toEqual([]);
    expect(checkStore(join(place, "gone"))).toMatchObject({
      state: "broken",
      finding: expect.stringMatching(/ENOENT/) as string,
      advice: expect.stringMatching(/TMPDIR/) as string,
    });
  });

  test("names a Python that is none, without failing for it", () => {
    const { code, out } = doctor("/there/is/no/python3", []);
    expect(code).toBe(0);
    expect(out).toMatch(/^broken +Python +SYMOPT_PYTHON is \/there\/is\/no\/python3/m);
  });
});
