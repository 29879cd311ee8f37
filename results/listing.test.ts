import { expect, test } from "vitest";
import { parse } from "../dsl/text/parse.js";
import { programLines } from "./listing.js";

const TEXT = "def f(w, g, m, beta=0.9, lr, weight_decay=0.0001, v, T):\n  m = interp(g, m, beta)\n  v = v + T\n" +
  "  update = m * lr\n  return update, m, v\n";

test("a program for people has parameters with a default behind all others, and state in its order", () => {
  const lines = programLines(TEXT, 200);
  expect(lines[0]).toBe("def f(w, g, m, lr, v, T, beta=0.9, weight_decay=0.0001):");
  expect(lines.slice(1).join("\n")).toBe(TEXT.trimEnd().split("\n").slice(1).join("\n"));
  const [before, after] = [TEXT, `${lines.join("\n")}\n`].map((text) => parse(text));
  const states = [before, after].map((program) => program?.states.map((slot) => program.names[slot]));
  expect(states[1]).toEqual(states[0]);
});

test("a program that has them so already, and what is none, is listed as it is", () => {
  for (const text of ["def f(w, g, lr):\n  return g", "def f(w, g, a=1, b=2):\n  return g", "nothing"]) {
    expect(programLines(text, 100).join("\n")).toBe(text);
  }
});

test.each([30, 40])("a program that is wider than %i columns goes on below, further in", (width) => {
  const lines = programLines(TEXT, width);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  expect(lines[1]).toMatch(/^ {6}\S/);
});
