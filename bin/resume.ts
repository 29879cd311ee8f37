import { Command } from "commander";
import type { ExecutorName } from "../proxies/executor/executor-name.js";
import { decimalNumber } from "./decimal-number.js";
import { executorOption } from "./executor.js";
import { naturalNumber } from "./natural-number.js";
import { RUN_HELP } from "./run-argument.js";
import { MOST_EVALUATIONS, MOST_WORKERS } from "./search.js";

interface ResumeOptions {
  readonly evaluations?: number;
  readonly steps?: number;
  readonly minutes?: number;
  readonly workers?: number;
  readonly executor?: ExecutorName;
  readonly json?: boolean;
}

/** `symopt resume`: goes on with a run. */
export function resumeCommand(): Command {
  return new Command("resume")
    .summary("go on with a run that was stopped, killed or has ended")
    .description(
      "Goes on with a run as if it had not been interrupted: what was committed is read, and nothing of it is trained " +
        "again. A run that has ended goes on where it is given more of what was spent: evaluations, steps or minutes.",
    )
    .argument("<run>", RUN_HELP)
    .option("--evaluations <n>", "how many candidates train in all (default: as before)",
      naturalNumber(1, MOST_EVALUATIONS))
    .option("--steps <n>", "how many training steps it takes in all (default: as before)",
      naturalNumber(1, Number.MAX_SAFE_INTEGER))
    .option("--minutes <m>", "how long it takes at most from now on (default: as before)", decimalNumber("positive"))
    .option("--workers <n>", "how many threads train; they never change a result", naturalNumber(1, MOST_WORKERS))
    .addOption(executorOption("that of the run; another is refused", { auto: false }))
    .option("--json", "print events as lines of JSON, the last one with the result")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt resume runs/quick-20260509-170312\n  symopt resume runs/small --evaluations 20000 --workers 2",
    )
    .action(resume);
}

async function resume(
  folder: string, { evaluations, steps, minutes, workers, executor, json }: ResumeOptions,
): Promise<void> {
  const [{ resumeRun }, { follow }] = await Promise.all([
    import("../search/run/run.js"),
    import("./run/follow.js"),
  ]);
  const budget = {
    ...(evaluations === undefined ? {} : { evaluations }),
    ...(steps === undefined ? {} : { steps }),
    ...(minutes === undefined ? {} : { minutes }),
  };
  await follow((run) => resumeRun({ ...run, executor }, budget), { folder, workers, json });
}
