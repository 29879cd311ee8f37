import { expect, test } from "vitest";
import { TASKS } from "../../proxies/tasks/index.js";
import { openSource } from "../../proxies/problem/task-source.js";
import { BUILT_IN } from "./built-in/index.js";
import { REFERENCE_RULE } from "./reference.js";

/** Losses over floors, where less than 2. Of language only an upper bound is known: its true floor is lower. */
const LEAST: Readonly<Record<string, number>> = { language: 1.9 };

test.each(TASKS)("$name does not saturate: tuned AdamW ends at more than about twice its floor", (task) => {
  const { horizon, batch } = task.sizes[1] ?? { horizon: 0, batch: 0 };
  const reference = BUILT_IN.find((each) =>
    each.task === task.name && each.size === 1 && each.horizon === horizon && each.batch === batch);
  const floor = openSource({ task, size: 1 }).floor.loss;
  expect(reference?.bar[REFERENCE_RULE].loss).toBeGreaterThan((LEAST[task.name] ?? 2) * floor);
});
