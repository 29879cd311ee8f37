import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import { complexity, digitsOf, rounded } from "./complexity.js";

test("statements, state and digits count", () => {
  const text = "def rule(w, g, m, lr, beta=0.95):\n  m = interp(g, m, beta)\n  update = m * 0.001\n  return update, m";
  expect(complexity(parse(text))).toBe(20 * (2 + 1) + 2 + 1);
});

test.each([[0, 0], [1, 1], [-0.9, 1], [0.998, 3], [1200, 2], [1e-8, 1], [1.5e300, 2]])("%d has %d digits", (value, count) => {
  expect(digitsOf(value)).toBe(count);
});

test.each([
  [0.9982196781841992, 1, 0.998], [0.8999999761581421, 1, 0.9], [0.9982196781841992, 2, 0.9982],
  [0.46019, 2, 0.46], [1.109133, 2, 1.1], [-0.9876, 2, -0.99], [0.9999999, 1, 0.9999999],
])("%d with %i digits is %d", (value, digits, expected) => {
  expect(rounded(value, digits)).toBe(expected);
});

test("a number with fewer digits is near it: an average's as seen from 1", () => {
  const number = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(fc.property(number, fc.integer({ min: 1, max: 3 }), (value, digits) => {
    const result = rounded(value, digits);
    const size = value > 0.5 && value < 1 ? 1 - value : value;
    expect(Math.abs(result - value)).toBeLessThanOrEqual(0.5 * 10 ** (1 - digits) * size * (1 + 1e-9) + 1e-15);
    expect(rounded(result, digits)).toBeCloseTo(result, 12);
  }));
});
