import { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import type { Source } from "../data/source.js";
import type { Model, SizeDefinition } from "./task.js";

/** A graph with the model of a task in it. */
export interface TaskGraph extends Model {
  readonly graph: Graph;
  /** For each field of the source the tensor that its batches are written to. */
  readonly inputs: readonly (readonly [name: string, tensor: Tensor])[];
}

/** Builds the graph of one size of a task. Takes milliseconds; throws what the task's own code throws. */
export function buildTaskGraph(definition: SizeDefinition, source: Source, batch: number): TaskGraph {
  const graph = new Graph();
  const inputs = Object.entries(source.fields).map(
    ([name, { shape, element }]) => [name, graph.input(name, [batch, ...shape], element)] as const,
  );
  return { graph, inputs, ...definition.model(graph, Object.fromEntries(inputs), source.fields) };
}
