import { expect, test } from "vitest";
import { parseConfiguration } from "../configuration/index.js";
import { builtInReference } from "../reference/find.js";
import type { Reference } from "../reference/reference.js";
import type { RunContent } from "./content.js";
import { requireSameTasks } from "./same-tasks.js";

/** A run on one task, whose reference had this fingerprint when it began. */
async function begunWith(fingerprint: string): Promise<RunContent> {
  const text = "tasks: { search: [teacher], selection: [], sealed: [], peers: false }";
  const configuration = await parseConfiguration(text);
  const reference = configuration.tasks.search.map(builtInReference)[0] as Reference;
  return { configuration, references: [{ ...reference, fingerprint }] };
}

test("a run goes on with the tasks that it began with", async () => {
  const configuration = (await begunWith("")).configuration;
  const { fingerprint } = configuration.tasks.search.map(builtInReference)[0] as Reference;
  await expect(requireSameTasks(await begunWith(fingerprint), "runs/a")).resolves.toBeUndefined();
});

test("a run does not go on where a task is another by now, and says which", async () => {
  await expect(requireSameTasks(await begunWith("0".repeat(16)), "runs/a")).rejects.toMatchObject({
    code: "other-task",
    message: expect.stringMatching(/^Task "teacher" ×1 \(built in\) is not what it was when runs\/a was begun/) as string,
  });
});
