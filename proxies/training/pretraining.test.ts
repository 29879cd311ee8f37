import { describe, expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { InputError } from "../../src/errors.js";
import { glyphs } from "../data/glyphs.js";
import { ArrayCache } from "./examples.js";
import type { Pretraining, Problem, SizeDefinition, TaskDefinition } from "../problem/task.js";
import { fineTuning } from "../tasks/fine-tuning.js";
import type { SharedData } from "./open-problem.js";
import { Trainer } from "./trainer.js";

const adamw = compile(check(parse(findRule("adamw")?.text ?? "")));
const idle = compile(check(parse("def idle(w, g):\n  update = g * 0\n  return update")));

const SIZE = fineTuning.sizes[1] as SizeDefinition & Required<Pick<SizeDefinition, "pretraining">>;
/** As the built-in task, but pretrained for a moment only. */
const QUICK = { ...SIZE, pretraining: { ...SIZE.pretraining, horizon: 200 } };

function problem(definition: SizeDefinition, horizon = 30, batch = 16): Problem {
  const task: TaskDefinition = { ...fineTuning, sizes: { 1: definition } };
  return { task, size: 1, horizon, batch };
}

/** The weights that a training of a seed starts from, array by array. */
function start(at: Problem, seed: number, options?: SharedData): readonly (readonly number[])[] {
  const trainer = new Trainer({ ...at, horizon: 1 }, options);
  trainer.train(idle, { seed });
  const weights = trainer.weights();
  return trainer.arrays.map(({ offset, size }) => [...weights.subarray(offset, offset + size)]);
}

describe("a training that another came before", () => {
  test("begins with its weights, and with a head of each seed's own", () => {
    const [one, two] = [start(problem(QUICK), 1), start(problem(QUICK), 2)];
    const { pretraining: _, ...scratch } = SIZE;
    const fresh = start(problem(scratch), 1);
    // Two layers and the head, each a matrix and its bias.
    expect(one.map((array, k) => String(array) === String(two[k]))).toEqual([true, true, true, true, false, true]);
    one.forEach((array, k) => { expect(array).not.toEqual(fresh[k]); });
  });

  test("comes farther in a few steps than one from random weights", () => {
    const { pretraining: _, ...scratch } = SIZE;
    const [after, before] = [SIZE, scratch].map((definition) => {
      const result = new Trainer(problem(definition)).train(adamw, { seed: 1, scale: 12 });
      return result.kind === "trained" ? result.loss : NaN;
    });
    expect(after).toBeLessThan(0.8 * (before as number));
  });

  test("is the same in every trainer, whatever horizon, batch and room in its cache", () => {
    const first = start(problem(QUICK), 1);
    expect(start(problem(QUICK, 50, 8), 1)).toEqual(first);
    // Nothing stays in this cache: what came before is trained anew for each seed.
    const cache = new ArrayCache(0);
    start(problem(QUICK), 2, { cache });
    expect(start(problem(QUICK), 1, { cache })).toEqual(first);
    const options = { seed: 3, scale: 12 };
    const run = (): unknown => new Trainer(problem(QUICK)).train(adamw, options);
    expect(run()).toEqual(run());
  });

  test.each<[string, Partial<Pretraining>, RegExp]>([
    ["diverges", { scale: 1e9 }, /pretraining of task "fine-tuning" ×1 diverges at scale 1000000000\. Choose a smaller/],
    ["has another model", { source: () => glyphs({ side: 9 }) }, /has 10058 weights, but the task 8970\. Give both/],
  ])("is refused where that other one %s", (_, fault, message) => {
    const faulty = { ...SIZE, pretraining: { ...SIZE.pretraining, horizon: 50, ...fault } };
    const train = (): unknown => new Trainer(problem(faulty)).train(adamw, { seed: 1 });
    expect(train).toThrow(InputError);
    expect(train).toThrow(message);
  });
});
