import type { Executor } from "../proxies/executor/executor.js";
import type { ExecutorChoice, ExecutorName } from "../proxies/executor/executor-name.js";
import type { ExecutorNews } from "../proxies/executor/open-executor.js";
import type { ProblemReference } from "../proxies/problem/problem.js";
import type { Size } from "../proxies/problem/task.js";
import type { AblationReport } from "../results/ablation-report.js";
import { ContractError, InputError } from "../src/errors.js";
import { executorNews } from "./executor-news.js";
import { chosenExecutor } from "./executor.js";

/** Options of `symopt simplify --level ablate`. */
export interface AblateOptions {
  readonly task?: readonly string[];
  readonly size?: "1" | "10" | "100";
  readonly trials?: number;
  readonly seeds?: number;
  readonly margin?: number;
  readonly workers?: number;
  readonly executor?: ExecutorChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly output?: string;
}

/**
 * Simplifies the program that the user named by training it without its parts, and prints what is left. Where it is a
 * candidate of a run, the run keeps what is trained and what comes of it.
 */
export async function ablateProgram(reference: string, options: AblateOptions): Promise<void> {
  const { output: path, quiet = false, json } = options;
  const [{ formatAblation }, { loadPrograms }, output, { untilInterrupted }, { StageProgress }] = await Promise.all([
    import("../results/ablation-report.js"),
    import("./load-program.js"),
    import("./output.js"),
    import("./interrupt.js"),
    import("./stage-progress.js"),
  ]);
  const [{ ablate }, { flatProblem }] = await Promise.all([
    import("../search/ablation/ablate.js"),
    import("../search/ablation/problem.js"),
  ]);
  const [loaded] = await loadPrograms([reference]);
  if (loaded === undefined) throw new ContractError("Each reference is a program.");
  const { name, program } = loaded;
  const tasks = await chooseTasks(reference, options);
  const { trials, seeds, margin } = options;
  const progress = new StageProgress(process.stderr, quiet);
  const { executor: choice } = options;
  const chosen = choice === undefined ? undefined : await chosenExecutor(choice, tasks[0], options);
  const ablated = async (executor: Executor, signal: AbortSignal): Promise<AblationReport> => {
    try {
      const problems = [];
      for (const task of tasks) {
        problems.push(await flatProblem(executor, task, {
          signal, onProgress: (done, total) => { progress.show(`reference of ${task.name}`, done, total); },
        }));
      }
      return await ablate(executor, {
        name, program, problems, trials, seeds, margin, signal,
        onProgress: (stage, done, total) => { progress.show(stage, done, total); },
      });
    } finally {
      progress.end();
    }
  };
  const report = await untilInterrupted((signal) =>
    withExecutor(
      reference, { workers: options.workers, executor: chosen, signal, ...executorNews(progress) },
      (executor) => ablated(executor, signal),
    ));
  if (report === undefined) return;
  const file = path === "-" ? undefined : path;
  if (file !== undefined) await output.writeResult(file, report.text);
  const text = file === undefined ? report.text : "";
  output.printResult(json, report, (page) => (quiet ? "" : formatAblation(report, page)) + text);
}

/** Trains; for a candidate of a run, with what keeps what it trains in its file. */
async function withExecutor(
  reference: string,
  { workers, executor: name, signal, ...news }: ExecutorNews & {
    readonly workers: number | undefined;
    readonly executor: ExecutorName | undefined;
    readonly signal: AbortSignal;
  },
  use: (executor: Executor) => Promise<AblationReport>,
): Promise<AblationReport> {
  const { candidateOf } = await import("../search/load-program.js");
  const candidate = candidateOf(reference);
  if (candidate === undefined) {
    const { openExecutor } = await import("../proxies/executor/open-executor.js");
    const executor = await openExecutor(name ?? "wasm", { workers, signal, ...news });
    try {
      return await use(executor);
    } finally {
      await executor.close();
    }
  }
  const [{ withTrainedRun }, { keepAblation }, { warnOfDevice: onOtherDevice }] = await Promise.all([
    import("../search/run/trained-run.js"),
    import("../search/ablation/keep.js"),
    import("./run/other-device.js"),
  ]);
  const options = { workers, executor: name, signal, onOtherDevice, ...news };
  return withTrainedRun(candidate.run, options, async ({ executor, store }) => {
    const report = await use(executor);
    keepAblation(store, candidate.index, report);
    return report;
  });
}

/** The problems that the options name, at their tasks' own horizon and batch size: none that a run keeps sealed. */
async function chooseTasks(
  reference: string, { task: asked, size: text = "10" }: AblateOptions,
): Promise<readonly ProblemReference[]> {
  const [{ definitionOf }, { ABLATION_TASKS }, { familiesOf }, { loadTask }] = await Promise.all([
    import("../proxies/problem/task-source.js"),
    import("../search/ablation/problem.js"),
    import("../search/run/families.js"),
    import("../search/load-task.js"),
  ]);
  const size = Number(text) as Size;
  const sealed = familiesOf(reference, "sealed") ?? [];
  const problems: ProblemReference[] = [];
  for (const name of new Set(asked ?? ABLATION_TASKS)) {
    const { task, module } = await loadTask(name);
    if (sealed.includes(task.family)) {
      if (asked === undefined) continue;
      throw new InputError("sealed", `task ${task.name} is of a family that the run of ${reference} keeps sealed: name another`);
    }
    const { horizon, batch } = definitionOf({ task, size });
    problems.push({ name: task.name, size, horizon, batch, ...(module === undefined ? {} : { module }) });
  }
  if (problems.length > 0) return problems;
  throw new InputError("sealed", `the run of ${reference} keeps all of ${ABLATION_TASKS.join(", ")} sealed: name a --task`);
}
