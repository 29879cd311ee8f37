import { expect, test } from "vitest";
import { Expectation } from "./expectation.js";

test("nothing is expected before anything was done", () => {
  expect(new Expectation().seconds(4, 10)).toBeUndefined();
});

test("more lanes take longer in proportion, fewer as long", () => {
  const expectation = new Expectation();
  expectation.note(2, 4, 10);
  expect(expectation.seconds(4, 10)).toBeCloseTo(2, 12);
  expect(expectation.seconds(64, 10)).toBeCloseTo(32, 12);
  expect(expectation.seconds(1, 10)).toBeCloseTo(2, 12);
  expect(expectation.seconds(4, 5)).toBeCloseTo(1, 12);
});

test("the longest counts", () => {
  const expectation = new Expectation();
  expectation.note(3, 1);
  expectation.note(1, 1);
  expectation.note(4, 4);
  expect(expectation.seconds(1)).toBe(4);
  expect(expectation.seconds(2)).toBe(6);
});
