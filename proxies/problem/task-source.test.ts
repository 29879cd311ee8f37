import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.js";
import type { Source } from "../data/source.js";
import type { SizeDefinition, TaskDefinition } from "./task.js";
import { buildTaskGraph } from "./task-graph.js";
import { openSource } from "./task-source.js";

/** A source that says where it comes from by how many symbols it has. */
function sourceOf(symbols: number): Source {
  return {
    fields: { label: { element: "i32", shape: [], symbols } },
    floor: { loss: 0, kind: "atLeast" },
    size: () => Infinity,
    fill: () => undefined,
  };
}

const GENERATING: SizeDefinition = {
  source: () => sourceOf(2),
  horizon: 1,
  batch: 1,
  model: (graph, _, { label }) => {
    const symbols = label?.element === "i32" ? label.symbols : 0;
    const table = graph.parameter("table", [symbols], "vector", { kind: "fill", value: 1 });
    return { loss: graph.reshape(graph.sum(table, [0]), []) };
  },
};
const READING: SizeDefinition = { ...GENERATING, read: (path) => sourceOf(path.length) };

const task: TaskDefinition = {
  name: "mine", family: "language", title: "Mine", sizes: { 1: GENERATING, 10: READING },
};

describe("the source of a problem", () => {
  test("is generated where it names no data, and read from its data where it does", () => {
    const symbols = (source: Source): unknown => source.fields["label"];
    expect(symbols(openSource({ task, size: 1 }))).toMatchObject({ symbols: 2 });
    expect(symbols(openSource({ task, size: 10 }))).toMatchObject({ symbols: 2 });
    expect(symbols(openSource({ task, size: 10, data: "/a/b" }))).toMatchObject({ symbols: 4 });
  });

  test("is refused where a task takes no data, or has no such size", () => {
    const refused = (): unknown => openSource({ task, size: 1, data: "/a/b" });
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(/"mine" ×1 generates what it trains on and takes no real data, got \/a\/b\. Leave/);
    expect(() => openSource({ task, size: 100 })).toThrow(/"mine" has no size ×100; it has ×1, ×10\./);
  });

  test("tells the model its fields", () => {
    const source = openSource({ task, size: 10, data: "/data" });
    expect(buildTaskGraph(READING, source, 1).graph.parameters[0]?.shape).toEqual([5]);
  });
});
