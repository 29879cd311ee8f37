import type { Source } from "../proxies/data/source.js";
import { checkTask, orBadTask } from "../proxies/problem/check-task.js";
import { type Size, type TaskDefinition, SIZES } from "../proxies/problem/task.js";
import { buildTaskGraph } from "../proxies/problem/task-graph.js";
import { definitionOf, openSource } from "../proxies/problem/task-source.js";
import type { TaskReport, TaskSizeReport } from "../results/tasks-report.js";
import { sizeOf } from "../src/engine/graph/shape.js";

/**
 * What there is to know of a task: builds the graph of each of its sizes, which takes milliseconds, and trains
 * nothing; those of a user's module are differentiated too, and draw a batch.
 *
 * @param module - The user's module that defines it. Default: it is a built-in one.
 * @throws {@link InputError} where the task of a module cannot be built.
 */
export function describeTask(task: TaskDefinition, module?: string): TaskReport {
  const sizes = SIZES.filter((size) => task.sizes[size] !== undefined);
  return {
    name: task.name,
    family: task.family,
    title: task.title,
    sizes: sizes.map((size) => describeTaskSize(task, size, { module })),
  };
}

/** Options of {@link describeTaskSize}. */
export interface TaskSizeOptions {
  /** The user's module that defines the task. @default it is a built-in one */
  readonly module?: string | undefined;
  /** Absolute path of real data in place of what the task generates. @default none */
  readonly data?: string | undefined;
}

/**
 * What there is to know of one size of a task; that of a user's module is tried besides: see `checkTask`.
 *
 * @throws {@link InputError} where the task has no such size, its data cannot be read, or that of a module cannot be
 * built, differentiated or drawn from.
 */
export function describeTaskSize(
  task: TaskDefinition, size: Size, { module, data }: TaskSizeOptions = {},
): TaskSizeReport {
  const isOwn = module !== undefined;
  return orBadTask({ task, size, module }, () => describeSize(task, size, { isOwn, data }));
}

function describeSize(
  task: TaskDefinition, size: Size, { isOwn, data }: { readonly isOwn: boolean; readonly data: string | undefined },
): TaskSizeReport {
  const definition = definitionOf({ task, size });
  const { horizon, batch } = definition;
  const open = (): Source => openSource({ task, size, ...(data === undefined ? {} : { data }) });
  const source = open();
  if (isOwn) checkTask(definition, source, batch, open);
  const { graph, metrics = {} } = buildTaskGraph(definition, source, batch);
  const fields = Object.entries(source.fields).map(([name, { shape, element }]) => ({ name, element, shape }));
  const arrays = graph.parameters.flatMap(({ shape, operation }) =>
    operation.kind === "parameter" ? [{ name: operation.name, role: operation.role, shape }] : [],
  );
  return {
    size,
    parameters: arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    horizon,
    batch,
    metrics: Object.keys(metrics),
    floor: { loss: source.floor.loss, kind: source.floor.kind },
    fields,
    arrays,
  };
}
