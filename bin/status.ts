import { Command, Option } from "commander";
import { naturalNumber } from "./natural-number.js";
import { RUN_HELP } from "./run-argument.js";

interface StatusOptions {
  readonly at?: number;
  readonly archive?: "csv" | "json";
  readonly json?: boolean;
}

/** `symopt status`: where a run stands. */
export function statusCommand(): Command {
  return new Command("status")
    .summary("where a run stands")
    .description(
      "Says where a run stands, also while another process goes on with it: budget, counts, the best against the bar, " +
        "archive, what scores are relative to, and a digest that is equal for runs that did the same.",
    )
    .argument("<run>", RUN_HELP)
    .option("--at <n>", "as it was when its log had so many entries", naturalNumber(0, Number.MAX_SAFE_INTEGER))
    .addOption(new Option("--archive <format>", "print the archive in place of all that").choices(["csv", "json"]))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt status runs/small\n  symopt status runs/small --at 500 --json\n" +
        "  symopt status runs/small --archive csv > archive.csv",
    )
    .action(status);
}

async function status(folder: string, { at: entries, archive, json }: StatusOptions): Promise<void> {
  const [{ withRun }, { toRunReport }, { formatStatus }, { toArchiveReport }, results, { toJson }, { printResult }] =
    await Promise.all([
      import("../search/run/read.js"),
      import("../search/run/report.js"),
      import("../results/run-report.js"),
      import("../search/archive/report.js"),
      import("../results/archive-report.js"),
      import("../results/json.js"),
      import("./output.js"),
    ]);
  if (archive === undefined) {
    const report = withRun(folder, toRunReport, { entries });
    printResult(json, report, (page) => formatStatus(report, page));
    return;
  }
  const report = withRun(folder, ({ state }) => toArchiveReport(state.archive), { entries });
  process.stdout.write(archive === "json" ? toJson(report) : results.formatArchiveCsv(report));
}
