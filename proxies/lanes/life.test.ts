import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Life } from "./life.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-life-")); });
afterAll(() => { rmSync(folder, { recursive: true }); });

test("what a child writes to standard error is passed on, but for what Dawn says of limits", async () => {
  const entry = join(folder, "child.mjs");
  writeFileSync(entry, `
    console.error("before");
    console.error("Warning: maxDynamicUniformBuffersPerPipelineLayout artificially reduced from 1000000 to 16 to fit it.");
    console.error("Warning: something else");
    process.stderr.write("no end of line");
    process.disconnect();
  `);
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    await new Promise<void>((resolve) => {
      new Life({
        entry, start: { kind: "start", source: { kind: "webgpu" }, lanes: 1, mostCost: undefined },
        onMessage: () => undefined, onDeath: () => { resolve(); },
      });
    });
    const whole = "before\nWarning: something else\nno end of line\n";
    await vi.waitFor(() => { expect(lines.join("")).toBe(whole); }, { timeout: 20_000 });
  } finally {
    write.mockRestore();
  }
});
