import { Command } from "commander";
import type { ExecutorName } from "../proxies/executor/executor-name.js";
import { executorOption } from "./executor.js";
import { executorNews } from "./executor-news.js";
import { naturalNumber } from "./natural-number.js";
import { RUN_HELP } from "./run-argument.js";
import { MOST_WORKERS } from "./search.js";

interface SelectOptions {
  readonly workers?: number;
  readonly executor?: ExecutorName;
  readonly json?: boolean;
}

/** `symopt select`: the best of a run, by larger tasks and against the bar. */
export function selectCommand(): Command {
  return new Command("select")
    .summary("select the best of a run on larger tasks, and compare them with the bar")
    .description(
      "Takes the best candidates of a run, and the best of cells of its archive that lie far apart, through stages of " +
        "growing tasks of families that the search never trained on, as `selection` and `tasks.selection` of its " +
        "configuration say: the best by the lower bound of the score go on. The last are compared with the bar on " +
        "fresh seeds, every rule tuned by as many trials, those of the bar by that or more. Finalists are written to " +
        "the run's folder. What is trained is kept in the run: interrupted, it goes on when it is started again.",
    )
    .argument("<run>", RUN_HELP)
    .option("--workers <n>", "how many threads train; they never change a result", naturalNumber(1, MOST_WORKERS))
    .addOption(executorOption("that of the run", { auto: false }))
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  symopt select runs/quick-20260509-170312")
    .action(select);
}

async function select(folder: string, { workers, executor: name, json }: SelectOptions): Promise<void> {
  const [trained, selection, keep, { formatSelection }, { printResult }, { untilInterrupted }, { StageProgress }] =
    await Promise.all([
      import("../search/run/trained-run.js"),
      import("../search/selection/select.js"),
      import("../search/selection/keep.js"),
      import("../results/selection-report.js"),
      import("./output.js"),
      import("./interrupt.js"),
      import("./stage-progress.js"),
    ]);
  const { warnOfDevice: onOtherDevice } = await import("./run/other-device.js");
  const progress = new StageProgress(process.stderr);
  const options = { workers, executor: name, onOtherDevice, ...executorNews(progress) };
  const report = await untilInterrupted((signal) =>
    trained.withTrainedRun(folder, { ...options, signal }, async ({ run, executor, store }) => {
      try {
        const found = await selection.select(run, executor, {
          store, signal,
          onProgress: (part, done, total) => { progress.show(part, done, total); },
        });
        keep.keepSelection(store, found);
        return found.report;
      } finally {
        progress.end();
      }
    }));
  if (report !== undefined) printResult(json, report, (page) => formatSelection(report, page));
}
