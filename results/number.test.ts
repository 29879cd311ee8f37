import { expect, test } from "vitest";
import { counted, percent, toShortNumber, toSignedNumber, toWholeNumber } from "./number.js";

test.each([
  [0, "0"],
  [21, "21"],
  [-3, "-3"],
  [0.61553, "0.616"],
  [1.0000001, "1"],
  [1234.5, "1230"],
  [12345.6, "1.23e4"],
  [0.0001234, "1.23e-4"],
  [-2e-8, "-2e-8"],
  [2_000_000, "2e6"],
  [NaN, "NaN"],
  [Infinity, "∞"],
  [-Infinity, "-∞"],
])("the number %s is shown as %s", (value, text) => {
  expect(toShortNumber(value)).toBe(text);
});

test("a count agrees with its noun", () => {
  expect([counted(1, "state"), counted(0, "state"), counted(2, "entry", "entries")]).toEqual([
    "1 state",
    "0 states",
    "2 entries",
  ]);
});

test("a large whole number has its thousands apart", () => {
  expect([0, 999, 8970, 1_234_567].map(toWholeNumber)).toEqual(["0", "999", "8,970", "1,234,567"]);
});

test.each([[0.414, "+0.41"], [-0.0951, "-0.10"], [0.004, "0.00"], [-0.004, "0.00"], [2, "+2.00"], [-Infinity, "-∞"], [NaN, "NaN"]])(
  "the signed number %s is shown as %s", (value, text) => { expect(toSignedNumber(value)).toBe(text); },
);

test.each([[0, "0 %"], [0.004, "0.4 %"], [0.614, "61 %"], [1, "100 %"]])("%s is %s", (share, text) => {
  expect(percent(share)).toBe(text);
});
