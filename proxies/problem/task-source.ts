import { InputError } from "../../src/errors.js";
import type { Source } from "../data/source.js";
import type { Problem, SizeDefinition } from "./task.js";

/**
 * The size of a task that a problem is of.
 *
 * @throws {@link InputError} where the task has no such size.
 */
export function definitionOf({ task, size }: Pick<Problem, "task" | "size">): SizeDefinition {
  const definition = task.sizes[size];
  if (definition !== undefined) return definition;
  const sizes = Object.keys(task.sizes).map((known) => `×${known}`);
  throw new InputError("unknown-size", `Task "${task.name}" has no size ×${size}; it has ${sizes.join(", ")}.`);
}

/**
 * What a problem trains on: what its task generates, or real data, which is read now.
 *
 * @throws {@link InputError} where the task has no such size or takes no real data, or the data is faulty.
 */
export function openSource(problem: Pick<Problem, "task" | "size" | "data">): Source {
  const { task, size, data } = problem;
  const { source, read } = definitionOf(problem);
  if (data === undefined) return source();
  if (read !== undefined) return read(data);
  throw new InputError(
    "no-real-data",
    `Task "${task.name}" ×${size} generates what it trains on and takes no real data, got ${data}. ` +
      "Leave the data out, or choose a task that reads it.",
  );
}
