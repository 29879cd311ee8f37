import { type UpdateArray, updateArrays } from "../../src/engine/update/array.js";
import { checkTask, orBadTask } from "../problem/check-task.js";
import type { Source } from "../data/source.js";
import { ArrayCache, Batches } from "./examples.js";
import { InitialWeights, type Pretrain } from "./initial-weights.js";
import type { Problem } from "../problem/task.js";
import { type TaskGraph, buildTaskGraph } from "../problem/task-graph.js";
import { definitionOf, openSource } from "../problem/task-source.js";

/** Bytes of examples and initial weights that a trainer keeps, unless it is given a cache. */
const CACHE_BYTES = 1 << 28;

/** What trainers of one thread may share. */
export interface SharedData {
  /** Keeps examples and initial weights. @default 256 MiB of its own */
  readonly cache?: ArrayCache | undefined;
  /** The user's module of the task: tells tasks of one name apart in a shared cache. @default "", a built-in one */
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
 * Opens a problem: reads its data, if it has any, and builds its model. That of a user is checked before.
 *
 * @throws {@link InputError} where the task has no such size, its real data cannot be read, or a user's task cannot be
 * trained; whatever a built-in task's code throws.
 */
export function openProblem(problem: Problem, shared: SharedData, pretrain: Pretrain): OpenProblem {
  const { task, size, data = "", batch } = problem;
  const { cache = new ArrayCache(CACHE_BYTES), origin = "" } = shared;
  const name = `${origin} ${task.name} ×${size} ${data}`;
  const definition = definitionOf(problem);
  const { source, ...built } = orBadTask({ task, size, module: origin }, () => {
    const source = shared.source ?? openSource(problem);
    // A graph of its own: the one that trains is left as the model builds it.
    if (origin !== "") checkTask(definition, source, batch, () => openSource(problem));
    return { source, ...buildTaskGraph(definition, source, batch) };
  });
  const { graph } = built;
  return {
    ...built, source,
    batches: new Batches(source, batch, cache, name),
    arrays: updateArrays(graph.parameters),
    weights: new InitialWeights({ problem, graph, name, cache, pretrain }),
  };
}
