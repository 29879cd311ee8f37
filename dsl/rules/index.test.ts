import { describe, expect, it } from "vitest";
import { check } from "../check.js";
import { createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import { type Program, samePrograms } from "../program.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { findRule, rules } from "./index.js";

const LAYOUT = createLayout([
  { name: "weight", shape: [3, 2], role: "matrix" },
  { name: "bias", shape: [2], role: "vector" },
]);
const STEPS = 12;

/**
 * The gradient of a step, the same in every test: some coordinates change sign from step to step, so that a
 * momentum tells, the others agree, so that a rule that looks for its own rate finds it too low.
 */
function gradient(step: number): Float32Array {
  return Float32Array.from({ length: LAYOUT.size }, (_, i) => {
    return Math.sin(1 + 3 * i + 5 * step) + (i < 4 ? 0.2 : 1.5);
  });
}

/** The updates of a program over a few steps, one after another. */
function run(
  program: Program,
  hyperparameters: Readonly<Record<string, number>> = {},
  gradients: (step: number) => Float32Array = gradient,
): number[] {
  const interpreter = createInterpreter(program, LAYOUT, { hyperparameters });
  // The bias starts at zero, as biases do.
  const w = Float32Array.of(0.5, -0.25, 1, 0.125, -1, 0.75, 0, 0);
  return Array.from({ length: STEPS }, (_, step) => {
    const update = interpreter.step({ w, g: gradients(step), lr: 1, t: step + 1, T: STEPS, loss: 1 });
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - (update[i] as number);
    return [...update];
  }).flat();
}

/** Every hyperparameter of every rule, with a value that is not its default. */
const hyperparameters = rules.flatMap((rule) =>
  parse(rule.text).parameters.flatMap((parameter) => {
    if (parameter.kind !== "hyperparameter") return [];
    const { name, value } = parameter;
    // An epsilon must be large to be seen; a decay must stay below 1.
    const other = name.startsWith("epsilon") ? 0.01 : value === 0 ? 0.1 : value * 0.5;
    return [{ rule: rule.name, text: rule.text, name, value, other }];
  }),
);

describe("the rules library", () => {
  it("names every rule once, in lower case with hyphens", () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it("finds a rule by its name and nothing by another", () => {
    for (const rule of rules) expect(findRule(rule.name)).toBe(rule);
    expect(findRule("Lion")).toBeUndefined();
    expect(findRule("")).toBeUndefined();
  });

  it.each(rules)("says in one line what $name is and where it comes from", ({ title, source }) => {
    expect(title).toMatch(/^\S.*\S$/);
    // A year at least: who published it when.
    expect(source).toMatch(/^\S.* (19|20)\d\d, .*\.$/);
    expect(source).not.toContain("\n");
  });

  it.each(rules)("holds a $name that checks without errors", ({ text, name }) => {
    expect(check(parse(text, name)).program.statements.length).toBeGreaterThan(0);
  });

  it.each(rules)("prints $name as text that reads back as the same program", ({ text }) => {
    const program = parse(text);
    const printed = print(program);
    expect(samePrograms(parse(printed), program)).toBe(true);
    expect(print(parse(printed))).toBe(printed);
  });

  it.each(rules)("computes the same with $name's printed text, to the bit", ({ text }) => {
    expect(run(parse(print(parse(text))))).toEqual(run(parse(text)));
  });

  it.each(rules)("updates $name by finite numbers without a gradient, at first and later", ({ text }) => {
    const none = new Float32Array(LAYOUT.size);
    const updates = run(parse(text), {}, (step) => (step === 2 || step === 3 ? gradient(step) : none));
    expect(updates.every(Number.isFinite)).toBe(true);
  });

  it.each(hyperparameters)("lets $rule's $name be replaced by $other, and that tells", (parameter) => {
    const { text, name, value, other } = parameter;
    const written = new RegExp(`\\b${name}=[^,)]+`);
    expect(text).toMatch(written);
    const replaced = run(parse(text.replace(written, `${name}=${other}`)));
    expect(run(parse(text), { [name]: other })).toEqual(replaced);
    expect(run(parse(text), { [name]: value })).toEqual(run(parse(text)));
    expect(replaced).not.toEqual(run(parse(text)));
  });

  it("keeps the statements of the paper's raw program, dead ones too", () => {
    const raw = findRule("paper-raw");
    expect(parse(raw?.text ?? "").statements).toHaveLength(21);
  });
});
