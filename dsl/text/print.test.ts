import { describe, expect, it } from "vitest";
import { FUNCTIONS, functionNamed } from "../functions/table.js";
import { type Operand, type Program, constant, samePrograms, variable } from "../program.js";
import { parse } from "./parse.js";
import { print, printNumber, printStatement } from "./print.js";

/** A program that assigns one call to `x` and returns the gradient. */
function oneCall(name: string, args: readonly Operand[]): Program {
  return {
    name: "f",
    parameters: [
      { kind: "weights", name: "w" },
      { kind: "gradient", name: "g" },
      { kind: "input", name: "lr" },
    ],
    states: [],
    names: ["w", "g", "lr", "x"],
    statements: [{ target: 3, fn: functionNamed(name), args }],
    outputs: [1],
  };
}

describe("print", () => {
  it("writes a program as the paper does", () => {
    const text = [
      "def lion(w, g, m, lr, beta1=0.9, beta2=0.99, weight_decay=0.1):",
      "  update = interp(g, m, beta1)",
      "  update = sign(update)",
      "  m = interp(g, m, beta2)",
      "  wd = w * weight_decay",
      "  update = update + wd",
      "  update = update * lr",
      "  return update, m",
      "",
    ].join("\n");
    expect(print(parse(text))).toBe(text);
  });

  it("writes hyperparameters with their sign and exponent", () => {
    const text = "def f(w, g, a=-1, b=1e-8, c=-0, d=1e+21):\n  return g\n";
    expect(print(parse(text))).toBe(text);
  });

  it.each(FUNCTIONS.map((fn) => [fn.name, fn] as const))("writes a call of %s so that it reads back", (name, fn) => {
    const program = oneCall(name, fn.args.map(({ type }) => variable(type === "scalar" ? 2 : 1)));
    expect(samePrograms(parse(print(program)), program)).toBe(true);
  });

  const onNumbers = FUNCTIONS.filter(({ args }) => args.every(({ type }) => type !== "tensor"));
  it.each(onNumbers.map((fn) => [fn.name, fn] as const))(
    "writes a call of %s on negative numbers so that it reads back",
    (name, fn) => {
      const program = oneCall(name, fn.args.map((_, k) => constant([-0, -2.5e-9, -3][k] as number)));
      expect(samePrograms(parse(print(program)), program)).toBe(true);
    },
  );

  it("writes every operator between its operands, with a space on either side", () => {
    const infix = FUNCTIONS.filter((fn) => fn.infix !== undefined);
    expect(infix.map((fn) => printStatement(oneCall(fn.name, []), {
      target: 3, fn, args: [variable(1), constant(-2)],
    }))).toEqual([
      "x = g + -2", "x = g - -2", "x = g * -2", "x = g / -2", "x = g < -2", "x = g <= -2", "x = g == -2",
    ]);
  });
});

describe("printNumber", () => {
  it.each([
    [0.1, "0.1"], [-0, "-0"], [0, "0"], [1e21, "1e+21"], [123456789012345680000, "123456789012345680000"],
    [1e-7, "1e-7"], [0.000001, "0.000001"], [5e-324, "5e-324"], [0.1 + 0.2, "0.30000000000000004"], [-3, "-3"],
  ])("writes %d as %s", (value, text) => {
    expect(printNumber(value)).toBe(text);
  });
});
