import { type UpdateArray, updateArrays } from "../src/engine/update/array.js";
import type { Source } from "./data/source.js";
import { ArrayCache, Batches } from "./examples.js";
import { InitialWeights, type Pretrain } from "./initial-weights.js";
import type { Problem } from "./task.js";
import { type TaskGraph, buildTaskGraph } from "./task-graph.js";
import { definitionOf, openSource } from "./task-source.js";

/** Bytes of examples and initial weights that a trainer keeps, unless it is given a cache. */
const CACHE_BYTES = 1 << 28;

/** What trainers of one thread may share. */
export interface SharedData {
  /** Keeps examples and initial weights. @default 256 MiB of its own */
  readonly cache?: ArrayCache | undefined;
  /** What tells tasks of one name apart in a shared cache. @default "" */
  readonly origin?: string | undefined;
  /** The problem's source, where another trainer has it open already. @default opened anew */
  readonly source?: Source | undefined;
}

/** A problem with all that training it needs, whatever computes: data, model and initial weights. */
export interface OpenProblem extends TaskGraph {
  readonly source: Source;
  readonly batches: Batches;
  /** The arrays of the parameters, as update rules see them. */
  readonly arrays: readonly UpdateArray[];
  readonly weights: InitialWeights;
}

/**
 * Opens a problem: reads its data, if it has any, and builds its model.
 *
 * @throws {@link InputError} where the task has no such size, or its real data cannot be read; whatever the
 * task's own code throws.
 */
export function openProblem(problem: Problem, shared: SharedData, pretrain: Pretrain): OpenProblem {
  const { task, size, data = "", batch } = problem;
  const { cache = new ArrayCache(CACHE_BYTES), origin = "", source = openSource(problem) } = shared;
  const name = `${origin} ${task.name} ×${size} ${data}`;
  const built = buildTaskGraph(definitionOf(problem), source, batch);
  const { graph } = built;
  return {
    ...built, source,
    batches: new Batches(source, batch, cache, name),
    arrays: updateArrays(graph.parameters),
    weights: new InitialWeights({ problem, graph, name, cache, pretrain }),
  };
}
