import { Command } from "commander";

interface TasksOptions {
  readonly json?: boolean;
}

/** `symopt tasks`: the tasks that programs train on, or one of them in detail. */
export function tasksCommand(): Command {
  return new Command("tasks")
    .summary("the tasks that programs train on")
    .description(
      "Lists the built-in tasks with their sizes: 1 is the proxy that a search trains on, 10 and 100 are so many " +
        "times its compute. With a name, or the path of a module that defines a task, tells all of that task.",
    )
    .argument("[task]", "tell all of this task")
    .option("--json", "print JSON: an array; for one task an object")
    .addHelpText("after", "\nExamples:\n  symopt tasks\n  symopt tasks language\n  symopt tasks ./my-task.js --json")
    .action(tasks);
}

async function tasks(reference: string | undefined, { json }: TasksOptions): Promise<void> {
  const [{ TASKS }, { describeTask }, { formatTask, formatTasks }, { loadTask }, { printResult }] =
    await Promise.all([
      import("../proxies/tasks/index.js"),
      import("../search/describe-task.js"),
      import("../results/tasks-report.js"),
      import("./load-task.js"),
      import("./output.js"),
    ]);
  if (reference === undefined) {
    const reports = TASKS.map((task) => describeTask(task));
    printResult(json, reports, (page) => formatTasks(reports, page));
    return;
  }
  const { task, module } = await loadTask(reference);
  const report = describeTask(task, module);
  printResult(json, report, (page) => formatTask(report, page));
}
