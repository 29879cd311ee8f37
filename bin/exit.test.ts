import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ContractError, InputError } from "../src/errors.js";
import { reportError } from "./exit.js";

let said = "";
const exitCode = process.exitCode;
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = exitCode;
});

test("the user's fault is told without a stack, code 2", () => {
  reportError(new InputError("bad-file", "x is empty"));
  expect(process.exitCode).toBe(2);
  expect(said).toBe("error: x is empty\n");
});

test.each([
  ["a broken contract", new ContractError("slots disagree"), /^ContractError: slots disagree\n +at /],
  ["an unexpected error", new TypeError("x is undefined"), /^TypeError: x is undefined\n +at /],
  ["a thrown value", "nonsense", /^nonsense\n/],
])("%s keeps its stack and is owned up to, code 1", (_, error, expected) => {
  reportError(error);
  expect(process.exitCode).toBe(1);
  expect(said).toMatch(expected);
  expect(said).toMatch(/\nThis is a defect of symopt, not of your input: please report it[^\n]*\n$/);
});
