import { describe, expect, it } from "vitest";
import { atom, call, choice, literal, negation, operation } from "./expression.js";
import { statement } from "./statement.js";

const [x, y, z] = [atom("x"), atom("y"), atom("z")];

describe("an expression of JavaScript", () => {
  it.each([
    [operation(operation(x, "+", y), "*", z), "(x + y) * z"],
    [operation(x, "+", operation(y, "*", z)), "x + y * z"],
    [operation(operation(x, "-", y), "-", z), "x - y - z"],
    [operation(x, "-", operation(y, "-", z)), "x - (y - z)"],
    [operation(x, "*", operation(y, "*", z)), "x * (y * z)"],
    [operation(operation(x, "*", y), "/", z), "(x * y) / z"],
    [operation(operation(x, ">=", y), "===", z), "x >= y === z"],
    [negation(operation(x, "*", y)), "-(x * y)"],
    [negation(negation(x)), "-(-x)"],
    [operation(negation(x), "**", y), "(-x) ** y"],
    [operation(x, "**", operation(y, "**", z)), "x ** (y ** z)"],
    [operation(operation(x, "**", y), "**", z), "(x ** y) ** z"],
    [operation(choice(x, y, z), "*", z), "(x ? y : z) * z"],
    [choice(x, y, choice(z, x, y)), "x ? y : (z ? x : y)"],
    [call("f", operation(x, "+", y), z), "f(x + y, z)"],
  ])("groups as its operations do: %#", ({ text }, expected) => {
    expect(text).toBe(expected);
  });

  it.each([[1, "1"], [-2, "-2"], [-0, "-0"], [1e-8, "1e-8"], [1e21, "1e21"], [0.1, "0.1"], [5e-324, "5e-324"]])(
    "spells %d as %s", (value, expected) => {
      const { text } = literal(value);
      expect(text).toBe(expected);
      expect(Object.is(Number(text), value)).toBe(true);
    },
  );
});

describe("a long assignment in JavaScript", () => {
  const [a, b] = ["a".repeat(41), "b".repeat(42)];
  it.each([
    ["f(x, y)", "const x = f(x, y);"],
    [`f(${a}, g(${b}, x))`, `const x = f(\n  ${a},\n  g(${b}, x),\n);`],
    [`${a} * ${b}`, `const x =\n  ${a} * ${b};`],
    [`f(${a}) * g(${b})`, `const x =\n  f(${a}) * g(${b});`],
    [`${a} ? f(x) : ${b}`, `const x = ${a}\n  ? f(x)\n  : ${b};`],
    [`f(${a} ? x : y, ${b})`, `const x = f(\n  ${a} ? x : y,\n  ${b},\n);`],
  ])("breaks where Prettier breaks it: %#", (text, expected) => {
    expect(statement("const x = ", text, 0)).toBe(expected);
  });
});
