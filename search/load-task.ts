import { existsSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { printable } from "../dsl/text/diagnostic.js";
import { nearest } from "../dsl/text/nearest.js";
import { loadTasks } from "../proxies/problem/problem.js";
import type { TaskDefinition } from "../proxies/problem/task.js";
import { TASKS, findTask } from "../proxies/tasks/index.js";
import { InputError } from "../src/errors.js";

/** A task that the user named. */
export interface LoadedTask {
  readonly task: TaskDefinition;
  /** The module that defines it. */
  readonly module?: string;
}

/** The path of a module, and the name of one of its tasks. */
const MODULE = /^(?<path>.+?\.[cm]?js)(:(?<name>[^:/\\]+))?$/;

/**
 * Loads the task that the user named. A name of a built-in task goes before a file of that name; `./language`
 * means the file.
 *
 * @param folder - What the path is relative to; the task's module is then an absolute path. Default: the working
 * directory, and the path as it is.
 * @throws {@link InputError} where there is none.
 */
export async function loadTask(reference: string, folder?: string): Promise<LoadedTask> {
  const known = findTask(reference);
  if (known !== undefined) return { task: known };
  const { path: written = reference, name } = MODULE.exec(reference)?.groups ?? {};
  const shown = printable(written);
  const path = folder === undefined ? written : resolve(folder, written);
  if (!existsSync(path)) {
    throw new InputError("no-such-task", `there is no file and no task \`${shown}\`${suggest(written)}`);
  }
  const tasks = await loadTasks(path);
  const names = tasks.map((task) => printable(task.name)).join(", ");
  const chosen = name === undefined ? tasks : tasks.filter((task) => task.name === name);
  const [task] = chosen;
  if (task !== undefined && chosen.length === 1) return { task, module: path };
  if (name !== undefined) {
    throw new InputError("no-such-task", `${shown} defines no task \`${printable(name)}\`; it defines ${names || "none"}`);
  }
  throw new InputError(
    "no-such-task",
    tasks.length === 0
      ? `${shown} defines no task: its default export is an empty list`
      : `${shown} defines several tasks, ${names}: name one, as in ${shown}:${printable(tasks[0]?.name ?? "")}`,
  );
}

/** The task that a misspelt name most likely means, as the end of an error message. */
function suggest(path: string): string {
  if (extname(path) !== "") return "";
  const near = nearest(basename(path), TASKS.map((task) => task.name));
  return near === undefined ? "; `symopt tasks` lists what is built in" : `; did you mean \`${near}\`?`;
}
