import { join } from "node:path";
import { Command } from "commander";
import { naturalNumber } from "./natural-number.js";
import { RUN_HELP } from "./run-argument.js";
import { MOST_WORKERS } from "./search.js";

interface ReportOptions {
  readonly output?: string;
  /** Whether learning curves may be trained. */
  readonly curves: boolean;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `symopt report`: the story of a run as a page. */
export function reportCommand(): Command {
  return new Command("report")
    .summary("the story of a run as one page of HTML")
    .description(
      "Writes one page of HTML that needs nothing beside it: what was found and how sure that is, the program as text, " +
        "formula and code, how it came about, what became of candidates, the archive as a map, selection, comparison and " +
        "ablation as far as there were any, and how to repeat it all. Learning curves of the program and the bar are trained " +
        "the first time, and kept in the run.",
    )
    .argument("<run>", RUN_HELP)
    .option("-o, --output <file>", "where to write it (default: report.html in the run's folder)")
    .option("--no-curves", "train no learning curves; those that are kept are shown")
    .option("--workers <n>", "how many threads train; they never change a result", naturalNumber(1, MOST_WORKERS))
    .option("--json", "print what the page tells as JSON, and write no page")
    .addHelpText("after", "\nExamples:\n  symopt report runs/first\n  symopt report runs/first -o first.html --no-curves")
    .action(report);
}

async function report(folder: string, { output, curves, workers, json }: ReportOptions): Promise<void> {
  const [{ storyOf }, { formatPage }, results] = await Promise.all([
    import("./run/story.js"),
    import("../results/html/page.js"),
    import("./output.js"),
  ]);
  const story = await storyOf(folder, { curves, workers });
  if (story === undefined) return;
  if (json === true) {
    results.printResult(json, story, () => "");
    return;
  }
  const path = output ?? join(folder, "report.html");
  await results.writeResult(path, formatPage(story));
  process.stdout.write(`${path}\n`);
}
