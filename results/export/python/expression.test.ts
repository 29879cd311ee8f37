import { describe, expect, it } from "vitest";
import { atom, call, choice, floatLiteral, literal, method, negation, operation } from "./expression.js";

const [x, y, z] = [atom("x"), atom("y"), atom("z")];

describe("an expression", () => {
  it.each([
    [operation(operation(x, "+", y), "*", z), "(x + y) * z"],
    [operation(x, "+", operation(y, "*", z)), "x + y * z"],
    [operation(operation(x, "-", y), "-", z), "x - y - z"],
    [operation(x, "-", operation(y, "-", z)), "x - (y - z)"],
    [operation(x, "*", operation(y, "*", z)), "x * (y * z)"],
    [operation(x, "/", operation(y, "*", z)), "x / (y * z)"],
    [operation(operation(x, "<", y), "==", z), "(x < y) == z"],
    [negation(operation(x, "*", y)), "-(x * y)"],
    [negation(negation(x)), "-(-x)"],
    [operation(negation(x), "**", y), "(-x) ** y"],
    [method(operation(x, "+", y), "to", z), "(x + y).to(z)"],
    [operation(choice(operation(x, "<", y), x, y), "*", z), "(x if x < y else y) * z"],
    [choice(x, y, choice(z, x, y)), "y if x else (x if z else y)"],
  ])("groups as its operations do: %#", ({ text }, expected) => {
    expect(text).toBe(expected);
  });

  it.each([
    [operation(x, "**", y), "x**y"],
    [operation(x, "**", negation(y)), "x**-y"],
    [operation(literal(0.96), "**", operation(x, "*", y)), "0.96 ** (x * y)"],
    [operation(call("f", x), "**", y), "f(x) ** y"],
  ])("spaces powers as Black does: %#", ({ text }, expected) => {
    expect(text).toBe(expected);
  });
});

describe("a number", () => {
  it.each([
    [1, "1"], [-2, "-2"], [0, "0"], [-0, "-0.0"], [0.1, "0.1"], [1e-8, "1e-8"], [1e21, "1e21"], [1e10, "10000000000.0"],
    [-1.5e300, "-1.5e300"], [5e-324, "5e-324"],
  ])("of JavaScript, %d, is %s in Python", (value, text) => {
    expect(literal(value).text).toBe(text);
    expect(Number(text)).toBe(value);
  });

  it("has a point where it is a default", () => {
    expect([1, 0.5, 1e-8, 0].map(floatLiteral)).toEqual(["1.0", "0.5", "1e-8", "0.0"]);
  });
});
