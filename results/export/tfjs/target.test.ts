import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLayout } from "../../../dsl/layout.js";
import { parse } from "../../../dsl/text/parse.js";
import { type Tfjs, loadTfjs, selectBackend } from "../../../src/engine/tfjs/library.js";
import { InputError } from "../../../src/errors.js";
import { compileModules, importModules } from "../compile.arbitrary.js";
import { courseOf, follow, isWellConditioned, readsInput, worstError } from "../course.arbitrary.js";
import { pascalCase } from "../identifier.js";
import { optionsOf } from "../options.js";
import { toExportedRule } from "../rule.js";
import { type Rules, libraryRules, randomRules, tunedRules, unusualRules, unusualTitles } from "../rules.arbitrary.js";
import type { ExportedRule } from "../target.js";
import { TFJS } from "./target.js";

/** How far weights may be from the interpreter's, relative to how far they have moved: scalars of state are float32. */
const TOLERANCE = 5e-6;
/** The same of random programs, which may magnify a difference as they like. */
const ROUGHLY = 1e-3;

const STEPS = 20;
const RANDOM = 40;

const random = randomRules(RANDOM);
const given: Rules = new Map([...libraryRules, ...tunedRules, ...unusualRules]);
const all: Rules = new Map([...given, ...random]);
const course = courseOf(1, STEPS);
const stepsOf = (name: string): number => (random.has(name) ? 3 : STEPS);

const library = "@tensorflow/tfjs-core";
const tf = await loadTfjs("cpu").catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`Exports are not checked with TensorFlow.js: ${error.message}\n`);
  return undefined;
});

type Tensor = InstanceType<Tfjs["Tensor"]>;
type Variable = ReturnType<Tensor["variable"]>;

interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** An exported optimizer. */
interface Optimizer {
  readonly applyGradients: (gradients: readonly NamedTensor[] | Readonly<Record<string, Tensor>>) => void;
  readonly minimize: (f: () => Tensor, returnCost?: boolean, variables?: readonly Variable[]) => Tensor | null;
  readonly setLearningRate: (rate: number) => void;
  /** There where the rule reads the loss. */
  readonly setLoss?: (loss: number) => void;
  readonly getWeights: () => Promise<readonly NamedTensor[]>;
  readonly setWeights: (weights: readonly NamedTensor[]) => Promise<void>;
  readonly getConfig: () => Readonly<Record<string, unknown>>;
  readonly getClassName: () => string;
  readonly dispose: () => void;
  readonly iterations: number;
}

type Options = Readonly<Record<string, unknown>>;
type Optimizers = (new (options?: Options) => Optimizer) & {
  readonly className: string;
  readonly fromConfig: (cls: unknown, config: Options) => Optimizer;
};

type Modules = ReadonlyMap<string, Readonly<Record<string, Optimizers>>>;

/** Imports the modules with the very library that this process has loaded. */
async function load(code: ReadonlyMap<string, string>): Promise<Modules> {
  const url = pathToFileURL(createRequire(import.meta.url).resolve(library)).href;
  return importModules(new Map([...code].map(([name, text]) => [name, text.replace(`"${library}"`, `"${url}"`)])));
}

describe.skipIf(tf === undefined)("an exported TensorFlow.js optimizer", () => {
  const { tensor, tidy, memory } = tf as Tfjs;
  const compiled = compileModules(TFJS, all, fileURLToPath(new URL("exported", import.meta.url)));
  let modules: Modules;
  const variables: Variable[] = [];
  beforeAll(async () => {
    selectBackend(tf as Tfjs, "cpu");
    modules = await load(compiled.code);
  });
  afterEach(() => {
    for (const variable of variables.splice(0)) variable.dispose();
  });

  const classOf = (name: string): Optimizers =>
    modules.get(name)?.[pascalCase((all.get(name) as ExportedRule).name)] as Optimizers;

  /** An optimizer of a rule, which knows what of the course it must. */
  function create(name: string, options: Options = {}): Optimizer {
    const roles = new Map(course.arrays.map((array) => [array.name, array.role]));
    return new (classOf(name))({
      ...(readsInput(all.get(name) as ExportedRule, "T") ? { totalSteps: STEPS } : {}),
      ...(compiled.code.get(name)?.includes("#role") === true
        ? { role: (variable: string) => roles.get(variable.split(" ")[0] ?? "") } : {}),
      ...options,
    });
  }

  let made = 0;
  /** The course's weights as variables, their names unlike all before. */
  function weightsOf(): readonly Variable[] {
    const layout = createLayout(course.arrays);
    made++;
    const created = layout.arrays.map(({ name, offset, size, shape }) => {
      const values = course.weights.slice(offset, offset + size);
      return tidy(() => tensor(values, [...shape]).variable(true, `${name} ${made}`));
    });
    variables.push(...created);
    return created;
  }

  /** Takes a step of the course, with a learning rate of so much at its peak. */
  function step(
    optimizer: Optimizer, weights: readonly Variable[], name: string, k: number,
    peak = optionsOf(all.get(name) as ExportedRule).learningRate.value,
  ): readonly number[] {
    const layout = createLayout(course.arrays);
    optimizer.setLearningRate(peak * (course.schedule[k] as number));
    optimizer.setLoss?.(course.losses[k] as number);
    tidy(() => {
      optimizer.applyGradients(layout.arrays.map(({ offset, size, shape }, a) => ({
        name: (weights[a] as Variable).name,
        tensor: tensor((course.gradients[k] ?? []).slice(offset, offset + size), [...shape]),
      })));
    });
    return weights.flatMap((w) => [...w.dataSync()]);
  }

  function errorOf(name: string): number {
    const rule = all.get(name) as ExportedRule;
    const [optimizer, weights] = [create(name), weightsOf()];
    const actual = Array.from({ length: stepsOf(name) }, (_, k) => step(optimizer, weights, name, k));
    optimizer.dispose();
    return worstError(actual, follow(rule, course).slice(0, stepsOf(name)), course);
  }

  it("compiles against the library's types under the strictest options, whatever it is made of", () => {
    expect(compiled.complaints).toEqual([]);
  });

  it.each([...libraryRules.keys(), ...tunedRules.keys()])("moves weights as the interpreter does: %s", (name) => {
    expect(errorOf(name)).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each([...unusualTitles].map(([name, title]) => [title, name]))(
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
      expect(error, TFJS.write(rule)).toBeLessThanOrEqual(ROUGHLY);
    }
    expect(compared).toBeGreaterThan(RANDOM / 4);
  });

  it.each([...given.keys()])("goes on to the same numbers when it is saved and loaded into another: %s", async (name) => {
    const [kept, weights, others] = [create(name), weightsOf(), weightsOf()];
    const expected = Array.from({ length: STEPS }, (_, k) => step(kept, weights, name, k));
    let optimizer = create(name);
    const actual: (readonly number[])[] = [];
    for (let k = 0; k < STEPS; k++) {
      if (k === STEPS / 2) {
        const saved = await optimizer.getWeights();
        const copies = saved.map((each) =>
          ({ name: each.name, tensor: tensor(each.tensor.dataSync(), each.tensor.shape, each.tensor.dtype) }));
        optimizer.dispose();
        optimizer = create(name);
        await optimizer.setWeights(copies);
      }
      actual.push(step(optimizer, others, name, k));
    }
    expect(actual).toEqual(expected);
    for (const each of [kept, optimizer]) each.dispose();
  });

  it.each([...given.keys()])("leaves no tensor behind: %s", (name) => {
    const weights = weightsOf();
    const before = memory().numTensors;
    const optimizer = create(name);
    step(optimizer, weights, name, 0);
    const after = memory().numTensors;
    for (let k = 1; k < 4; k++) step(optimizer, weights, name, k);
    expect(memory().numTensors).toBe(after);
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.each([...given.keys()])("moves nothing at a learning rate of 0, which it begins with: %s", (name) => {
    const [optimizer, weights] = [create(name, { learningRate: 0 }), weightsOf()];
    for (let k = 0; k < 3; k++) step(optimizer, weights, name, k, 0);
    expect(weights.flatMap((w) => [...w.dataSync()])).toEqual(course.weights);
    optimizer.dispose();
  });

  it("is made again from its configuration, with its learning rate as it is", () => {
    const optimizer = create("adamw", { beta1: 0.5 });
    optimizer.setLearningRate(0.25);
    const config = JSON.parse(JSON.stringify(optimizer.getConfig())) as Options;
    expect(config).toMatchObject({ learningRate: 0.25, beta1: 0.5, beta2: 0.999 });
    const again = classOf("adamw").fromConfig(classOf("adamw"), config);
    expect(again.getConfig()).toEqual(optimizer.getConfig());
    expect(again.getClassName()).toBe("Adamw");
  });

  it("takes gradients by name and as a list, counts its steps, and passes over what has no gradient", () => {
    const [optimizer, weights] = [create("momentum"), weightsOf()];
    const [first, second] = weights as [Variable, Variable];
    const before = second.dataSync().slice();
    tidy(() => {
      optimizer.applyGradients({ [first.name]: tensor(new Float32Array(first.size).fill(1), first.shape) });
      const ones = tensor(new Float32Array(first.size).fill(1), first.shape);
      optimizer.applyGradients([{ name: first.name, tensor: ones }, { name: second.name, tensor: null as never }]);
    });
    expect(optimizer.iterations).toBe(2);
    expect([...second.dataSync()]).toEqual([...before]);
    expect([...first.dataSync()]).not.toEqual(course.weights.slice(0, first.size));
    optimizer.dispose();
  });

  it("minimizes, and reads the loss that it minimizes", () => {
    const rule = toExportedRule(parse("def f(w, g, lr, loss):\n  return g * loss * lr * 0.1\n"), { name: "by_loss" });
    expect(TFJS.write(rule)).toContain("this.setLoss(computed.value);");
    const [optimizer] = [create("unusual_0")];
    const w = tidy(() => tensor([1, -2]).variable(true, `minimized ${++made}`));
    variables.push(w);
    const cost = (): number => {
      const value = optimizer.minimize(() => (tf as Tfjs).sum((tf as Tfjs).mul(w, w)), true, [w]) as Tensor;
      const [number] = value.dataSync();
      value.dispose();
      return number as number;
    };
    const costs = [cost(), cost(), cost()];
    expect(costs[0]).toBe(5);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    optimizer.dispose();
  });

  it.each(["lion", "muon", "prodigy"])("is readable code of the rule itself: %s", async (name) => {
    const text = TFJS.write(all.get(name) as ExportedRule);
    await expect(text).toMatchFileSnapshot(`__snapshots__/${name}.ts.txt`);
  });

  it("imports nothing but TensorFlow.js", () => {
    for (const [name, rule] of all) {
      expect([...TFJS.write(rule).matchAll(/^import .*$/gm)].map(([line]) => line), name).toEqual([`import * as tf from "${library}";`]);
    }
  });
});
