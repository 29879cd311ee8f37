import { expect, test } from "vitest";
import { EXECUTORS, LANES, usualInFlight } from "./executor-name.js";

test("as many trainings are under way as fill all lanes twice, on threads as many as ever", () => {
  expect(EXECUTORS.map((name) => usualInFlight(name))).toEqual(
    [16, 16, 2 * LANES.webgpu, 2 * LANES["tfjs:tensorflow"], 2 * LANES["tfjs:webgpu"], 32, 32],
  );
  expect(usualInFlight("webgpu", 100)).toBe(200);
});
