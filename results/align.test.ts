import { expect, test } from "vitest";
import { parse } from "../dsl/text/parse.js";
import { align } from "./align.js";

/** The alignment, a line each: `=`, `|`, `<` or `>`, and the texts. */
function aligned(a: string, b: string): readonly string[] {
  const marks = { same: "=", changed: "|", onlyA: "<", onlyB: ">" };
  return align(parse(a), parse(b)).map(({ kind, a: x, b: y }) => `${marks[kind]} ${x ?? ""} / ${y ?? ""}`);
}

const MOMENTUM = `def momentum(w, g, m, lr, beta=0.9):
  m = interp(g, m, beta)
  update = m * lr
  return update, m
`;

test("a program is aligned with itself, line by line", () => {
  expect(aligned(MOMENTUM, MOMENTUM).every((line) => line.startsWith("= "))).toBe(true);
});

test("names do not matter, of state and variables alike", () => {
  expect(
    aligned(
      MOMENTUM,
      `def other(weights, gradient, velocity, lr, beta=0.9):
  next = interp(gradient, velocity, beta)
  step = lr * next
  return step, next
`,
    ),
  ).toEqual([
    "= def momentum(w, g, m, lr, beta=0.9): / def other(weights, gradient, velocity, lr, beta=0.9):",
    "= m = interp(g, m, beta) / next = interp(gradient, velocity, beta)",
    "= update = m * lr / step = lr * next",
    "= return update, m / return step, next",
  ]);
});

test("a change does not mark what depends on it", () => {
  expect(
    aligned(
      MOMENTUM,
      `def signum(w, g, m, lr, beta=0.99):
  m = interp(g, m, beta)
  s = sign(m)
  update = s * lr
  return update, m
`,
    ),
  ).toEqual([
    "| def momentum(w, g, m, lr, beta=0.9): / def signum(w, g, m, lr, beta=0.99):",
    "= m = interp(g, m, beta) / m = interp(g, m, beta)",
    ">  / s = sign(m)",
    "| update = m * lr / update = s * lr",
    "= return update, m / return update, m",
  ]);
});

test("names of variables in between do not matter even below a change", () => {
  expect(
    aligned(
      `def a(w, g, lr):
  x = g * 2
  y = x + w
  update = y * lr
  return update
`,
      `def b(w, g, lr):
  x = g * 3
  dead = sign(g)
  z = x + w
  update = z * lr
  return update
`,
    ),
  ).toEqual([
    "= def a(w, g, lr): / def b(w, g, lr):",
    "| x = g * 2 / x = g * 3",
    ">  / dead = sign(g)",
    "= y = x + w / z = x + w",
    "= update = y * lr / update = z * lr",
    "= return update / return update",
  ]);
});

test("a hyperparameter that the other program has as a number is that number", () => {
  expect(
    aligned(
      MOMENTUM,
      `def inlined(w, g, m, lr):
  m = interp(g, m, 0.9)
  update = m * lr
  return update, m
`,
    )[1],
  ).toBe("= m = interp(g, m, beta) / m = interp(g, m, 0.9)");
});

test("the longest common subsequence is found, counterparts only in its gaps", () => {
  expect(
    aligned(
      `def a(w, g, lr):
  p = sin(g)
  q = cos(p)
  r = tan(q)
  return r
`,
      `def b(w, g, lr):
  q = cos(g)
  p = sin(g)
  r = tan(p)
  return r
`,
    ),
  ).toEqual([
    "= def a(w, g, lr): / def b(w, g, lr):",
    ">  / q = cos(g)",
    "= p = sin(g) / p = sin(g)",
    "< q = cos(p) / ",
    "| r = tan(q) / r = tan(p)",
    "= return r / return r",
  ]);
});

test("programs too large to weigh every pair are still aligned where they start and end alike", () => {
  const long = (fn: string): string => {
    const body = Array.from({ length: 1100 }, (_, i) => `  x = ${i % 2 === 0 ? fn : "sign"}(x)\n`).join("");
    return `def long(w, g, lr):\n  x = sign(g)\n${body}  update = x * lr\n  return update\n`;
  };
  const kinds = align(parse(long("sin")), parse(long("cos"))).map(({ kind }) => kind);
  expect(kinds.slice(0, 2)).toEqual(["same", "same"]);
  expect(kinds.slice(2, 1101)).toEqual(Array.from({ length: 1099 }, () => "onlyA"));
  expect(kinds.slice(-2)).toEqual(["same", "same"]);
});
