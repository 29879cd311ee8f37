import { expect, test } from "vitest";
import { estimateText, intervalText, meanText, scoreText } from "./estimate.js";

test.each([[0.414, 0.12, "+0.41 ± 0.12"], [-2, 0, "-2.00 ± 0.00"], [0.001, Infinity, "0.00 ± ∞"]])(
  "%s and %s are %s", (mean, error, text) => { expect(scoreText({ mean, error })).toBe(text); },
);

test("a score has its interval as it is known, or none", () => {
  expect(scoreText({ mean: 0.21, low: 0.12, high: -0.001 })).toBe("+0.21 (+0.12 to 0.00)");
  expect(scoreText({ mean: -0.5, error: null })).toBe("-0.50");
});

test.each([
  [0.45123, 0.0123, "0.451 ± 0.012", "0.451"], [12.3, 4, "12.3 ± 4.0", "12.3"], [0.45123, null, "0.4512", "0.4512"],
  [0, null, "0.0", "0.0"], [0.25, 0, "0.2500 ± 0.0000", "0.2500"],
])("a mean of %s and its error of %s have the same digits", (mean, error, text, alone) => {
  expect([estimateText({ mean, error }), meanText({ mean, error })]).toEqual([text, alone]);
});

test("an interval has its numbers in the words that are asked for", () => {
  const percentText = (value: number): string => `${100 * value} %`;
  expect(intervalText({ mean: 0.5, low: 0.25, high: 0.75 }, percentText)).toBe("50 % (25 % to 75 %)");
});
