#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { printable } from "../dsl/text/diagnostic.js";
import { symoptVersion } from "../src/version.js";
import { benchCommand } from "./bench.js";
import { checkCommand } from "./check.js";
import { compareCommand } from "./compare.js";
import { diffCommand } from "./diff.js";
import { discoverCommand } from "./discover.js";
import { doctorCommand } from "./doctor.js";
import { evaluateCommand } from "./evaluate.js";
import { EXIT, reportError } from "./exit.js";
import { exportCommand } from "./export.js";
import { endOnLostOutput } from "./lost-output.js";
import { reportCommand } from "./report.js";
import { resumeCommand } from "./resume.js";
import { rulesCommand } from "./rules.js";
import { salvageCommand } from "./salvage.js";
import { searchCommand } from "./search.js";
import { selectCommand } from "./select.js";
import { showCommand } from "./show.js";
import { simplifyCommand } from "./simplify.js";
import { statusCommand } from "./status.js";
import { tasksCommand } from "./tasks.js";
import { topCommand } from "./top.js";

// What a command needs it imports when it runs: `--help` and `--version` must not wait for the whole language.
const symopt = new Command("symopt")
  .description("Discovers optimization algorithms: the update rules that train neural networks.")
  .version(symoptVersion())
  .addHelpText(
    "after",
    "\nExamples:\n" +
      "  symopt rules                                       the library of known optimizers\n" +
      "  symopt check lion                                  what there is to know of one\n" +
      "  symopt simplify paper-raw                          its simplest form\n" +
      "  symopt evaluate lion adamw --task glyph-mlp        how well they train\n" +
      "  symopt discover                                    a better one, in a few minutes\n" +
      "  symopt export lion --to pytorch                    one as code\n" +
      "\nExit codes: 0 done, 1 failed, 2 bad input, 130 interrupted (by Ctrl-C; by another\nsignal 128 and its number).",
  )
  .addCommand(discoverCommand())
  .addCommand(searchCommand())
  .addCommand(resumeCommand())
  .addCommand(statusCommand())
  .addCommand(topCommand())
  .addCommand(showCommand())
  .addCommand(salvageCommand())
  .addCommand(selectCommand())
  .addCommand(reportCommand())
  .addCommand(checkCommand())
  .addCommand(simplifyCommand())
  .addCommand(diffCommand())
  .addCommand(evaluateCommand())
  .addCommand(compareCommand())
  .addCommand(exportCommand())
  .addCommand(rulesCommand())
  .addCommand(tasksCommand())
  .addCommand(doctorCommand())
  .addCommand(benchCommand());

for (const command of [symopt, ...symopt.commands]) {
  const name = command === symopt ? "symopt" : `symopt ${command.name()}`;
  command
    .exitOverride()
    .showHelpAfterError(`(${name} --help says more)`)
    .configureOutput({ outputError: (text, write) => { write(text.split("\n").map(printable).join("\n")); } });
}

endOnLostOutput();
try {
  await symopt.parseAsync();
} catch (error) {
  // Commander has already said what was wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  else reportError(error);
}
