import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.js";
import { loadProblem, loadTasks } from "./problem.js";
import { TASKS, findTask } from "../tasks/index.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-problem-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const TASK = `{ name: "mine", family: "regression", title: "Mine", sizes: { 1: {}, 10: {} } }`;
const AT = { name: "mine", size: 10, horizon: 7, batch: 3 } as const;

describe("a task module", () => {
  test("exports one task, or several", async () => {
    const one = await loadTasks(write("one.mjs", `export default ${TASK};`));
    const two = await loadTasks(write("two.mjs", `export default [${TASK}, { ...${TASK}, name: "other" }];`));
    expect([one, two].map((tasks) => tasks.map(({ name }) => name))).toEqual([["mine"], ["mine", "other"]]);
  });

  test("is found from the working directory", async () => {
    const path = relative(process.cwd(), write("here.mjs", `export default ${TASK};`));
    const problem = await loadProblem({ ...AT, module: path });
    expect(problem).toMatchObject({ size: 10, horizon: 7, batch: 3, task: { name: "mine" } });
  });

  test.each([
    ["syntax.mjs", "export default {", /cannot be loaded: .*compile TypeScript first/],
    ["lacks.mjs", `import "no-such-package"; export default ${TASK};`, /cannot be loaded: .* Install what it imports beside it/],
    ["throws.mjs", `\nthrow new Error("Not today.");`, /cannot be loaded: Not today \(.*throws\.mjs:2\)\.$/],
    ["nothing.mjs", "export const task = 1;", /default export of .*nothing\.mjs must be a task/],
    ["partial.mjs", `export default { name: "mine" };`, /must be a task or a list of tasks/],
    ["family.mjs", `export default { ...${TASK}, family: "Regressions" };`,
      /"mine" of .*family\.mjs is of the family "Regressions", which is none; did you mean "regression"\?/],
    ["other.mjs", `export default { ...${TASK}, name: "other" };`, /no task "mine"\. .* defines: other\./],
    ["small.mjs", `export default { ...${TASK}, sizes: { 1: {} } };`, /no size ×10; it has ×1\./],
  ])("such as %s is refused with a reason", async (name, content, message) => {
    const loading = loadProblem({ ...AT, module: write(name, content) });
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(InputError);
  });

  test("that is gone is named with its place", async () => {
    const path = write("moved.mjs", `export default ${TASK};`);
    rmSync(path);
    await expect(loadTasks(relative(process.cwd(), path))).rejects.toThrow(
      `The task module ${path} cannot be loaded: there is no such file. If it was moved, put it back.`,
    );
  });
});

test("built-in tasks are found by their names, which differ", () => {
  for (const task of TASKS) expect(findTask(task.name)).toBe(task);
  expect(findTask("no such task")).toBeUndefined();
});
