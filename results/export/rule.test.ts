import { describe, expect, it } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { optionsOf } from "./options.js";
import { type RuleChoices, toExportedRule } from "./rule.js";

const PLAIN = "def f(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  return m * lr, m\n";
const OWN = findRule("lion")?.text as string;
/** What it calls its learning rate does not scale the update. */
const LIMIT = "def f(w, g, lr, learning_rate=0.1):\n  return clip(g, learning_rate) * lr\n";

/** The options of an export by name. */
function optionsWith(text: string, choices: RuleChoices): Readonly<Record<string, number>> {
  const { all } = optionsOf(toExportedRule(parse(text), choices));
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

describe("the defaults of an exported rule", () => {
  it("are those of its hyperparameters, a learning rate of 1 and no decay, where nothing else is said", () => {
    expect(optionsWith(PLAIN, {})).toEqual({ learning_rate: 1, weight_decay: 0 });
    expect(optionsWith(OWN, {})).toEqual({ learning_rate: 0.0001, beta1: 0.9, beta2: 0.99, weight_decay: 0.001 });
    expect(optionsWith(LIMIT, {})).toEqual({ learning_rate: 1, own_learning_rate: 0.1, weight_decay: 0 });
  });

  it("are what the user says, be they the rule's own or added", () => {
    const choices = { learningRate: 0.25, weightDecay: 0.02 };
    expect(optionsWith(PLAIN, choices)).toEqual({ learning_rate: 0.25, weight_decay: 0.02 });
    expect(optionsWith(OWN, choices)).toEqual({ learning_rate: 0.25, beta1: 0.9, beta2: 0.99, weight_decay: 0.02 });
    expect(optionsWith(LIMIT, choices)).toEqual({ learning_rate: 0.25, own_learning_rate: 0.1, weight_decay: 0.02 });
    expect(optionsWith(LIMIT, { ...choices, setting: { scale: 4, decay: 0, hyperparameters: {} } }))
      .toEqual({ learning_rate: 0.25, own_learning_rate: 0.1, weight_decay: 0.02 });
  });

  it("are what it was tuned to, decay in units of the learning rate", () => {
    const setting = { scale: 4, decay: 0.5, hyperparameters: { beta1: 0.8 } };
    expect(optionsWith(PLAIN, { setting })).toEqual({ learning_rate: 4, weight_decay: 0.125 });
    expect(optionsWith(OWN, { setting })).toEqual({
      learning_rate: 0.0004, beta1: 0.8, beta2: 0.99, weight_decay: 0.001, extra_weight_decay: 0.5 / 0.0004,
    });
    expect(optionsWith(LIMIT, { setting })).toEqual({ learning_rate: 4, own_learning_rate: 0.1, weight_decay: 0.125 });
  });

  it("keep a tuned decay in units of the learning rate that the user says", () => {
    const setting = { scale: 4, decay: 0.5, hyperparameters: {} };
    expect(optionsWith(PLAIN, { setting, learningRate: 2 })).toEqual({ learning_rate: 2, weight_decay: 0.125 });
  });

  it("have names of their own beside state variables that are called like them", () => {
    const text = "def f(w, g, learning_rate, weight_decay, lr):\n  weight_decay = interp(g, weight_decay, 0.9)\n" +
      "  learning_rate = interp(weight_decay, learning_rate, 0.9)\n  return learning_rate * lr, learning_rate, weight_decay\n";
    expect(optionsWith(text, {})).toEqual({ learning_rate: 1, weight_decay: 0 });
  });

  it("have a learning rate of the rule's own under a name that nothing else in the program has", () => {
    const text = "def f(w, g, own_learning_rate, lr, learning_rate=0.1):\n  own_learning_rate = g + own_learning_rate\n" +
      "  return clip(own_learning_rate, learning_rate) * lr, own_learning_rate\n";
    expect(optionsWith(text, { level: "dead" })).toEqual({ learning_rate: 1, own_learning_rate_2: 0.1, weight_decay: 0 });
  });
});
