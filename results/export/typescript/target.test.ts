import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "../../../dsl/text/parse.js";
import { type Course, courseOf, follow, isWellConditioned, readsInput, worstError } from "../course.arbitrary.js";
import { dataflowOf } from "../dataflow.js";
import { pascalCase } from "../identifier.js";
import { optionsOf } from "../options.js";
import { toExportedRule } from "../rule.js";
import { type Rules, libraryRules, randomRules, tunedRules, unusualRules, unusualTitles } from "../rules.arbitrary.js";
import type { ExportedRule } from "../target.js";
import { compileModules, importModules } from "../compile.arbitrary.js";
import { TYPESCRIPT } from "./target.js";

/** How far weights may be from the interpreter's, relative to how far they have moved: the course itself rounds. */
const TOLERANCE = 5e-7;
/** The same of random programs, which may magnify a difference as they like. */
const ROUGHLY = 1e-3;

const STEPS = 20;
const RANDOM = 60;

const random = randomRules(RANDOM);
const all: Rules = new Map([...libraryRules, ...tunedRules, ...unusualRules, ...random]);
const course = courseOf(1, STEPS);
const stepsOf = (name: string): number => (random.has(name) ? 3 : STEPS);

/** An exported optimizer. */
interface Optimizer {
  readonly step: (
    weights: readonly Float32Array[], gradients: readonly Float32Array[], inputs?: Readonly<Record<string, number>>,
  ) => void;
  /** There is none of a rule without state. */
  readonly state?: () => unknown;
  readonly restore?: (state: unknown) => void;
}

type Module = Readonly<Record<string, new (arrays: Course["arrays"], options?: Readonly<Record<string, number>>) => Optimizer>>;

/** Primitives that JavaScript computes to the bit as the interpreter does. */
const EXACT: ReadonlySet<string> = new Set([
  "add", "subtract", "multiply", "divide", "maximum", "minimum", "less", "lessEqual", "equal", "select", "negate",
  "abs", "sign", "floor", "sqrt", "interp",
]);

function isExact(rule: ExportedRule): boolean {
  return dataflowOf(rule.program, optionsOf(rule)).values.every(
    ({ origin }) => origin.kind !== "element" || EXACT.has(origin.primitive));
}

const documented = new Set(tunedRules.keys());
const exact = [...libraryRules, ...unusualRules].filter(([, rule]) => isExact(rule)).map(([name]) => name);

/** Numbers of all arrays, cut into one for each. */
function cut(values: Iterable<number>): readonly Float32Array[] {
  const flat = Float32Array.from(values);
  let offset = 0;
  return course.arrays.map(({ shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return flat.slice(offset, (offset += size));
  });
}

/** The weights after each step of an exported optimizer, which is saved and restored before one of them. */
function drive(module: Module, name: string, rule: ExportedRule, renewed = -1): readonly (readonly number[])[] {
  const Optimizer = module[pascalCase(rule.name)];
  if (Optimizer === undefined) throw new Error(`${name} has no class.`);
  const make = (): Optimizer =>
    new Optimizer(course.arrays, readsInput(rule, "T") ? { totalSteps: course.gradients.length } : {});
  let optimizer = make();
  const weights = cut(course.weights);
  return course.gradients.slice(0, stepsOf(name)).map((gradient, k) => {
    if (k === renewed && optimizer.state !== undefined) {
      const saved = JSON.stringify(optimizer.state(), (_, x: unknown) => (x instanceof Float32Array ? [...x] : x));
      optimizer = make();
      optimizer.restore?.(JSON.parse(saved));
    }
    optimizer.step(weights, cut(gradient), { lr: course.schedule[k] as number, loss: course.losses[k] as number });
    return weights.flatMap((w) => [...w]);
  });
}

describe("an exported TypeScript module", () => {
  const compiled = compileModules(TYPESCRIPT, all, "/exported");
  let modules: ReadonlyMap<string, Module>;
  beforeAll(async () => {
    modules = await importModules<Module>(compiled.code);
  });
  const moduleOf = (name: string): Module => modules.get(name) as Module;
  const errorOf = (name: string): number => {
    const rule = all.get(name) as ExportedRule;
    const expected = follow(rule, course, false).slice(0, stepsOf(name));
    return worstError(drive(moduleOf(name), name, rule), expected, course);
  };

  it("compiles under the strictest options, whatever it is made of", () => {
    expect(compiled.complaints).toEqual([]);
  });

  it.each(exact)("moves weights as the interpreter does to the bit, since all that it does is exact: %s", (name) => {
    const rule = all.get(name) as ExportedRule;
    const expected = follow(rule, course, false);
    expect(drive(moduleOf(name), name, rule)).toEqual(expected.map((w) => [...w]));
  });

  it.each([...libraryRules.keys(), ...documented].filter((name) => !exact.includes(name)))(
    "moves weights as the interpreter does: %s", (name) => {
      expect(errorOf(name)).toBeLessThanOrEqual(TOLERANCE);
    },
  );

  it.each([...unusualTitles].filter(([name]) => !exact.includes(name)).map(([name, title]) => [title, name]))(
    "moves weights as the interpreter does where a rule %s", (_, name) => {
      expect(errorOf(name)).toBeLessThanOrEqual(TOLERANCE);
    },
  );

  it("runs whatever program it is made of, and as the interpreter does where numbers stay finite", () => {
    let compared = 0;
    for (const [name, rule] of random) {
      const error = errorOf(name);
      if (!isWellConditioned(rule, course, stepsOf(name))) continue;
      compared++;
      expect(error, TYPESCRIPT.write(rule)).toBeLessThanOrEqual(ROUGHLY);
    }
    expect(compared).toBeGreaterThan(RANDOM / 4);
  });

  const stateful = [...all.keys()].filter((name) => /^ {2}restore\(/m.test(compiled.code.get(name) ?? ""));

  it.each(stateful.filter((name) => !random.has(name)))(
    "goes on to the same numbers when its state is saved as JSON and restored in another object: %s", (name) => {
      const rule = all.get(name) as ExportedRule;
      const [kept, renewed] = [drive(moduleOf(name), name, rule), drive(moduleOf(name), name, rule, STEPS / 2)];
      expect(renewed).toEqual(kept);
    },
  );

  it("keeps a copy of its state, which later steps leave alone", () => {
    const { Lion } = moduleOf("lion");
    const optimizer = new (Lion as NonNullable<typeof Lion>)([{ name: "w", shape: [2], role: "vector" }]);
    const step = (): void => {
      optimizer.step([Float32Array.of(1, 1)], [Float32Array.of(1, -1)]);
    };
    step();
    const before = optimizer.state?.();
    const text = JSON.stringify(before);
    step();
    expect(JSON.stringify(before)).toBe(text);
    optimizer.restore?.(before);
    step();
    expect(JSON.stringify(before)).toBe(text);
  });

  it("refuses weights and gradients of other sizes than it was told", () => {
    const { Lion } = moduleOf("lion");
    const optimizer = new (Lion as NonNullable<typeof Lion>)([{ name: "w", shape: [2], role: "vector" }]);
    const [two, three] = [new Float32Array(2), new Float32Array(3)];
    for (const [weights, gradients] of [[[three], [three]], [[two], [three]], [[two], []], [[two, two], [two, two]]]) {
      expect(() => { optimizer.step(weights as Float32Array[], gradients as Float32Array[]); }).toThrow(RangeError);
    }
  });

  it("decays arrays of two or more dimensions alone", () => {
    const rule = toExportedRule(parse("def f(w, g, lr):\n  return g * lr"), {
      documentation: { learningRate: 0.25, weightDecay: 0.05 },
    });
    const text = TYPESCRIPT.write(rule);
    expect(text).toContain("learningRate: 0.25,");
    expect(text).toContain("weightDecay: 0.05,");
    expect(text).toContain("decayed: shape.length > 1,");
  });

  it.each(["lion", "muon", "prodigy"])("is readable code of the rule itself: %s", async (name) => {
    const text = TYPESCRIPT.write(libraryRules.get(name) as ExportedRule);
    await expect(text).toMatchFileSnapshot(`__snapshots__/${name}.ts.txt`);
  });

  it("imports nothing and runs no text", () => {
    for (const [name, rule] of all) expect(TYPESCRIPT.write(rule), name).not.toMatch(/\b(?:import|require|eval|Function)\b/);
  });
});
