import { type Size, type SizeDefinition, type TaskDefinition, SIZES } from "../proxies/task.js";
import { buildTaskGraph } from "../proxies/task-graph.js";
import type { TaskReport, TaskSizeReport } from "../results/tasks-report.js";
import { InputError } from "../src/errors.js";
import { sizeOf } from "../src/engine/graph/shape.js";

/**
 * What there is to know of a task: builds the graph of each of its sizes, which takes milliseconds, and trains
 * nothing.
 *
 * @param module - The user's module that defines it. Default: it is a built-in one.
 * @throws {@link InputError} where the task of a module cannot be built.
 */
export function describeTask(task: TaskDefinition, module?: string): TaskReport {
  const sizes = SIZES.flatMap((size) => {
    if (task.sizes[size] === undefined) return [];
    try {
      return [describeSize(task, size)];
    } catch (error) {
      if (module === undefined) throw error;
      // It is the user's code that fails, or that uses the engine wrongly.
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputError(
        "bad-task", `Task "${task.name}" ×${size} of ${module} cannot be built: ${reason}`, { cause: error },
      );
    }
  });
  return { name: task.name, family: task.family, title: task.title, sizes };
}

function describeSize(task: TaskDefinition, size: Size): TaskSizeReport {
  const definition = task.sizes[size] as SizeDefinition;
  const { horizon, batch } = definition;
  const source = definition.source();
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
