import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfiguration } from "../configuration/index.js";
import { requireDiscoverable } from "./requirements.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-requirements-"));
  writeFileSync(join(folder, "table.csv"), "1,2,a\n3,4,b\n");
});
afterAll(() => { rmSync(folder, { recursive: true }); });

const ON_DATA = "tasks: {selection: [{task: tabular, data: table.csv}]}";
const NOISY = "selection.holdout={noise: 0.1, gain: 0.05}";

async function requireWith(text: string, ...overrides: readonly string[]): Promise<void> {
  await requireDiscoverable(await parseConfiguration(text, { folder, overrides }));
}

describe("before a search", () => {
  it("a holdout whose noise drowns the gain is refused where there is one", async () => {
    await expect(requireWith(ON_DATA, NOISY)).rejects.toThrow(/holdout's noise, 0\.1, is no less than .*0\.05/);
    await expect(requireWith(ON_DATA)).resolves.toBeUndefined();
    await expect(requireWith("", NOISY)).resolves.toBeUndefined();
    await expect(requireWith(ON_DATA, NOISY, "selection.stages=[]")).resolves.toBeUndefined();
  });

  it("nothing to select by is refused", async () => {
    await expect(requireWith("", "tasks.selection=[]")).rejects.toThrow("no `tasks.selection`");
  });
});
