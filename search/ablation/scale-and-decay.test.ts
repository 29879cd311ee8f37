import { expect, test } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import { printStatement } from "../../dsl/text/print.js";
import { scaleAndDecay } from "./scale-and-decay.js";

function keptOf(text: string): readonly string[] {
  const program = parse(text);
  const { statements, parameters } = scaleAndDecay(program);
  return [
    ...program.statements.filter((_, at) => statements.has(at)).map((statement) => printStatement(program, statement)),
    ...program.names.filter((_, slot) => parameters.has(slot)),
  ];
}

test("what applies a learning rate and a weight decay is theirs, and nothing else", () => {
  const text = `
def rule(w, g, m, lr, learning_rate=0.1, weight_decay=0.2, beta=0.9):
  m = interp(g, m, beta)
  decay = w * weight_decay
  update = m + decay
  rate = lr * learning_rate
  update = update * rate
  return update, m
`;
  expect(keptOf(text)).toEqual([
    "decay = w * weight_decay", "update = m + decay", "rate = lr * learning_rate", "update = update * rate",
    "learning_rate", "weight_decay",
  ]);
});

test("they need no names: the number that the update is proportional to, and the weights times a number", () => {
  const text = `
def rule(w, g, lr, speed=0.1):
  coefficient = lr * 0.2
  decay = coefficient * w
  update = tanh(g)
  update = update + decay
  update = update * speed
  return update
`;
  expect(keptOf(text)).toEqual([
    "coefficient = lr * 0.2", "decay = coefficient * w", "update = update + decay", "update = update * speed", "speed",
  ]);
});

test("the weights' coefficient may be computed of numbers: nothing of it is tried without", () => {
  const text = `
def rule(w, g, lr, weight_decay=0, floor=0.001, period=700):
  small = get_eps()
  total = weight_decay + small
  larger = max(total, floor)
  decay = w * larger
  update = g + decay
  pull = divide(w, period)
  update = update + pull
  return update
`;
  expect(keptOf(text)).toEqual([
    "small = get_eps()", "total = weight_decay + small", "larger = max(total, floor)", "decay = w * larger", "update = g + decay",
    "pull = divide(w, period)", "update = update + pull", "weight_decay", "floor", "period",
  ]);
});

test("a number that changes with the step is no coefficient of decay", () => {
  const text = "def rule(w, g, t):\n  falling = power(0.9, t)\n  pull = w * falling\n  update = g + pull\n  return update";
  expect(keptOf(text)).toEqual([]);
});

test("the schedule that the scale is multiplied by goes with it", () => {
  const text = "def rule(w, g, lr):\n  rate = lr * 0.1\n  update = g * rate\n  return update";
  expect(keptOf(text)).toEqual(["rate = lr * 0.1", "update = g * rate"]);
});

test("weights that are used otherwise are no decay, nor is a variable of their name after it has another value", () => {
  const text = "def rule(w, g, lr):\n  w = tanh(w)\n  pull = w * 0.1\n  update = g + pull\n  return update";
  expect(keptOf(text)).toEqual([]);
});
