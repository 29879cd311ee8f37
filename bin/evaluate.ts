import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { ExecutorChoice } from "../proxies/executor/executor-name.js";
import type { ScheduleName } from "../proxies/training/schedule.js";
import type { Size } from "../proxies/problem/task.js";
import type { ProgramEvaluation } from "../results/evaluation-report.js";
import { CHECK_SEEDS, MOST_SEEDS, SEEDS, TUNING_SEEDS, seedsOf } from "../search/seeds.js";
import { InputError, SymoptError } from "../src/errors.js";
import { decimalNumber } from "./decimal-number.js";
import { executorNews } from "./executor-news.js";
import { chosenExecutor, executorOption } from "./executor.js";
import { naturalNumber } from "./natural-number.js";
import { PROGRAM_HELP } from "./program-argument.js";
import { TASK_HELP } from "./task-argument.js";

interface EvaluateOptions {
  readonly task: string;
  readonly size: "1" | "10" | "100";
  readonly steps?: number;
  readonly batch?: number;
  readonly data?: string;
  readonly schedule: ScheduleName;
  readonly split: "validation" | "selection" | "test";
  readonly seeds: number;
  readonly scale?: number;
  readonly decay?: number;
  readonly tune?: number;
  readonly workers?: number;
  readonly executor?: ExecutorChoice;
  readonly curves?: boolean;
  readonly json?: boolean;
}

/** `symopt evaluate`: trains programs on a task. */
export function evaluateCommand(): Command {
  return new Command("evaluate")
    .summary("train programs on a task and compare their losses")
    .description(
      "Trains each program on a task with several seeds and prints its mean loss on validation data with the standard " +
        "error over seeds, best first. It trains scale · update + s · lr · decay · weights, s being the size of " +
        "the program's updates relative to the reference's; decay applies to arrays of two or more dimensions. " +
        "A program that fails on a seed has no loss; where every training lost its worker the exit code is 1. That a candidate is trained on a family that its run keeps sealed is " +
        "noted in the run.",
    )
    .argument("<program...>", PROGRAM_HELP)
    .requiredOption("--task <task>", TASK_HELP)
    .addOption(new Option("--size <size>", "which size of the task").choices(["1", "10", "100"]).default("1"))
    .option("--steps <n>", "steps of a training (default: the task's)", naturalNumber(1, 10_000_000))
    .option("--batch <n>", "examples of a step (default: the task's)", naturalNumber(1, 65_536))
    .option("--data <path>", "real data in place of what the task generates: IDX or CIFAR-10 images, text, a table")
    .addOption(
      new Option("--schedule <schedule>", "how the learning rate goes, in tuning too; only under cosine is there a score")
        .choices(["cosine", "linear", "constant"]).default("cosine"),
    )
    .addOption(
      new Option("--split <split>", "which data scores are of; tuning always sees validation data")
        .choices(["validation", "selection", "test"]).default("validation"),
    )
    .option("--seeds <n>", "train with seeds 1 to this one", naturalNumber(1, MOST_SEEDS), 4)
    .option("--scale <s>", "what every update is multiplied by (default: 1)", decimalNumber("positive"))
    .option("--decay <l>", "weight decay (default: 0)", decimalNumber("from 0"))
    .option("--tune <n>",
      "choose scale, decay and hyperparameters of each program by so many trials, on seeds of their own; what is chosen " +
        "trains on six more",
      naturalNumber(1, 100_000))
    .option("--workers <n>", "how many threads train (default: as many as the machine runs at once)",
      naturalNumber(1, 1024))
    .addOption(executorOption("wasm", { auto: true }))
    .option("--curves", "draw learning curves where there is no terminal too")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt evaluate sgd adamw lion --task glyph-mlp\n" +
        "  symopt evaluate lion adamw --task language --tune 16 --seeds 8\n" +
        "  symopt evaluate sgd adamw --task teacher --schedule constant --tune 16\n" +
        "  symopt evaluate my.rule --task ./my-task.js --steps 500 --json",
    )
    .action(evaluate);
}

async function evaluate(references: readonly string[], options: EvaluateOptions): Promise<void> {
  const { tune: trials = 0, seeds, scale = 1, decay = 0, schedule, split, json } = options;
  if (trials > 0 && (options.scale !== undefined || options.decay !== undefined)) {
    throw new InputError("bad-argument", "--tune chooses scale and decay itself: leave --scale and --decay out");
  }
  const [{ check }, { openExecutor }, evaluation, results, { loadPrograms }, output] = await Promise.all([
    import("../dsl/check.js"),
    import("../proxies/executor/open-executor.js"),
    import("../search/evaluation.js"),
    import("../results/evaluation-report.js"),
    import("./load-program.js"),
    import("./output.js"),
  ]);
  const [{ untilInterrupted }, { openFamilies }, { Progress }] = await Promise.all([
    import("./interrupt.js"),
    import("./opening.js"),
    import("./progress.js"),
  ]);
  const loaded = await loadPrograms(references);
  const programs = loaded.map(({ name, program }) => ({ name, program: check(program) }));
  const { task, described } = await chooseTask(options);
  await openFamilies(loaded.map(({ program }, k) => ({ reference: references[k] as string, program })), [described]);
  const wanted = evaluation.evaluationTrainings(programs.length, { seeds, trials });
  const workers = Math.min(wanted, options.workers ?? availableParallelism());
  const name = await chosenExecutor(options.executor ?? "wasm", task, { workers });
  const progress = new Progress(process.stderr, "trainings");
  const evaluations = await untilInterrupted(async (signal) => {
    const executor = await openExecutor(name, { workers, signal, ...executorNews(progress) });
    try {
      return await evaluation.evaluate(executor, {
        programs, task, seeds, trials, scale, decay, schedule, split, signal,
        onProgress: (done, total) => { progress.show(done, total); },
      });
    } finally {
      progress.end();
      await executor.close();
    }
  });
  if (evaluations === undefined) return;
  const report = {
    task: described,
    schedule,
    seeds: seedsOf(SEEDS.scoring, seeds),
    tuning: trials === 0 ? null : { trials, seeds: TUNING_SEEDS, checks: CHECK_SEEDS },
    programs: evaluations,
  };
  const curves = options.curves === true || process.stdout.isTTY;
  output.printResult(json, report, (page) => results.formatEvaluation(report, page, { curves }));
  requireTraining(evaluations);
}

/**
 * Where every training was given up it is not the programs that failed: something is amiss with the task or the
 * machine, and nothing was found out.
 */
function requireTraining(evaluations: readonly ProgramEvaluation[]): void {
  const trainings = evaluations.flatMap((evaluation) => evaluation.trainings);
  if (trainings.some(({ kind }) => kind !== "fault")) return;
  throw new SymoptError(
    "nothing-trained",
    "nothing was trained: every training was given up, whatever the program. The report has the reasons; " +
      "`symopt doctor` says what works on this machine.",
  );
}

/** The problem that the options name, and what a report says of it. */
async function chooseTask(options: EvaluateOptions) {
  const [{ describeTaskSize }, { loadTask }] = await Promise.all([
    import("../search/describe-task.js"),
    import("../search/load-task.js"),
  ]);
  const { task: definition, module } = await loadTask(options.task);
  const { name, family, title } = definition;
  const size = Number(options.size) as Size;
  const data = options.data === undefined ? undefined : resolve(options.data);
  const found = describeTaskSize(definition, size, { module, data });
  const { steps: horizon = found.horizon, batch = found.batch, split } = options;
  const task = {
    name, size, horizon, batch,
    ...(module === undefined ? {} : { module }),
    ...(data === undefined ? {} : { data }),
  };
  return {
    task,
    described: {
      name, module: module ?? null, family, title, size, parameters: found.parameters, horizon, batch,
      data: options.data ?? null, split,
    },
  };
}
