import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newRunFolder } from "./folder.js";

const NOW = new Date(2026, 4, 9, 7, 3, 12);
const before = process.cwd();
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-folder-"));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test.each([
  ["configs/quick.yaml", "quick-20260509-070312"],
  [undefined, "search-20260509-070312"],
  ["my search?.yml", "my_search_-20260509-070312"],
])("of %s a run gets the name %s", (configuration, name) => {
  expect(newRunFolder(configuration, NOW)).toBe(join("runs", name));
});

test("a name that is taken gets a number", () => {
  for (const next of ["runs/a-20260509-070312", "runs/a-20260509-070312-2"]) {
    expect(newRunFolder("a.yaml", NOW)).toBe(join(next));
    mkdirSync(join(next), { recursive: true });
  }
  expect(newRunFolder("a.yaml", NOW)).toBe(join("runs/a-20260509-070312-3"));
});
