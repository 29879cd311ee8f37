import { expect, test } from "vitest";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { slopeAt } from "./slope.js";

const reference = referenceOf({ name: "pretended", size: 10, horizon: 100, batch: 8 });

test("is what the loss falls by with an octave, wherever that is known", () => {
  for (const loss of [0.7, 0.9, 1, 1.05, 1.3]) expect(slopeAt(reference, loss)).toBeCloseTo(0.2, 10);
});

test("is that of the curve's end beyond it", () => {
  expect(slopeAt(reference, 5)).toBeCloseTo(0.2, 10);
  expect(slopeAt(reference, 0)).toBeCloseTo(0.2, 10);
});

test("is a quarter of the whole curve's where that is flat by chance", () => {
  const losses = [1.4, 1.2, 1, 1, 0.6];
  const curve = reference.curve.map((point, k) => ({ ...point, loss: losses[k] as number }));
  expect(slopeAt({ ...reference, curve }, 1)).toBeCloseTo(0.05, 3);
});
