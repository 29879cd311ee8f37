import { Command } from "commander";
import { PROGRAM_HELP } from "./program-argument.js";

interface CheckOptions {
  readonly json?: boolean;
}

/** `symopt check`: what there is to know of a program before it trains. */
export function checkCommand(): Command {
  return new Command("check")
    .summary("types, liveness, hash, cost and behaviour of programs")
    .description(
      "Says what there is to know of a program before it trains: which of its statements matter, the types of " +
        "its state, hash and fingerprint, static cost, behaviour on the probe. Dead statements are marked.",
    )
    .argument("<program...>", PROGRAM_HELP)
    .option("--json", "print JSON: an object for one program, an array of objects for several")
    .addHelpText("after", "\nExamples:\n  symopt check lion\n  symopt check my.rule adamw --json")
    .action(check);
}

async function check(references: readonly string[], { json }: CheckOptions): Promise<void> {
  const [{ formatProgramReport, toProgramReport }, { loadPrograms }, { printResult }] = await Promise.all([
    import("../results/program-report.js"),
    import("./load-program.js"),
    import("./output.js"),
  ]);
  const loaded = await loadPrograms(references);
  const reports = loaded.map(({ name, program }) => toProgramReport(name, program));
  printResult(json, reports.length === 1 ? reports[0] : reports, (page) =>
    reports.map((report) => formatProgramReport(report, page)).join("\n"),
  );
}
