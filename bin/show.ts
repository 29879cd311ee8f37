import { Command } from "commander";
import { InputError } from "../src/errors.js";
import { RUN_HELP } from "./run-argument.js";

interface ShowOptions {
  readonly json?: boolean;
}

/** `symopt show`: one candidate of a run. */
export function showCommand(): Command {
  return new Command("show")
    .summary("one candidate of a run, with its lineage")
    .description(
      "Tells all of a candidate: its program, how it came about, its measures and trainings, and the way from a " +
        "starting program to it, step by step.",
    )
    .argument("<run>", `${RUN_HELP}, or RUN:ID`)
    .argument("[id]", "the candidate's number, as `symopt top` lists them")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  symopt show runs/small 512\n  symopt show runs/small:512 --json")
    .action(show);
}

async function show(run: string, id: string | undefined, { json }: ShowOptions): Promise<void> {
  const { folder, index } = candidateOf(run, id);
  const [{ withRun }, { describeCandidate }, { formatCandidate }, { printResult }] = await Promise.all([
    import("../search/run/read.js"),
    import("../search/run/show.js"),
    import("../results/candidate-report.js"),
    import("./output.js"),
  ]);
  const report = withRun(folder, (read) => describeCandidate(read, index));
  printResult(json, report, (page) => formatCandidate(report, page));
}

/** The candidate that the arguments name. */
function candidateOf(run: string, id: string | undefined): { readonly folder: string; readonly index: number } {
  const [, folder = run, number = id] = id === undefined ? (/^(.+):(\d{1,15})$/.exec(run) ?? []) : [];
  if (number === undefined || !/^\d{1,15}$/.test(number)) {
    throw new InputError("bad-argument", "expected the number of a candidate: `symopt show RUN ID`; `symopt top RUN` lists the best");
  }
  return { folder, index: Number(number) };
}
