import { expect, test } from "vitest";
import type { TrainingRequest } from "./executor.js";
import { Programs } from "./programs.js";

const REQUEST: TrainingRequest = {
  index: 0, program: "def f(w, g, a=1):\n  return g * a\n", task: { name: "glyph-mlp", size: 1, horizon: 1, batch: 1 }, seed: 1,
};

function valueOf(programs: Programs, a: number): number | undefined {
  const { rule } = programs.get({ ...REQUEST, hyperparameters: { a } });
  return rule.values.flatMap((value) => (value.kind === "constant" ? [value.value] : []))[0];
}

test("a program comes with the hyperparameters that were asked for, whatever was asked before", () => {
  const programs = new Programs(8);
  for (const value of [0, -0, NaN, Infinity, -Infinity, 0.5]) expect(valueOf(programs, value)).toBe(value);
});

test("a program that was asked for lately is not compiled again", () => {
  const programs = new Programs(2);
  const first = programs.get(REQUEST);
  valueOf(programs, 2);
  expect(programs.get(REQUEST)).toBe(first);
  valueOf(programs, 3);
  valueOf(programs, 4);
  expect(programs.get(REQUEST)).not.toBe(first);
});

test("a hyperparameter that the program has not is the user's to mend", () => {
  expect(() => new Programs(1).get({ ...REQUEST, hyperparameters: { b: 1 } }))
    .toThrow('Program "f" has no hyperparameter "b"; it has a.');
});
