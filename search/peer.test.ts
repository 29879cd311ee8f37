import { expect, test } from "vitest";
import { peerOf } from "./peer.js";

test("the peer of a problem has four times its horizon and an eighth of its batch, the rest unchanged", () => {
  const problem = { name: "noisy-labels", module: "a.js", data: "b.csv", size: 1, horizon: 200, batch: 64 } as const;
  expect(peerOf(problem)).toEqual({ ...problem, horizon: 800, batch: 8 });
});

test.each([[1, 1], [4, 1], [11, 1], [12, 2], [48, 6]])("a batch of %d is one of %d there: whole, and never empty", (batch, less) => {
  expect(peerOf({ name: "teacher", size: 1, horizon: 1, batch }).batch).toBe(less);
});
