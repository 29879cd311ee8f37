import { Command } from "commander";
import { PROGRAM_HELP } from "./program-argument.js";
import { naturalNumber } from "./natural-number.js";

/** The horizon `T` that the programs see: no step lies beyond it. */
const LONGEST = 1000;

interface DiffOptions {
  readonly steps: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** `symopt diff`: two programs side by side. */
export function diffCommand(): Command {
  return new Command("diff")
    .summary("two programs side by side")
    .description(
      "Puts two programs side by side: their aligned statements, hashes, fingerprints and measures, and how far " +
        "their updates lie apart when both run on the same gradients and weights.",
    )
    .argument("<a>", PROGRAM_HELP)
    .argument("<b>", "the same")
    .option("--steps <n>", "how many steps both run", naturalNumber(1, LONGEST), 100)
    .option("--seed <n>", "which gradients and weights they see", naturalNumber(0, 2 ** 32 - 1), 0)
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  symopt diff lion cautious-lion\n  symopt diff my.rule adamw --steps 1000 --json")
    .action(diff);
}

async function diff(first: string, second: string, { steps, seed, json }: DiffOptions): Promise<void> {
  const [{ compareBehaviour }, { formatDiff, toDiffReport }, { toProgramReport }, { loadPrograms }, { printResult }] =
    await Promise.all([
      import("../dsl/compare.js"),
      import("../results/diff-report.js"),
      import("../results/program-report.js"),
      import("./load-program.js"),
      import("./output.js"),
    ]);
  const loaded = await loadPrograms([first, second]);
  const [a, b] = loaded.map(({ name, program }) => ({ program, report: toProgramReport(name, program) }));
  if (a === undefined || b === undefined) return;
  const report = toDiffReport(a, b, compareBehaviour(a.program, b.program, { steps, seed }));
  printResult(json, report, (page) => formatDiff(report, page));
}
