import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { type TypedProgram, check, findFaults } from "../check.js";
import { staticCost } from "../cost.js";
import { findFunction } from "../functions/table.js";
import { countLive, liveness } from "../liveness.js";
import { samePrograms } from "../program.js";
import { findRule, rules } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { type MutationOptions, describeMutation, mutate, mutateConstants, randomProgram } from "./index.js";

const start = check(parse(findRule("adamw-paper")?.text ?? ""));
const MODES: readonly MutationOptions[] = [{}, { mode: "paper" }];

/** The children of a line of descent, the start left out. */
function lineage(
  from: TypedProgram,
  seed: number,
  length: number,
  options: MutationOptions,
): readonly TypedProgram[] {
  const stream = new RandomStream(seed, "lineage");
  const children: TypedProgram[] = [];
  let parent = from;
  let mate = from;
  for (let i = 0; i < length; i++) {
    const { typed } = mutate(parent, stream, options, mate);
    mate = parent;
    parent = typed;
    children.push(typed);
  }
  return children;
}

describe("a line of descent", () => {
  it.each(MODES)("has only valid programs, with the types that a check finds, in %j", (options) => {
    for (const { program, types, stateTypes } of lineage(start, 1, 3000, options)) {
      expect(findFaults(program)).toEqual([]);
      const checked = check(program);
      expect(checked.types).toEqual(types);
      expect(checked.stateTypes).toEqual(stateTypes);
    }
  });

  it.each(MODES)("has only programs that print and parse back, in %j", (options) => {
    for (const { program } of lineage(start, 2, 3000, options)) {
      const text = print(program);
      const parsed = parse(text);
      expect(samePrograms(parsed, program), text).toBe(true);
      expect(print(parsed)).toBe(text);
    }
  });

  it("has consistent states, outputs and names after every mutation", () => {
    for (const { program } of lineage(start, 3, 3000, { limits: { states: 5 } })) {
      const { parameters, states, outputs, names, statements } = program;
      expect(states).toEqual(parameters.flatMap(({ kind }, slot) => (kind === "state" ? [slot] : [])));
      expect(outputs).toHaveLength(states.length + 1);
      expect(new Set(names).size).toBe(names.length);
      parameters.forEach(({ name }, slot) => {
        expect(names[slot]).toBe(name);
      });
      for (const slot of [...outputs, ...statements.map(({ target }) => target)]) {
        expect(names[slot]).toBeDefined();
      }
    }
  });

  it.each(MODES)("keeps its names and parameters bounded over 10,000 mutations, in %j", (options) => {
    const children = lineage(start, 4, 10_000, options);
    const most = Math.max(...children.map(({ program }) => program.names.length));
    expect(most).toBeLessThanOrEqual(60 + 2 + 9);
    expect(Math.max(...children.map(({ program }) => program.parameters.length))).toBeLessThanOrEqual(9);
  });

  it("goes through every kind of mutation", () => {
    const stream = new RandomStream(5, "kinds");
    const kinds = new Map<string, number>();
    let parent = start;
    for (let i = 0; i < 20_000; i++) {
      const { typed, mutation } = mutate(parent, stream, {}, start);
      kinds.set(mutation.kind, (kinds.get(mutation.kind) ?? 0) + 1);
      parent = i % 50 === 0 ? start : typed;
    }
    expect([...kinds.keys()].sort()).toEqual([
      "argument",
      "average",
      "constant",
      "correction",
      "crossover",
      "delete",
      "function",
      "horizon",
      "insert",
      "mask",
      "scale",
    ]);
  });

  it("is the same for equal streams, and another for another seed", () => {
    const texts = (seed: number): readonly string[] =>
      lineage(start, seed, 300, {}).map(({ program }) => print(program));
    expect(texts(6)).toEqual(texts(6));
    expect(texts(6)).not.toEqual(texts(7));
  });

  it("does not depend on what was mutated in between", () => {
    const alone = lineage(start, 8, 200, {}).map(({ program }) => print(program));
    const stream = new RandomStream(8, "lineage");
    let parent = start;
    let mate = start;
    const mixed: string[] = [];
    for (let i = 0; i < 200; i++) {
      lineage(start, i, 2, { mode: "paper" });
      const { typed } = mutate(parent, stream, {}, mate);
      mate = parent;
      parent = typed;
      mixed.push(print(typed.program));
    }
    expect(mixed).toEqual(alone);
  });

  it("never changes the parent", () => {
    const stream = new RandomStream(9, "parent");
    const before = JSON.stringify(start);
    for (let i = 0; i < 2000; i++) mutate(start, stream, {}, start);
    expect(JSON.stringify(start)).toBe(before);
  });
});

describe("limits", () => {
  it("are kept by every child", () => {
    const limits = { statements: 14, states: 3, cost: 2.5 };
    for (const typed of lineage(start, 10, 3000, { limits })) {
      const live = liveness(typed.program);
      expect(typed.program.statements.length).toBeLessThanOrEqual(14);
      expect(countLive(live.states)).toBeLessThanOrEqual(3);
      expect(staticCost(typed, live)).toBeLessThanOrEqual(2.5);
    }
  });

  it("let mutations write only functions of the paper in mode `paper`", () => {
    for (const { program } of lineage(start, 11, 2000, { mode: "paper" })) {
      expect(program.statements.every(({ fn }) => fn.set === "paper")).toBe(true);
    }
  });

  it("let mutations write only functions that are named, under any of their names", () => {
    const functions = ["maximum", "interpolate", "multiply", "protected_divide", "sqrt", "square", "add"];
    const rows = new Set(functions.map(findFunction));
    const seen = new Set<unknown>();
    for (const { program } of lineage(start, 12, 3000, { limits: { functions } })) {
      for (const { fn } of program.statements) seen.add(fn);
    }
    expect(seen).toEqual(rows);
  });

  it("end in a clear error where they leave no way from the parent", () => {
    const stream = new RandomStream(13, "none");
    expect(() => mutate(start, stream, { limits: { statements: 3 } })).toThrow(
      /No valid mutation of program "train" \(9 statements\) was found in 1000 tries within the limits \(at most 3/,
    );
  });

  it.each([
    [{ weights: { insert: -1 } }, /weights must be non-negative/],
    [{ weights: { modify: 0, insert: 0, delete: 0, constant: 0, idiom: 0 } }, /at least one positive/],
    [{ normMatch: 2 }, /normMatch is a probability/],
    [{ limits: { states: NaN } }, /limit `states` must be a number from 0/],
    [{ limits: { functions: ["sinus"] } }, /`functions` names `sinus`, which is no function/],
    [{ limits: { functions: [] } }, /must name at least one/],
    [{ mode: "paper", limits: { functions: ["erf"] } }, /must name at least one/],
  ] as readonly (readonly [MutationOptions, RegExp])[])("are checked: %j", (options, message) => {
    expect(() => mutate(start, new RandomStream(1, "bad"), options)).toThrow(message);
  });
});

describe("every rule of the library", () => {
  it("has valid children that print and parse back", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...rules), fc.constantFrom(...rules), (seed, rule, other) => {
        const parent = check(parse(rule.text));
        const mate = check(parse(other.text));
        const stream = new RandomStream(seed, "library");
        const options = { limits: { states: 8 } };
        const { typed, mutation } = mutate(parent, stream, options, mate);
        expect(findFaults(typed.program)).toEqual([]);
        expect(samePrograms(parse(print(typed.program)), typed.program)).toBe(true);
        expect(describeMutation(parent.program, typed.program, mutation)).toMatch(/^[a-z]+/);
        const constants = mutateConstants(parent, stream, options).typed;
        expect(samePrograms(parse(print(constants.program)), constants.program)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("random programs", () => {
  it("are valid, print and parse back, and have every length asked for", () => {
    const stream = new RandomStream(14, "random");
    const lengths = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const { program } = randomProgram(stream, { mode: "paper", length: { least: 1, most: 20 } });
      expect(findFaults(program)).toEqual([]);
      expect(samePrograms(parse(print(program)), program)).toBe(true);
      expect(program.statements.every(({ fn }) => fn.set === "paper")).toBe(true);
      lengths.add(program.statements.length);
    }
    expect([...lengths].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it("are equal for equal streams", () => {
    const one = (): string => print(randomProgram(new RandomStream(15, "random"), {}).program);
    expect(one()).toBe(one());
  });

  it("refuse lengths out of order", () => {
    const stream = new RandomStream(16, "random");
    expect(() => randomProgram(stream, { length: { least: 5, most: 4 } })).toThrow(/got 5 and 4/);
  });
});
