import { expect, test } from "vitest";
import { LocalExecutor } from "../../proxies/executor/local.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { builtInReference } from "../reference/find.js";
import { BUILT_IN } from "../reference/built-in/index.js";
import { ABLATION_TASKS, flatProblem, isFlat } from "./problem.js";

test("the usual tasks have references at size 10, on which they are flat at their own horizon", async () => {
  const executor = new LocalExecutor();
  for (const name of ABLATION_TASKS) {
    const own = BUILT_IN.find(({ task, size }) => task === name && size === 10);
    expect(own).toBeDefined();
    const problem = { name, size: 10, horizon: own?.horizon ?? 0, batch: own?.batch ?? 0 } as const;
    const found = await flatProblem(executor, problem);
    expect(found).toEqual({ problem, reference: builtInReference(problem), flat: true });
  }
  await executor.close();
});

test("a loss is flat where its last octave is a tenth of the way at most", () => {
  const reference = referenceOf({ name: "pretended", size: 10, horizon: 100, batch: 8 });
  expect(isFlat(reference, 3)).toBe(true);
  expect(isFlat(reference, 2.9)).toBe(false);
  expect(isFlat({ ...reference, curve: reference.curve.slice(2) }, 3)).toBe(false);
});
