import { Command } from "commander";
import { naturalNumber } from "./natural-number.js";
import { RUN_HELP } from "./run-argument.js";

interface TopOptions {
  readonly number: number;
  readonly json?: boolean;
}

/** `symopt top`: the best candidates of a run. */
export function topCommand(): Command {
  return new Command("top")
    .summary("the best candidates of a run")
    .description(
      "Lists the best candidates of a run by their mean score over seeds, with intervals; those that were only trained " +
        "on the seed that they were chosen by are marked. `symopt show RUN ID` tells all of one.",
    )
    .argument("<run>", RUN_HELP)
    .option("-n, --number <n>", "how many", naturalNumber(1, 1_000_000), 10)
    .option("--json", "print JSON, with the programs")
    .addHelpText("after", "\nExamples:\n  symopt top runs/small\n  symopt top runs/small -n 50 --json")
    .action(top);
}

async function top(folder: string, { number, json }: TopOptions): Promise<void> {
  const [{ withRun }, { topOf }, { formatTop }, { printResult }] = await Promise.all([
    import("../search/run/read.js"),
    import("../search/run/top.js"),
    import("../results/top-report.js"),
    import("./output.js"),
  ]);
  const report = withRun(folder, (run) => topOf(run, number));
  printResult(json, report, (page) => formatTop(report, page));
}
