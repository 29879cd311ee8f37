import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunStore } from "../../results/store/store.js";
import { parseConfiguration } from "../configuration/index.js";
import { pretendRun } from "./pretend.arbitrary.js";
import { resumeRun } from "./run.js";
import { withTrainedRun } from "./trained-run.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-run-")); });
afterAll(() => { rmSync(folder, { recursive: true }); });

test("a run whose trainings had another schedule than all have now does not go on", async () => {
  const configuration = { ...await parseConfiguration(""), schedule: "linear" };
  const header = { symopt: "0.0.9", created: "2026-05-09T12:00:00.000Z" };
  RunStore.create(folder, { ...header, configuration: { configuration, references: [] } }).close();
  const options = { folder, version: "1.2.3", signal: new AbortController().signal };
  await expect(resumeRun(options)).rejects.toMatchObject({ code: "older-run" });
  const store = RunStore.read(folder);
  expect(store.notes()).toEqual([]);
  store.close();
});

test("what trains for a run, while it is not ready yet, is given up where its user ends it", async () => {
  const place = join(folder, "given-up");
  await pretendRun(place, ["budget.evaluations=20"]);
  const ended = AbortSignal.abort(new Error("the user ended it"));
  const options = { workers: 1, executor: "tfjs:cpu", signal: ended } as const;
  await expect(withTrainedRun(place, options, () => Promise.resolve())).rejects.toThrow("the user ended it");
});
