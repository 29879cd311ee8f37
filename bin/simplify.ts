import { Command, Option } from "commander";
import { InputError } from "../src/errors.js";
import type { AblateOptions } from "./ablation.js";
import { decimalNumber } from "./decimal-number.js";
import { executorOption } from "./executor.js";
import { naturalNumber } from "./natural-number.js";
import { PROGRAM_HELP } from "./program-argument.js";
import { TASK_HELP } from "./task-argument.js";

interface SimplifyOptions extends AblateOptions {
  readonly level: "dead" | "exact" | "ablate";
  readonly strict?: boolean;
}

/** Options that only `--level ablate` has a use for. */
const OF_ABLATION = ["task", "size", "trials", "seeds", "margin", "workers", "executor"] as const;

/** `symopt simplify`: a program without what it does not need. */
export function simplifyCommand(): Command {
  return new Command("simplify")
    .summary("a program without what it does not need")
    .description(
      "Prints the simplified program, and on standard error what was done and what that keeps: `bits` (identical), " +
        "`real` (equal but for rounding) or `protected` (but for the 1e-8 of the division). With --level ablate it is " +
        "then trained without each of its parts, on tasks of size 10, scale and decay tuned; what is worth less than " +
        "the margin for sure goes. That takes thousands of trainings, a quarter of an hour or more on two cores; of a " +
        "candidate of a run they are kept in the run, so that it goes on when it is started again. What each part is " +
        "worth is printed before the program, as comments of it.",
    )
    .argument("<program>", PROGRAM_HELP)
    .addOption(
      new Option("--level <level>",
        "dead: remove what no update depends on; exact: rewrite as well; ablate: train to see what matters as well")
        .choices(["dead", "exact", "ablate"])
        .default("exact"),
    )
    .option("--strict", "rewrite only where every bit of every update stays the same")
    .option("--task <task...>", `ablate: ${TASK_HELP}; several times for several (default: three that tell most)`)
    .addOption(new Option("--size <size>", "ablate: which size of the tasks (default: 10)").choices(["1", "10", "100"]))
    .option("--trials <n>", "ablate: settings of scale and decay to try (default: 24)", naturalNumber(1, 100_000))
    .option("--seeds <n>", "ablate: fresh seeds that decide, at most (default: 256)", naturalNumber(2, 900))
    .option("--margin <octaves>", "ablate: log2 speed-up that a part must be worth (default: 0.02)",
      decimalNumber("positive"))
    .option("--workers <n>", "ablate: how many threads train; they never change a result (default: as many as the " +
      "machine runs at once)", naturalNumber(1, 1024))
    .addOption(executorOption("that of the run, else wasm", { auto: true }))
    .option("-o, --output <file>", "write the program to a file instead of standard output")
    .option("-q, --quiet", "do not say what was done")
    .option("--json", "print JSON: what was done, and the program as `text`")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt simplify paper-raw\n  symopt simplify my.rule --strict -o simple.rule\n" +
        "  symopt simplify runs/first:512 --level ablate > simple.rule",
    )
    .action(simplify);
}

async function simplify(reference: string, options: SimplifyOptions): Promise<void> {
  const { level, strict = false, quiet = false, json, output: path } = options;
  if (level === "ablate") {
    if (strict) throw new InputError("bad-argument", "--strict keeps every bit, which --level ablate cannot: choose one");
    const { ablateProgram } = await import("./ablation.js");
    return ablateProgram(reference, options);
  }
  const needless = OF_ABLATION.find((name) => options[name] !== undefined);
  if (needless !== undefined) {
    throw new InputError("bad-argument", `--${needless} is for --level ablate: --level ${level} trains nothing`);
  }
  const [rewrite, results, { loadPrograms }, output, { pageOf }] = await Promise.all([
    import("../dsl/rewrite/simplify.js"),
    import("../results/simplify-report.js"),
    import("./load-program.js"),
    import("./output.js"),
    import("./page.js"),
  ]);
  for (const { name, program } of await loadPrograms([reference])) {
    const simplified = rewrite.simplify(program, { level, strict });
    const report = results.toSimplifyReport(name, program, simplified, { level, strict });
    const file = path === "-" ? undefined : path;
    if (file !== undefined) await output.writeResult(file, report.text);
    if (file === undefined || json === true) output.printResult(json, report, () => report.text);
    if (!quiet) process.stderr.write(results.formatSimplification(report, pageOf(process.stderr)));
  }
}
