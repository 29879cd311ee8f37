import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../../src/errors.js";
import { meantFamily } from "./family-name.js";
import { lendPackage } from "./own-package.js";
import { placeIn } from "./place.js";
import type { Problem, Size, TaskDefinition } from "./task.js";
import { definitionOf } from "./task-source.js";
import { TASKS, findTask } from "../tasks/index.js";

/** Names a problem, as pure data. */
export interface ProblemReference {
  /** Name of the task. */
  readonly name: string;
  /**
   * Path of the JavaScript module that defines the task: its default export is a task or a list of tasks.
   * @default none: the task is a built-in one
   */
  readonly module?: string;
  /**
   * Absolute path of real data in place of what the task generates: a file or a folder, as the task reads it.
   * @default none
   */
  readonly data?: string;
  readonly size: Size;
  /** Steps of a training. */
  readonly horizon: number;
  /** Examples of a step. */
  readonly batch: number;
}

/**
 * The problem that a reference names.
 *
 * @throws {@link InputError} where there is no such task or size, or the module cannot be loaded.
 */
export async function loadProblem(reference: ProblemReference): Promise<Problem> {
  const { name, module, data, size, horizon, batch } = reference;
  const own = module === undefined ? undefined : await loadTasks(module);
  const task = own === undefined ? findTask(name) : own.find((known) => known.name === name);
  if (task === undefined) {
    const names = (own ?? TASKS).map((known) => known.name).join(", ");
    const place = module === undefined ? "Built in are" : `${module} defines`;
    throw new InputError("unknown-task", `There is no task "${name}". ${place}: ${names || "none"}.`);
  }
  definitionOf({ task, size });
  return { task, size, horizon, batch, ...(data === undefined ? {} : { data }) };
}

/**
 * The tasks that a user's module defines.
 *
 * @param path - Relative to the working directory, or absolute.
 * @throws {@link InputError} where it cannot be loaded, its default export is no task, or a family is a built-in one
 * that is written otherwise.
 */
export async function loadTasks(path: string): Promise<readonly TaskDefinition[]> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new InputError(
      "bad-task-module", `The task module ${file} cannot be loaded: there is no such file. If it was moved, put it back.`,
    );
  }
  let loaded: { readonly default?: unknown };
  lendPackage(file);
  try {
    loaded = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
    const place = placeIn(path, error);
    const told = `${reason}${place === undefined ? "" : ` (${place})`}.${adviceOn(error, place)}`;
    throw new InputError("bad-task-module", `The task module ${path} cannot be loaded: ${told}`, { cause: error });
  }
  const tasks: readonly unknown[] = Array.isArray(loaded.default) ? loaded.default : [loaded.default];
  if (!tasks.every(isTask)) {
    throw new InputError(
      "bad-task-module",
      `The default export of ${path} must be a task or a list of tasks, ` +
        "each with a name, a family, a title and sizes.",
    );
  }
  for (const task of tasks) requireOwnFamily(task, path);
  return tasks;
}

/** What to do, with a space before it; nothing where the module did run and has a line to look at. */
function adviceOn(error: unknown, place: string | undefined): string {
  const isMissing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (isMissing) return " Install what it imports beside it; `symopt` itself need not be.";
  if (place !== undefined) return "";
  return " It must be a JavaScript module that this version of Node runs; compile TypeScript first.";
}

function requireOwnFamily({ name, family }: TaskDefinition, path: string): void {
  const meant = meantFamily(family);
  if (meant === undefined) return;
  throw new InputError(
    "bad-task-module",
    `Task "${name}" of ${path} is of the family "${family}", which is none; did you mean "${meant}"? ` +
      "A family of your own needs a name that is not as near to a built-in one.",
  );
}

function isTask(value: unknown): value is TaskDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { name, family, sizes } = value as Partial<Record<keyof TaskDefinition, unknown>>;
  const isNamed = typeof name === "string" && typeof family === "string";
  return isNamed && typeof sizes === "object" && sizes !== null;
}
