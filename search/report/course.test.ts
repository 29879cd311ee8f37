import fc from "fast-check";
import { expect, test } from "vitest";
import { thinned } from "./course.js";

test("of many points as many as wanted are left, in order, each once, the first and the last among them", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 2, max: 400 }), (count, most) => {
    const points = Array.from({ length: count }, (_, k) => k);
    const left = thinned(points, most);
    expect(left).toHaveLength(Math.min(count, most));
    expect(left).toEqual([...new Set(left)].toSorted((a, b) => a - b));
    expect([left[0], left.at(-1)]).toEqual([points[0], points.at(-1)]);
  }));
});
