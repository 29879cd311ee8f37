import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { executorNews } from "./executor-news.js";

test("what an executor loses is told in one line, and so are fewer lanes, each in place of the line of progress", async () => {
  const told: string[] = [];
  const write = (line: string): boolean => told.push(line) > 0;
  const { onLost, onFewerLanes } = executorNews({ end: () => told.push("end") }, { write });
  for (const index of [4, 5, 6]) onLost?.(index, "It crashed.");
  await turn();
  onFewerLanes?.(1, "The device has no room.");
  onLost?.(7, "It hung.");
  await turn();
  expect(told).toEqual([
    "end", "a worker was lost with 3 trainings: It crashed.\n",
    "end", "1 lane from now on: The device has no room.\n",
    "end", "a worker was lost with 1 training: It hung.\n",
  ]);
});
