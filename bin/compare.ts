import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ExecutorChoice } from "../proxies/executor/executor-name.js";
import type { ProblemReference } from "../proxies/problem/problem.js";
import type { Size } from "../proxies/problem/task.js";
import type { ComparisonSplit } from "../search/comparison/split.js";
import type { StudyName } from "../search/comparison/studies/study.js";
import { executorNews } from "./executor-news.js";
import { chosenExecutor, executorOption } from "./executor.js";
import { naturalNumber } from "./natural-number.js";
import { PROGRAM_HELP } from "./program-argument.js";
import { TASK_HELP } from "./task-argument.js";

/** What else can be looked into: those of search/comparison/studies, which would load the whole language. */
const STUDIES: readonly StudyName[] = ["horizons", "sizes", "trials", "window", "batch", "profile"];

/** Stands for every built-in task, and for every study. */
const ALL = "all";

interface CompareOptions {
  readonly task: readonly string[];
  readonly size: "1" | "10" | "100";
  readonly steps?: number;
  readonly batch?: number;
  readonly data?: string;
  readonly split: ComparisonSplit;
  readonly seeds: number;
  readonly tune: number;
  readonly study: readonly StudyName[];
  readonly workers?: number;
  readonly executor?: ExecutorChoice;
  readonly json?: boolean;
}

/** `symopt compare`: programs against the bar. */
export function compareCommand(): Command {
  return new Command("compare")
    .summary("programs against the best known rules, tuned alike, with intervals")
    .description(
      "Compares programs with the bar: the best on each task of AdamW, NAdamW, Lion, Nesterov SGD and Muon. On each " +
        "task every rule is tuned over scale, decay and its own hyperparameters by the same number of trials, then " +
        "trained on fresh seeds; where a setting of a rule of the bar that is known is better, that is met: one that symopt " +
        "brings, or that this machine has measured for a reference and kept. " +
        "Programs are trained at horizons from a third of T to 1¼ T as well, which tells how many steps they take to " +
        "the bar's loss. A program that is itself a rule of the bar is compared with the best of the others. Takes " +
        "about 340 trainings for a program and a task, 50 more where settings are known. That a candidate is " +
        "trained on a family that its run keeps sealed is noted in the run.",
    )
    .argument("<program...>", PROGRAM_HELP)
    .requiredOption("--task <task...>", `${TASK_HELP}; several times for several, or ${ALL} for all that are built in`)
    .addOption(new Option("--size <size>", "which size of the tasks").choices(["1", "10", "100"]).default("1"))
    .option("--steps <n>", "steps of a training: T (default: the task's)", naturalNumber(2, 10_000_000))
    .option("--batch <n>", "examples of a step (default: the task's)", naturalNumber(1, 65_536))
    .option("--data <path>", "real data in place of what the task generates: IDX or CIFAR-10 images, text, a table")
    .addOption(
      new Option("--split <split>", "which data losses are of; tuning always sees validation data. unseen: test data with " +
        "--data, else validation data, of which each seed draws its own")
        .choices(["unseen", "validation", "selection", "test"]).default("unseen"),
    )
    .option("--seeds <n>", "how many fresh seeds", naturalNumber(10, 1000), 10)
    .option("--tune <n>", "trials for each rule and task", naturalNumber(1, 100_000), 16)
    .option("--study <names>", `what to look into besides, separated by commas: ${STUDIES.join(", ")} or ${ALL}`,
      toStudies, [])
    .option("--workers <n>", "how many threads train (default: as many as the machine runs at once)",
      naturalNumber(1, 1024))
    .addOption(executorOption("wasm", { auto: true }))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nStudies compare again, at T, 4 T and 16 T with the score at each, at every size, with 1, 5 and 20 trials, with\n" +
        "batches of 16 to 1024; find the window of learning rates within 5 % of the best loss; draw performance profiles.\n" +
        "Each of the first five takes several to twenty times as long as the comparison, size 100 a hundred times. So do\n" +
        "horizons the first time: the score at 4 T and 16 T is over AdamW's there, which is measured once and kept.\n" +
        "That is on validation data: with --split selection or test, or unseen with --data, there are no scores.\n" +
        "With --steps the other sizes are trained for as many times more or fewer of their own steps as the task is,\n" +
        "with --batch for that batch; else for their own.\n" +
        "\nExamples:\n  symopt compare lion --task glyph-mlp\n" +
        "  symopt compare runs/first:512 --task language --task teacher --tune 32 --seeds 20\n" +
        "  symopt compare my.rule --task all --study profile --json",
    )
    .action(compareProgram);
}

/** Names of studies, added to those of the same option before. */
function toStudies(text: string, before: readonly StudyName[]): readonly StudyName[] {
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name) => name !== ALL && !STUDIES.some((study) => study === name));
  if (wrong !== undefined) throw new InvalidArgumentError(`Expected ${STUDIES.join(", ")} or ${ALL}.`);
  const asked = names.includes(ALL) ? STUDIES : STUDIES.filter((study) => names.includes(study));
  return [...new Set([...before, ...asked])];
}

async function compareProgram(references: readonly string[], options: CompareOptions): Promise<void> {
  const { tune: trials, seeds, split, study: studies, json } = options;
  const [{ check }, { openExecutor }, { compare }, { familiesOf }, { formatComparison }, { loadPrograms }] =
    await Promise.all([
      import("../dsl/check.js"),
      import("../proxies/executor/open-executor.js"),
      import("../search/comparison/compare.js"),
      import("../search/run/families.js"),
      import("../results/comparison-report.js"),
      import("./load-program.js"),
    ]);
  const [{ printable }, { untilInterrupted }, { openFamilies }, { printResult }, { Progress }] = await Promise.all([
    import("../dsl/text/diagnostic.js"),
    import("./interrupt.js"),
    import("./opening.js"),
    import("./output.js"),
    import("./progress.js"),
  ]);
  const loaded = await loadPrograms(references);
  const programs = loaded.map(({ name, program }, k) =>
    ({ name, program: check(program), evolvedOn: familiesOf(references[k] as string, "search") }));
  const chosen = await chooseTasks(options);
  const tasks = chosen.map(({ problem }) => problem);
  await openFamilies(
    loaded.map(({ program }, k) => ({ reference: references[k] as string, program })),
    chosen.map(({ problem: { name }, family }) => ({ name, family })),
  );
  const name = await chosenExecutor(options.executor ?? "wasm", tasks[0], options);
  const progress = new Progress(process.stderr, "steps");
  const report = await untilInterrupted(async (signal) => {
    const executor = await openExecutor(name, { workers: options.workers, signal, ...executorNews(progress) });
    try {
      return await compare(executor, {
        programs, tasks, trials, seeds, split, studies, signal,
        onProgress: (done, total) => { progress.show(done, total); },
        onReference: ({ name: task, horizon }, done, total) => {
          progress.show(done, total, `reference of ${printable(task)} for ${horizon} steps`);
        },
      });
    } finally {
      progress.end();
      await executor.close();
    }
  });
  if (report !== undefined) printResult(json, report, (page) => formatComparison(report, page));
}

/** A problem that programs are compared on. */
interface ChosenTask {
  readonly problem: ProblemReference;
  readonly family: string;
}

/** The problems that the options name. */
async function chooseTasks(options: CompareOptions): Promise<readonly ChosenTask[]> {
  const [{ TASKS }, { describeTaskSize }, { loadTask }] = await Promise.all([
    import("../proxies/tasks/index.js"),
    import("../search/describe-task.js"),
    import("../search/load-task.js"),
  ]);
  const size = Number(options.size) as Size;
  const data = options.data === undefined ? undefined : resolve(options.data);
  const names = [...new Set(options.task.flatMap((task) => (task === ALL ? TASKS.map(({ name }) => name) : [task])))];
  const chosen: ChosenTask[] = [];
  for (const reference of names) {
    const { task, module } = await loadTask(reference);
    const found = describeTaskSize(task, size, { module, data });
    const { steps: horizon = found.horizon, batch = found.batch } = options;
    const problem: ProblemReference = {
      name: task.name, size, horizon, batch,
      ...(module === undefined ? {} : { module }),
      ...(data === undefined ? {} : { data }),
    };
    chosen.push({ problem, family: task.family });
  }
  return chosen;
}
