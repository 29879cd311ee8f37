import { availableParallelism } from "node:os";
import { Command } from "commander";
import type { ProblemReference } from "../proxies/problem/problem.js";
import type { SizeDefinition, TaskDefinition } from "../proxies/problem/task.js";
import { InputError } from "../src/errors.js";
import { naturalNumber } from "./natural-number.js";

interface TasksOptions {
  readonly validate?: boolean;
  readonly rules?: number;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `symopt tasks`: the tasks that programs train on, one of them in detail, or whether they can be trusted. */
export function tasksCommand(): Command {
  return new Command("tasks")
    .summary("the tasks that programs train on")
    .description(
      "Lists the built-in tasks with their sizes: 1 is the proxy that a search trains on, 10 and 100 are so many " +
        "times its compute. With a name, or the path of a module that defines a task, tells all of that task. With " +
        "--validate it finds out whether a task ranks rules as its size 10 does: rules of the library and mutants " +
        "of them are tuned on both, and the ranks of their losses correlated; some minutes a task.",
    )
    .argument("[task]", "tell all of this task, or validate this one alone")
    .option("--validate", "correlate the ranks of rules at size 1 with those at size 10")
    .option("--rules <n>", "with --validate: how many rules are tried (default: 40)", naturalNumber(3, 1000))
    .option("--workers <n>", "with --validate: how many threads train (default: as many as the machine runs at once)",
      naturalNumber(1, 1024))
    .option("--json", "print JSON: an array; for one task an object")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt tasks\n  symopt tasks language\n  symopt tasks ./my-task.js --json\n" +
        "  symopt tasks --validate teacher",
    )
    .action(tasks);
}

async function tasks(reference: string | undefined, options: TasksOptions): Promise<void> {
  if (options.validate === true) {
    await validate(reference, options);
    return;
  }
  const [{ TASKS }, { describeTask }, { formatTask, formatTasks }, { loadTask }, { printResult }] =
    await Promise.all([
      import("../proxies/tasks/index.js"),
      import("../search/describe-task.js"),
      import("../results/tasks-report.js"),
      import("../search/load-task.js"),
      import("./output.js"),
    ]);
  if (reference === undefined) {
    const reports = TASKS.map((task) => describeTask(task));
    printResult(options.json, reports, (page) => formatTasks(reports, page));
    return;
  }
  const { task, module } = await loadTask(reference);
  const report = describeTask(task, module);
  printResult(options.json, report, (page) => formatTask(report, page));
}

async function validate(reference: string | undefined, options: TasksOptions): Promise<void> {
  const [{ TASKS }, { WorkerPool }, { validateTask }, { formatValidations }, { loadTask }, { printResult }] =
    await Promise.all([
      import("../proxies/tasks/index.js"),
      import("../proxies/pool/pool.js"),
      import("../search/validation/validate.js"),
      import("../results/validation-report.js"),
      import("../search/load-task.js"),
      import("./output.js"),
    ]);
  const [{ untilInterrupted }, { Progress }] = await Promise.all([import("./interrupt.js"), import("./progress.js")]);
  const chosen = reference === undefined ? TASKS.map((task) => ({ task })) : [await loadTask(reference)];
  const problems = chosen.map(({ task, ...place }) => [problemAt(task, 1, place), problemAt(task, 10, place)] as const);
  const validations = await untilInterrupted(async (signal) => {
    const pool = new WorkerPool({ workers: options.workers ?? availableParallelism() });
    const progress = new Progress(process.stderr, "steps");
    const found = [];
    try {
      for (const [proxy, larger] of problems) {
        found.push(await validateTask(pool, proxy, larger, {
          signal,
          onProgress: (done, total) => { progress.show(done, total); },
          ...(options.rules === undefined ? {} : { rules: options.rules }),
        }));
      }
      return found;
    } finally {
      progress.end();
      await pool.close();
    }
  });
  if (validations === undefined) return;
  printResult(options.json, reference === undefined ? validations : validations[0], (page) =>
    formatValidations(validations, page));
}

/** A size of a task at its own horizon and batch size. */
function problemAt(task: TaskDefinition, size: 1 | 10, place: { readonly module?: string }): ProblemReference {
  const definition: SizeDefinition | undefined = task.sizes[size];
  if (definition === undefined) {
    throw new InputError("unknown-size", `task \`${task.name}\` has no size ${size}: it cannot be validated`);
  }
  return { name: task.name, ...place, size, horizon: definition.horizon, batch: definition.batch };
}
