import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { threadClock } from "./thread-time.js";

test("counts what a thread computes, and hardly its waiting", async () => {
  const clock = threadClock();
  await setTimeout(300);
  const waited = clock();
  const until = performance.now() + 300;
  while (performance.now() < until) Math.sqrt(until);
  // However busy the machine, a thread that waits computes less than one that works.
  expect(clock() - waited).toBeGreaterThan(waited);
});
