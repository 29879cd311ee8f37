import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../results/html/reader.arbitrary.js";
import type { RunStory } from "../results/html/story.js";
import { pretendRun } from "../search/run/pretend.arbitrary.js";
import { commandIn } from "./command.arbitrary.js";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-report-"));
  await pretendRun(join(folder, "run"), ["tasks.search=[teacher]"]);
});
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

const { symopt, output } = commandIn(() => folder);

test("a report is written into the run's folder, and says where", () => {
  expect(output("report", "run", "--no-curves")).toBe("run/report.html\n");
  const page = readPage(readFileSync(join(folder, "run/report.html"), "utf8"));
  expect(page.find(({ name }) => name === "title")?.text).toBe("run: what symopt found");
  expect(page.some(({ attributes }) => attributes.get("id") === "curves")).toBe(false);
});

test("a report is written elsewhere too, or printed as JSON", () => {
  expect(output("report", "run", "--no-curves", "-o", "page.html")).toBe("page.html\n");
  expect(existsSync(join(folder, "page.html"))).toBe(true);
  const story = JSON.parse(output("report", "run", "--no-curves", "--json")) as RunStory;
  expect(story).toMatchObject({ name: "run", run: { seed: 5 }, curves: null });
});

test("learning curves are trained once, and kept in the run: its digest stays what it is", () => {
  const digest = (): string => (JSON.parse(output("status", "run", "--json")) as { readonly digest: string }).digest;
  const before = digest();
  const first = output("report", "run", "--json", "--workers", "2");
  const story = JSON.parse(first) as RunStory;
  expect(story.curves?.tasks.map(({ task, rules }) => [task, rules.length])).toEqual([["teacher", 6]]);
  expect((JSON.parse(output("report", "run", "--no-curves", "--json")) as RunStory).curves).toEqual(story.curves);
  expect(digest()).toBe(before);
  output("report", "run");
  const page = readPage(readFileSync(join(folder, "run/report.html"), "utf8"));
  expect(page.some(({ attributes }) => attributes.get("id") === "curves")).toBe(true);
});

test.each<[string, readonly string[], RegExp]>([
  ["a run that is not there", ["report", "nowhere"], /nowhere: there is no run here/],
  ["a file that cannot be written", ["report", "run", "--no-curves", "-o", "no/such/folder.html"], /cannot be written/],
])("%s ends with code 2 and a reason", (_, args, reason) => {
  const { code, out, err } = symopt(...args);
  expect({ code, out }, err).toEqual({ code: 2, out: "" });
  expect(err).toMatch(reason);
});
