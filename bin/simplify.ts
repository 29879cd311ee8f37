import { Command, Option } from "commander";
import { InputError } from "../src/errors.js";
import { PROGRAM_HELP } from "./program-argument.js";

interface SimplifyOptions {
  readonly level: "dead" | "exact" | "ablate";
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly output?: string;
}

/** `symopt simplify`: a program without what it does not need. */
export function simplifyCommand(): Command {
  return new Command("simplify")
    .summary("a program without what it does not need")
    .description(
      "Prints the simplified program, and on standard error what was done and what that keeps: `bits` (identical), " +
        "`real` (equal but for rounding) or `protected` (but for the 1e-8 of the division).",
    )
    .argument("<program>", PROGRAM_HELP)
    .addOption(
      new Option("--level <level>", "dead: remove what no update depends on; exact: rewrite as well")
        .choices(["dead", "exact", "ablate"])
        .default("exact"),
    )
    .option("--strict", "rewrite only where every bit of every update stays the same")
    .option("-o, --output <file>", "write the program to a file instead of standard output")
    .option("-q, --quiet", "do not say what was done")
    .option("--json", "print JSON: what was done, and the program as `text`")
    .addHelpText("after", "\nExamples:\n  symopt simplify paper-raw\n  symopt simplify my.rule --strict -o simple.rule")
    .action(simplify);
}

async function simplify(reference: string, options: SimplifyOptions): Promise<void> {
  const { level, strict = false, quiet = false, json, output: path } = options;
  if (level === "ablate") {
    throw new InputError("not-yet", "--level ablate, which trains to see what matters, is not there yet: use exact");
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
