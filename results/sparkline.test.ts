import { expect, test } from "vitest";
import { sparkline } from "./sparkline.js";

test("numbers are bars between two levels", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 0, 7)).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([7, 3.5, 0], 0, 7)).toBe("█▅▁");
});

test("what lies outside is cut, and what is no number is a gap", () => {
  expect(sparkline([-5, 99, NaN, Infinity, 0], 0, 7)).toBe("▁█ █▁");
});

test("without a range all bars are low", () => {
  expect(sparkline([3, 3], 3, 3)).toBe("▁▁");
});
