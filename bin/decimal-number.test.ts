import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { decimalNumber } from "./decimal-number.js";

test.each([["1", 1], ["0.5", 0.5], [".5", 0.5], ["2.", 2], ["+3", 3], ["1e-3", 0.001], ["2E+2", 200]])(
  "%s is the number %d", (text, value) => {
    expect(decimalNumber("positive")(text)).toBe(value);
  },
);

test.each(["", " ", "-1", "0x10", "1e999", "NaN", "Infinity", "1,5", "1 2", "1e-999"])("%j is no positive number", (text) => {
  expect(() => decimalNumber("positive")(text)).toThrow(InvalidArgumentError);
});

test("0 is a number from 0, and not a positive one", () => {
  expect(decimalNumber("from 0")("0")).toBe(0);
  expect(() => decimalNumber("positive")("0")).toThrow("Expected a positive number.");
  expect(() => decimalNumber("from 0")("-0.1")).toThrow("Expected a number from 0.");
});
