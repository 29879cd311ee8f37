import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../results/run-report.js";
import type { TopReport } from "../results/top-report.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-status-"));
  await pretendRun(join(folder, "whole"));
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

const { symopt, output } = commandIn(() => folder);

function status(run: string, ...args: readonly string[]): RunReport {
  return JSON.parse(output("status", run, "--json", ...args)) as RunReport;
}

describe("status", () => {
  test("is there for people, and tells what scores are relative to", () => {
    const text = output("status", "whole");
    expect(text).toMatch(/^ +state +ended: its evaluations are spent$/m);
    expect(text).toMatch(/^ +digest +[0-9a-f]{64}$/m);
    expect(text).toMatch(/^glyph-mlp +classification +×1 +200 /m);
  });

  test("prints the archive as CSV and JSON, also as it was", () => {
    const csv = output("status", "whole", "--archive", "csv").trimEnd().split("\r\n");
    const archive = JSON.parse(output("status", "whole", "--archive", "json")) as { readonly elites: readonly unknown[] };
    expect(csv[0]).toMatch(/^cell\.liveState,/);
    expect(csv).toHaveLength(1 + archive.elites.length);
    expect(archive.elites).toHaveLength(status("whole").archive.filled);
    const before = output("status", "whole", "--archive", "csv", "--at", "3").trimEnd().split("\r\n");
    expect(before.length).toBeLessThan(csv.length);
  });
});

describe("top and show", () => {
  test("list the best, and tell all of one", () => {
    const { candidates } = JSON.parse(output("top", "whole", "-n", "3", "--json")) as TopReport;
    expect(candidates).toHaveLength(3);
    expect(output("top", "whole", "-n", "3")).toMatch(/^ *id +score +seeds/);
    const id = candidates[0]?.index ?? -1;
    const text = output("show", "whole", String(id));
    expect(text).toMatch(new RegExp(`^(candidate|sweep) ${id} of whole`));
    expect(text).toContain("lineage, the first at the top");
    expect(output("show", `whole:${id}`)).toBe(text);
  });

  test("name programs that every command takes", () => {
    expect(JSON.parse(output("check", "whole:0", "--json"))).toMatchObject({ name: "whole:0", def: "candidate" });
    expect(JSON.parse(output("diff", "whole:0", "adamw", "--json"))).toMatchObject({ sameHash: true });
    expect(output("simplify", "whole:2", "--quiet")).toMatch(/^def /);
  });
});

/** A copy of a run, with some bytes of its file changed. */
function changedRun(name: string, change: (bytes: Buffer) => Buffer): string {
  cpSync(join(folder, "whole"), join(folder, name), { recursive: true });
  const path = join(folder, name, "run.db");
  writeFileSync(path, change(readFileSync(path)));
  return name;
}

describe("salvage", () => {
  test("makes a run of what is before the damage, with which one can go on", () => {
    changedRun("my broken", (bytes) => bytes.fill(0x41, Math.floor(bytes.length * 0.7)));
    const { code, err } = symopt("resume", "my broken");
    expect(code).toBe(2);
    const savable = /The first (\d+) of its entries can be saved to a new run: `symopt salvage 'my broken' --out DIR`/.exec(err)?.[1];
    expect(Number(savable)).toBeGreaterThan(0);
    expect(output("salvage", "my broken", "--out", "my saved")).toBe(
      `${savable} entries saved to 'my saved'. To go on with it: symopt resume 'my saved'\n`,
    );
    const { digest } = status("whole", "--at", String(savable));
    expect(status("my saved")).toMatchObject({ length: Number(savable), digest });
  });
});

describe("bad input", () => {
  test.each<[string, () => readonly string[], RegExp]>([
    ["a run that is not there", () => ["resume", "nowhere"], /nowhere: there is no run here/],
    ["the status of no run", () => ["status", "nowhere"], /nowhere: there is no run here/],
    ["more entries than there are", () => ["status", "whole", "--at", "99999"], /whole has \d+ entries so far, and not 99999/],
    ["an archive in no known format", () => ["status", "whole", "--archive", "xml"], /Allowed choices are csv, json/],
    ["a candidate that is not there", () => ["show", "whole", "99999"], /whole has no candidate 99999: its entries are 0 to /],
    ["no candidate", () => ["show", "whole"], /expected the number of a candidate/],
    ["a program of no run", () => ["check", "nowhere:1"], /nowhere: there is no run here/],
    ["a damaged run", () => ["status", changedRun("damaged", (bytes) => bytes.fill(0x41, bytes.length / 2))], /is damaged/],
    ["a run of a newer version", () => ["resume", changedRun("newer", (bytes) => {
      bytes.writeUInt32BE(99, 60);
      return bytes;
    })], /was written by a newer symopt/],
    ["a file that is no run", () => ["top", changedRun("text", () => Buffer.from("hello"))], /is damaged/],
  ])("that is %s ends with code 2 and a reason", (_, args, reason) => {
    const { code, out, err } = symopt(...args());
    expect({ code, out }, err).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/^ +at /m);
  });
});
