import { describe, expect, test } from "vitest";
import { TASKS, findTask } from "../proxies/tasks/index.js";
import type { TaskDefinition } from "../proxies/problem/task.js";
import { Trainer } from "../proxies/training/trainer.js";
import { InputError } from "../src/errors.js";
import { describeTask, describeTaskSize } from "./describe-task.js";

const MLP = findTask("glyph-mlp") as TaskDefinition;

describe("a task", () => {
  test("is described without a training", () => {
    const { sizes, ...rest } = describeTask(MLP);
    expect(rest).toEqual({ name: "glyph-mlp", family: "classification", title: MLP.title });
    expect(sizes.map(({ size }) => size)).toEqual([1, 10, 100]);
    expect(sizes[0]).toMatchObject({
      horizon: MLP.sizes[1]?.horizon, batch: MLP.sizes[1]?.batch, metrics: ["accuracy"], floor: { loss: 0 },
      fields: [{ name: "pixels", shape: [8, 8, 1] }, { name: "label", shape: [] }],
    });
    expect(sizes[0]?.arrays[0]).toEqual({ name: "layer0.weight", role: "matrix", shape: [64, 64] });
  });

  test("has as many parameters as its trainer has", () => {
    const trainer = new Trainer({ task: MLP, size: 1, horizon: 1, batch: 4 });
    const last = trainer.arrays.at(-1);
    expect(describeTask(MLP).sizes[0]?.parameters).toBe((last?.offset ?? 0) + (last?.size ?? 0));
  });

  test.each(TASKS)("$name has parameters in every size, more in a larger one", (task) => {
    const parameters = describeTask(task).sizes.map((size) => size.parameters);
    expect(parameters).toEqual(parameters.toSorted((a, b) => a - b));
    expect(parameters[0]).toBeGreaterThan(0);
  });

  test("is described as it is on real data", () => {
    const wide = { label: { element: "i32", shape: [], symbols: 99 } } as const;
    const size = MLP.sizes[1] as NonNullable<typeof MLP.sizes[1]>;
    const read = (): ReturnType<typeof size.source> => {
      const source = size.source();
      return { ...source, fields: { ...source.fields, ...wide } };
    };
    const reading = { ...MLP, sizes: { 1: { ...size, read } } };
    expect(describeTaskSize(reading, 1).arrays.at(-1)?.shape).toEqual([10]);
    expect(describeTaskSize(reading, 1, { data: "/some/file" }).arrays.at(-1)?.shape).toEqual([99]);
    expect(() => describeTaskSize(reading, 10)).toThrow(/has no size ×10; it has ×1/);
    const { read: _, ...generating } = reading.sizes[1];
    const refused = (): unknown => describeTaskSize({ ...MLP, sizes: { 1: generating } }, 1, { module: "own.js", data: "/some/file" });
    expect(refused).toThrow(/takes no real data, got \/some\/file/);
  });

  test("of a user's that cannot be built is the user's fault, with a reason", () => {
    const model = (): never => { throw new TypeError("x is undefined"); };
    const broken = { ...MLP, sizes: { 1: { ...(MLP.sizes[1] as NonNullable<typeof MLP.sizes[1]>), model } } };
    expect(() => describeTask(broken, "own.js")).toThrow(InputError);
    expect(() => describeTask(broken, "own.js")).toThrow(/"glyph-mlp" ×1 of own\.js cannot be built: x is undefined/);
    expect(() => describeTask(broken)).toThrow(TypeError);
  });

  test("of a user's is differentiated, and draws a batch", () => {
    const size = MLP.sizes[1] as NonNullable<typeof MLP.sizes[1]>;
    const many: typeof size.model = (graph, inputs, fields) => ({
      loss: graph.broadcast(size.model(graph, inputs, fields).loss, [8, 1]),
    });
    const silent = (): ReturnType<typeof size.source> => ({ ...size.source(), fill: () => { throw new Error("no data today"); } });
    const describeOwn = (changes: Partial<typeof size>): unknown =>
      describeTask({ ...MLP, sizes: { 1: { ...size, ...changes } } }, "own.js");
    expect(() => describeOwn({})).not.toThrow();
    expect(() => describeOwn({ model: many })).toThrow(/own\.js cannot be built: its loss must be a single number.*\[8, 1\]/);
    expect(() => describeOwn({ source: silent })).toThrow(InputError);
    expect(() => describeOwn({ source: silent })).toThrow(/own\.js cannot be built: its source cannot fill .*no data today/);
  });
});
