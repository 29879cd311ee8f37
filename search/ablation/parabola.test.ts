import fc from "fast-check";
import { expect, test } from "vitest";
import { lowestOf } from "./parabola.js";

const coefficient = fc.double({ min: -3, max: 3, noNaN: true });

test("is where a parabola is lowest, whichever points of it are known", () => {
  const places = fc.uniqueArray(fc.integer({ min: -6, max: 6 }), { minLength: 3, maxLength: 6 });
  const bend = fc.double({ min: 0.1, max: 3, noNaN: true });
  fc.assert(fc.property(places, coefficient, coefficient, bend, (xs, a, x0, c) => {
    expect(lowestOf(xs, xs.map((x) => a + c * (x - x0) * (x - x0)))).toBeCloseTo(x0, 6);
  }));
});

test("noise that is even about the middle does not move it", () => {
  expect(lowestOf([-2, -1, 0, 1, 2], [4.3, 0.9, 0.2, 0.9, 4.3])).toBeCloseTo(0, 12);
});

test.each([[[0, 1], [1, 2]], [[0, 1, 2], [0, 1, 0]], [[0, 1, 2], [1, 1, 1]]])("there is none of %j, %j", (xs, ys) => {
  expect(lowestOf(xs, ys)).toBeUndefined();
});
