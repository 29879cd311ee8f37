import { Command } from "commander";
import { decimalNumber } from "./decimal-number.js";
import { executorOption } from "./executor.js";
import { naturalNumber } from "./natural-number.js";
import { type SettingOptions, collect, overridesOf } from "./run/settings.js";

/** Most evaluations of a run. */
export const MOST_EVALUATIONS = 1_000_000_000;

/** Most threads that train. */
export const MOST_WORKERS = 1024;

interface SearchCommandOptions extends SettingOptions {
  readonly out?: string;
  readonly workers?: number;
  readonly from?: readonly string[];
  readonly json?: boolean;
}

/** `symopt search`: evolves update rules. */
export function searchCommand(): Command {
  return new Command("search")
    .summary("evolve update rules on proxy tasks")
    .description(
      "Searches for update rules: programs are changed at random, trained on proxy tasks, and the good ones changed " +
        "again. Everything is kept in a folder, so that a run that was stopped or killed goes on with `symopt resume`. " +
        "The same configuration and seed give the same run on the wasm executor, to the bit, whatever the number of workers. Prints the " +
        "best that was found, against the bar; that nothing is above it is a result too.",
    )
    .argument("[config]", "a YAML file; without one every setting has its default (configs/ has examples)")
    .option("--out <dir>", "the folder of the run (default: runs/, and there a name with the time)")
    .option("--evaluations <n>", "how many candidates train", naturalNumber(1, MOST_EVALUATIONS))
    .option("--minutes <m>", "how long it takes at most", decimalNumber("positive"))
    .option("--workers <n>", "how many threads train; they never change a result", naturalNumber(1, MOST_WORKERS))
    .addOption(executorOption("the configuration's, usually wasm", { auto: true }))
    .option("--seed <s>", "the seed of every random draw", naturalNumber(0, Number.MAX_SAFE_INTEGER))
    .option("--set <path=value>", "set a value of the configuration; may be given again", collect, [])
    .option("--from <program...>", "start from these programs: .rule files, names of the library, RUN:ID; " +
      "or RUN for the best, the archive and the populations of a run")
    .option("--json", "print events as lines of JSON, the last one with the result")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt search configs/quick.yaml\n  symopt search --minutes 5 --set limits.state=1 --out runs/small\n" +
        "  symopt search configs/quick.yaml --seed 2 --from runs/small my.rule",
    )
    .action(search);
}

async function search(file: string | undefined, options: SearchCommandOptions): Promise<void> {
  const { workers, from, json } = options;
  const [{ configured }, { startingPrograms }, { startRun }, { follow }, { newRunFolder }] = await Promise.all([
    import("./run/configured.js"),
    import("../search/run/starting-programs.js"),
    import("../search/run/run.js"),
    import("./run/follow.js"),
    import("./run/folder.js"),
  ]);
  const start = from === undefined ? undefined : await startingPrograms(from);
  const configuration = await configured({ file, overrides: overridesOf(options), start }, workers);
  const folder = options.out ?? newRunFolder(file, new Date());
  await follow((run) => startRun(configuration, run), { folder, workers, json });
}
