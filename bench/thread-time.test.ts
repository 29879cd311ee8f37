import { expect, test } from "vitest";
import { secondsIn, threadClock } from "./thread-time.js";

test("reads the time of a thread that Linux tells of, whatever its name", () => {
  const line = "421 (a) b (node) R 1 421 421 0 -1 4194304 9137 0 0 0 1234 66 0 0 20 0 11 0 8190 1190000000 20000\n";
  expect(secondsIn(line)).toBe(13);
});

test("counts what a thread computes", () => {
  const clock = threadClock();
  const start = clock();
  let seconds = start;
  while (seconds < start + 0.05) seconds = clock();
  expect(seconds).toBeGreaterThan(0);
});
