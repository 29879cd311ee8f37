import { Argument, Command, Option } from "commander";
import type { FunctionSet } from "../dsl/functions/row.js";
import { printable } from "../dsl/text/diagnostic.js";
import { InputError } from "../src/errors.js";

interface RulesOptions {
  readonly json?: boolean;
  readonly sources?: boolean;
  readonly functions?: boolean;
  readonly set?: FunctionSet;
}

/** `symopt rules`: the library of known optimizers, one of them, or the functions of the language. */
export function rulesCommand(): Command {
  return new Command("rules")
    .summary("the library of known optimizers, and the functions of the language")
    .description(
      "Lists the library of known optimizers; with a name, prints that rule's text, its source as comment, so " +
        "that it can be written to a .rule file. State is in live tensors per parameter, cost a multiple of AdamW's.",
    )
    .addArgument(new Argument("[name]", "print this rule's text"))
    .option("--sources", "list where each rule comes from")
    .option("--functions", "list the functions of the language instead")
    .addOption(new Option("--set <set>", "only the functions of this set").choices(["paper", "extended"]))
    .option("--json", "print JSON: an array; for one rule an object")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt rules\n  symopt rules lion > my.rule\n  symopt rules --functions --set paper",
    )
    .action(async (name: string | undefined, options: RulesOptions) => {
      refuseContradictions(name, options);
      if (options.functions === true) await printFunctions(options);
      else if (name !== undefined) await printRule(name, options);
      else await printLibrary(options);
    });
}

function refuseContradictions(name: string | undefined, { functions, set, sources }: RulesOptions): void {
  if (set !== undefined && functions !== true) {
    throw new InputError("bad-argument", "--set chooses among functions: add --functions");
  }
  if (functions === true && (name !== undefined || sources === true)) {
    throw new InputError("bad-argument", "--functions lists functions: it goes with no rule's name and no --sources");
  }
}

async function printFunctions({ json, set }: RulesOptions): Promise<void> {
  const { formatFunctions, toFunctionReports } = await import("../results/functions-report.js");
  const { printResult } = await import("./output.js");
  const functions = toFunctionReports(set);
  printResult(json, functions, (page) => formatFunctions(functions, page));
}

async function printRule(name: string, { json }: RulesOptions): Promise<void> {
  const { findRule } = await import("../dsl/rules/index.js");
  const { formatRule, toRuleReport } = await import("../results/rules-report.js");
  const { suggestRules } = await import("../search/load-program.js");
  const { printResult } = await import("./output.js");
  const rule = findRule(name);
  if (rule === undefined) {
    throw new InputError("no-such-rule", `the library has no rule \`${printable(name)}\`${suggestRules(name)}`);
  }
  printResult(json, toRuleReport(rule), () => formatRule(rule));
}

async function printLibrary({ json, sources }: RulesOptions): Promise<void> {
  const { rules } = await import("../dsl/rules/index.js");
  const { formatRules, toRuleReport } = await import("../results/rules-report.js");
  const { printResult } = await import("./output.js");
  const library = rules.map(toRuleReport);
  printResult(json, library, (page) => formatRules(library, page, { sources: sources === true }));
}
