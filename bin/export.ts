import { Command, Option } from "commander";
import type { RuleChoices } from "../results/export/rule.js";
import type { Target, TargetName } from "../results/export/target.js";
import type { LoadedProgram } from "../search/load-program.js";
import { InputError } from "../src/errors.js";
import { decimalNumber } from "./decimal-number.js";
import { PROGRAM_HELP } from "./program-argument.js";

/** What `--to` may be: `results/export/targets.ts` has what they are. */
const TARGET_NAMES: readonly TargetName[] = ["ts", "tfjs", "pytorch", "optax", "latex", "json"];

interface ExportOptions {
  readonly to?: TargetName;
  readonly output?: string;
  readonly name?: string;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly level: "dead" | "exact";
  readonly json?: boolean;
}

/** `symopt export`: a program as code. */
export function exportCommand(): Command {
  return new Command("export")
    .summary("write an update rule as an optimizer")
    .description(
      "Writes a program as code that needs nothing of symopt: ts, a TypeScript module without dependencies; tfjs, a " +
        "tf.Optimizer of TensorFlow.js; pytorch, a torch.optim.Optimizer; optax, a GradientTransformation; latex, " +
        "the equations; json, which every command of symopt reads as a PROGRAM, learning rate and decay included. " +
        "Without --to the name of FILE decides, where it can. The learning rate is what multiplies the whole update; a " +
        "learning_rate of the rule's own that does not is own_learning_rate. weight_decay, where the rule has none of " +
        "its own, is that of PyTorch's AdamW: arrays of two or more dimensions lose learning rate · weight_decay · " +
        "weights. A finalist of a selection has the learning rate, the decay and the hyperparameters that it was tuned " +
        "to, unless they are given.",
    )
    .argument("<program>", PROGRAM_HELP)
    .addOption(new Option("--to <target>", "what to write").choices(TARGET_NAMES))
    .option("-o, --output <file>", "write to a file instead of standard output")
    .option("--name <name>", "what the optimizer is called (default: as the program is)")
    .option("--learning-rate <x>", "the default of its learning rate", decimalNumber("positive"))
    .option("--weight-decay <x>", "the default of its weight decay", decimalNumber("from 0"))
    .addOption(
      new Option("--level <level>", "dead: remove what no update depends on; exact: rewrite as well")
        .choices(["dead", "exact"]).default("exact"),
    )
    .option("--json", "print JSON: what was written, and the code as `text`")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt export lion --to pytorch -o lion.py\n  symopt export runs/first:512 --to ts --name Found\n" +
        "  symopt export my.rule -o my.tex",
    )
    .action(exportRule);
}

async function exportRule(reference: string, options: ExportOptions): Promise<void> {
  const { json, output: path, learningRate, weightDecay, level } = options;
  const [{ TARGETS }, { toExportedRule }, { optionsOf }, { parse }, { loadPrograms }, output] = await Promise.all([
    import("../results/export/targets.js"),
    import("../results/export/rule.js"),
    import("../results/export/options.js"),
    import("../dsl/text/parse.js"),
    import("./load-program.js"),
    import("./output.js"),
  ]);
  const file = path === "-" ? undefined : path;
  const target = chooseTarget(TARGETS, options.to, file);
  const name = checkedName(options.name);
  for (const loaded of await loadPrograms([reference])) {
    const { program, document } = loaded;
    // A document's learning rate and decay stay defaults, as they were: here they are no part of the program.
    const rule = toExportedRule(document === undefined ? program : parse(document.program), {
      ...await choicesFor(reference, loaded), level,
      ...(name === undefined ? {} : { name }),
      ...(learningRate === undefined ? {} : { learningRate }),
      ...(weightDecay === undefined ? {} : { weightDecay }),
    });
    const refused = target.refuses(rule.program);
    if (refused !== undefined) throw new InputError("not-exportable", `${loaded.name} cannot be written as ${target.name}: ${refused}`);
    const text = target.write(rule);
    const report = {
      program: loaded.name, target: target.name, name: rule.name, path: file ?? null,
      options: Object.fromEntries(optionsOf(rule).all.map((option) => [option.name, option.value])),
      text,
    };
    if (file !== undefined) await output.writeResult(file, text);
    if (file === undefined || json === true) output.printResult(json, report, () => text);
  }
}

/** What `--to` says, else what the name of the file does. */
function chooseTarget(targets: readonly Target[], to: TargetName | undefined, file: string | undefined): Target {
  const found = targets.filter((target) =>
    (to === undefined ? file?.endsWith(target.extension) === true : target.name === to));
  const [target] = found;
  if (target !== undefined && found.length === 1) return target;
  const list = (some: readonly Target[]): string => some.map(({ name, title }) => `\n  --to ${name.padEnd(8)} ${title}`).join("");
  if (file === undefined) throw new InputError("bad-argument", `choose what to write:${list(targets)}`);
  throw new InputError("bad-argument", found.length > 1
    ? `the name of the file leaves it open what to write: choose${list(found)}`
    : `the name of the file does not say what to write: choose${list(targets)}`);
}

/** A name that is one in every language. */
function checkedName(name: string | undefined): string | undefined {
  if (name === undefined || /^[A-Za-z][\w-]{0,99}$/.test(name)) return name;
  throw new InputError("bad-argument", "--name must begin with a letter, and have letters, digits, - and _ alone");
}

/** What is known of a program besides its text. */
async function choicesFor(reference: string, { document }: LoadedProgram): Promise<RuleChoices> {
  const [{ findRule }, { candidateOf }, { choicesOf }] = await Promise.all([
    import("../dsl/rules/index.js"),
    import("../search/load-program.js"),
    import("../results/export/json/document.js"),
  ]);
  if (document !== undefined) return choicesOf(document);
  const known = findRule(reference);
  if (known !== undefined) {
    const { name, title, source } = known;
    return { name, documentation: { summary: `${title}: ${source}` } };
  }
  const candidate = reference === "-" ? undefined : candidateOf(reference);
  if (candidate === undefined) return {};
  const [{ withRun }, { candidateChoices }] = await Promise.all([
    import("../search/run/read.js"),
    import("../search/export/candidate.js"),
  ]);
  return withRun(candidate.run, (run) => candidateChoices(run, candidate.index));
}
