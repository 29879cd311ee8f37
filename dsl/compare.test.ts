import { expect, test } from "vitest";
import { compareBehaviour } from "./compare.js";
import type { Program } from "./program.js";
import { parse } from "./text/parse.js";

function sgd(update: string): Program {
  return parse(`def sgd(w, g, m, lr):\n  m = m + g\n  update = ${update}\n  return update, m\n`);
}

test("a program does not differ from itself, nor from one that computes the same bits", () => {
  const same = { firstDifference: null, absolute: { value: 0, step: 1 }, relative: { value: 0, step: 1 } };
  expect(compareBehaviour(sgd("g * lr"), sgd("g * lr"))).toMatchObject({ steps: 100, seed: 0, ...same });
  expect(compareBehaviour(sgd("g * lr"), sgd("lr * g"))).toMatchObject(same);
});

test("updates of twice the size differ by half of the larger", () => {
  const { firstDifference, relative } = compareBehaviour(sgd("g * lr"), sgd("g * lr * 2"));
  expect(firstDifference).toBe(1);
  expect(relative).toEqual({ value: 0.5, step: 1 });
});

test("opposite updates differ by two", () => {
  expect(compareBehaviour(sgd("g * lr"), sgd("-(g * lr)"), { steps: 5 }).relative.value).toBe(2);
});

test("the first step that differs is found", () => {
  const late = parse(`def late(w, g, m, lr, t):
  m = m + g
  update = g * lr + max(t - 7, 0) * g
  return update, m
`);
  const { firstDifference, absolute } = compareBehaviour(sgd("g * lr"), late, { steps: 10 });
  expect(firstDifference).toBe(8);
  expect(absolute.step).toBeGreaterThanOrEqual(8);
});

test("where only one of two updates is finite they are infinitely far apart", () => {
  const { absolute, relative } = compareBehaviour(sgd("g * lr"), sgd("divide(g, 0 * lr)"), { steps: 3 });
  expect([absolute.value, relative.value]).toEqual([Infinity, Infinity]);
});

test("equal NaNs and infinities do not differ", () => {
  const broken = sgd("divide(g, 0 * lr)");
  expect(compareBehaviour(broken, broken).firstDifference).toBeNull();
  const nan = sgd("divide(0 * g, 0 * lr)");
  expect(compareBehaviour(nan, nan).firstDifference).toBeNull();
});

test("zeros of different sign differ in their bits, by nothing", () => {
  const { firstDifference, absolute } = compareBehaviour(sgd("abs(g) * 0"), sgd("abs(g) * -0"));
  expect(firstDifference).toBe(1);
  expect(absolute.value).toBe(0);
});

test("the seed chooses the stream, and the same seed the same one", () => {
  const differ = (seed: number): number =>
    compareBehaviour(sgd("g * lr"), sgd("m * lr"), { steps: 20, seed }).absolute.value;
  expect(differ(1)).toBe(differ(1));
  expect(differ(1)).not.toBe(differ(2));
});
