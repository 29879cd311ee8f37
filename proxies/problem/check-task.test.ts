import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.js";
import { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { checkTask, orBadTask } from "./check-task.js";
import type { Source } from "../data/source.js";
import type { Model, SizeDefinition, TaskDefinition } from "./task.js";
import { TASKS } from "../tasks/index.js";
import { Trainer } from "../training/trainer.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-check-task-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

/** A source of symbols, all of them this one. */
function sourceOf(symbol: number, changes: Partial<Source> = {}): Source {
  return {
    fields: { label: { element: "i32", shape: [], symbols: 3 } },
    floor: { loss: 0, kind: "atLeast" },
    size: () => Infinity,
    fill: (_split, _seed, _first, count, { label }) => { label?.fill(symbol, 0, count); },
    ...changes,
  };
}

function weightOf(graph: Graph, shape: readonly number[] = [1]): Tensor {
  return graph.parameter("weight", shape, "vector", { kind: "fill", value: 1 });
}

const SOUND: SizeDefinition = {
  source: () => sourceOf(2), horizon: 4, batch: 8, model: (graph) => ({ loss: weightOf(graph) }),
};

function taskOf(definition: SizeDefinition): TaskDefinition {
  return { name: "mine", family: "tabular", title: "", sizes: { 1: definition } };
}

/** Checks a size of a task with one thing changed. */
function check(changes: Partial<SizeDefinition>): void {
  const definition = { ...SOUND, ...changes };
  checkTask(definition, definition.source(), definition.batch);
}

describe("a task of a user's", () => {
  test("is sound where its model is differentiated and its data drawn", () => {
    expect(() => { check({}); }).not.toThrow();
    // No target here.
    expect(() => { check({ source: () => sourceOf(-1) }); }).not.toThrow();
  });

  test("is sound where it is as a built-in one", () => {
    for (const { sizes: { 1: definition } } of TASKS) {
      if (definition === undefined) continue;
      expect(() => { checkTask(definition, definition.source(), definition.batch); }).not.toThrow();
    }
  });

  /** Fills with 0, then with 1, then with 2, and so on round. */
  const counting = (): Source["fill"] => {
    let calls = 0;
    return (_split, _seed, _first, count, { label }) => { label?.fill(calls++ % 3, 0, count); };
  };
  const VALIDATION = counting();
  let opened = 0;
  const throwing = (): never => { throw new Error("no data today"); };
  test.each<[string, Partial<SizeDefinition>, RegExp]>([
    ["a loss of many numbers", { model: (graph) => ({ loss: weightOf(graph, [8, 1]) }) },
      /its loss must be a single number, a tensor of f32 and shape \[\], got a tensor of f32 and shape \[8, 1\]\. `meanOfAll/],
    ["no loss", { model: () => ({}) as Model }, /its loss must be a single number, .* got something else/],
    ["a metric of many numbers",
      { model: (graph) => ({ loss: weightOf(graph), metrics: { hits: graph.positions(3) } }) },
      /its metric "hits" must be a single number, .* shape \[3\]/],
    ["a loss that its weights do not change",
      { model: (graph) => { weightOf(graph); return { loss: graph.constant(1) }; } }, /depend on parameter "weight"/],
    ["no weights", { model: (graph) => ({ loss: graph.constant(1) }) }, /has no parameters/],
    ["no batch size", { batch: 1.5, source: () => sourceOf(0, { fields: {} }) }, /`batch` must be an integer from 1, got 1\.5/],
    ["no horizon", { horizon: "10" as never }, /`horizon` must be an integer from 1, got '10'\./],
    ["several horizons", { horizon: [10] as never }, /`horizon` must be an integer from 1, got \[ 10 \]\./],
    ["a source without examples", { source: () => sourceOf(0, { fill: undefined as never }) }, /a function `fill`/],
    ["no source", { source: () => undefined as never }, /its source must have `fields`/],
    ["a source that throws", { source: () => sourceOf(0, { fill: throwing }) },
      /its source cannot fill a batch of 8 for train: no data today/],
    ["a source that throws in validation",
      { source: () => sourceOf(0, { fill: (split) => (split === "validation" ? throwing() : undefined) }) },
      /cannot fill a batch of 8 for validation: no data today/],
    ["symbols that there are not", { source: () => sourceOf(3) }, /the symbol 3 in `label` for train, expected 0 to 2/],
    ["examples that are others each time they are drawn", { source: () => sourceOf(0, { fill: counting() }) },
      /not the same when .*: `label` of example 0 for train was 0, then 1\. .* not `Math\.random`/],
    ["examples of validation that are others each time",
      { source: () => sourceOf(0, { fill: (split, ...rest) => { if (split === "validation") VALIDATION(split, ...rest); } }) },
      /`label` of example 0 for validation was /],
    ["examples that differ from one source to the next", { source: () => sourceOf(opened++ % 3) },
      /not the same when .*: `label` of example 0 for train was \d, then \d\. /],
    ["a pretraining whose examples are others each time",
      { pretraining: { source: () => sourceOf(0, { fill: counting() }), horizon: 1, batch: 2, scale: 1 } },
      /`label` of example 0 for train was 0, then 1\. /],
    ["a pretraining that throws",
      { pretraining: { source: () => sourceOf(0, { fill: throwing }), horizon: 1, batch: 2, scale: 1 } },
      /cannot fill a batch of 2 for train: no data today/],
  ])("with %s is refused, with what was expected", (_, changes, message) => {
    expect(() => { check(changes); }).toThrow(message);
    const task = taskOf({ ...SOUND, ...changes });
    const { batch = 0 } = task.sizes[1] ?? {};
    const train = (): unknown => new Trainer({ task, size: 1, horizon: 4, batch }, { origin: "own.js" });
    expect(train).toThrow(InputError);
    expect(train).toThrow(/^Task "mine" ×1 of own\.js cannot be built: /);
  });

  test("is told the line of its module where its code throws, also where that was caught on the way", async () => {
    const path = join(folder, "own task.mjs");
    writeFileSync(path, `
      export const model = (graph, { features }) => graph.reshape(features, features.shape.concat(missing()));
      const missing = () =>
        undefined.shape;
    `);
    const { model } = (await import(pathToFileURL(path).href)) as Pick<SizeDefinition, "model">;
    const task = taskOf({ ...SOUND, model });
    const own = { task, size: 1, module: path } as const;
    const building = (): unknown => orBadTask(own, () => model(new Graph(), { features: weightOf(new Graph()) }, {}));
    expect(building).toThrow(/cannot be built: .*reading 'shape'\) \(.*own task\.mjs:4\)$/);
    const source = sourceOf(0, { fill: model as never });
    const filling = (): void => { orBadTask(own, () => { checkTask(SOUND, source, 8); }); };
    expect(filling).toThrow(/cannot fill a batch of 8 for train: .* \(.*own task\.mjs:2\)$/);
    const elsewhere = (): unknown => orBadTask(own, () => { throw new Error("no"); });
    expect(elsewhere).toThrow(/cannot be built: no$/);
  });

  test("is to blame for what its code throws, and a built-in one is not", () => {
    const task = taskOf(SOUND);
    const fail = (): never => { throw new TypeError("x is undefined"); };
    expect(() => orBadTask({ task, size: 1, module: "own.js" }, fail)).toThrow(InputError);
    expect(() => orBadTask({ task, size: 1 }, fail)).toThrow(TypeError);
    const refuse = (): never => { throw new InputError("bad-data", "no rows"); };
    expect(() => orBadTask({ task, size: 1, module: "own.js" }, refuse)).toThrow(/^no rows$/);
  });
});
