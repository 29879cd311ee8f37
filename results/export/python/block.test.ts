import { describe, expect, it } from "vitest";
import { parse } from "../../../dsl/text/parse.js";
import { TorchDialect } from "../pytorch/dialect.js";
import { toExportedRule } from "../rule.js";
import { assignment } from "./assignment.js";
import { writeBlock } from "../framework/block.js";
import { atom } from "./expression.js";
import { PythonNames } from "./name.js";
import { PYTHON } from "./syntax.js";
import { nameStep } from "../framework/naming.js";
import { stepOf } from "../framework/step.js";
import { operationOf } from "../framework/term.js";

/** The statements of a program that has no sums, as PyTorch spells them. */
function linesOf(text: string): readonly string[] {
  const rule = toExportedRule(parse(text), { level: "dead" });
  const step = stepOf(rule);
  const naming = nameStep(step, rule.program.program, {
    names: (taken) => new PythonNames(taken),
    reserved: ["torch", "role"], rate: "lr", peak: "peak", inputs: { t: "t", T: "T", loss: "loss" },
  });
  return writeBlock({
    syntax: PYTHON, dialect: new TorchDialect(step, naming.weights),
    terms: step.terms.filter((term) => operationOf(term) !== undefined),
    outputs: new Map([
      ...step.states.map(({ after }, k) => [after, naming.states[k] as string] as const), [step.update, "update"],
    ]),
    names: naming.given,
    reserved: naming.reserved,
    indent: 0,
  }).lines;
}

describe("a block of statements", () => {
  it("moves what is read once into what reads it, and keeps the names of the program", () => {
    expect(linesOf(`def f(w, g, m, lr, weight_decay=0.1):
  update = sign(interp(g, m, 0.9))
  m = interp(g, m, 0.99)
  update = (update + w * weight_decay) * lr
  return update, m
`)).toEqual([
      "update = (torch.sign((1 - 0.9) * g + 0.9 * m) + w * weight_decay) * lr",
      "m = (1 - 0.99) * g + 0.99 * m",
    ]);
  });

  it("gives a name to another value only once the old one is not read any more", () => {
    expect(linesOf(`def f(w, g, m, weight_decay=0):
  old = m
  m = m + g
  update = m * old
  return update, m
`)).toEqual(["next_m = m + g", "update = next_m * m * lr"]);
  });

  it("computes what only one side of a choice needs where that side is taken", () => {
    expect(linesOf(`def f(w, g, weight_decay=0):
  a = tanh(sin(g))
  b = sign(g) * 2
  update = select(ndim(w) == 2, a, b)
  return update
`)).toEqual([
      "if w.ndim == 2:",
      "    update = torch.tanh(torch.sin(g))",
      "else:",
      "    update = torch.sign(g) * 2",
      "update = update * lr",
    ]);
  });
});

describe("a long assignment", () => {
  const [a, b] = ["a".repeat(41), "b".repeat(42)];
  it.each([
    [`${a} * ${a} + ${b} + 1`, ["x = (", `    ${a} * ${a}`, `    + ${b}`, "    + 1", ")"]],
    [`f(${a}, ${b})`, ["x = f(", `    ${a}, ${b}`, ")"]],
    [`(1 - ${a}) * ${b}`, ["x = (", `    1 - ${a}`, `) * ${b}`]],
    [`${a} * f(${b})`, [`x = ${a} * f(`, `    ${b}`, ")"]],
  ])("breaks where Black breaks it: %#", (text, expected) => {
    expect(assignment("x", atom(text), 0)).toEqual(expected);
  });
});
