import { Command } from "commander";
import { RUN_HELP } from "./run-argument.js";

interface SalvageOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `symopt salvage`: what can be saved of a damaged run. */
export function salvageCommand(): Command {
  return new Command("salvage")
    .summary("save what can be read of a damaged run")
    .description(
      "Copies a damaged run to a new one, up to the damage; the damaged one is left as it is. The new run can be " +
        "resumed: what is missing is found again.",
    )
    .argument("<run>", RUN_HELP)
    .requiredOption("--out <dir>", "the folder of the new run")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  symopt salvage runs/broken --out runs/saved && symopt resume runs/saved")
    .action(salvage);
}

async function salvage(folder: string, { out, json }: SalvageOptions): Promise<void> {
  const [store, { counted }, { quoted }, { printResult }] = await Promise.all([
    import("../results/store/salvage.js"),
    import("../results/number.js"),
    import("../results/path.js"),
    import("./output.js"),
  ]);
  const entries = store.salvage(folder, out);
  printResult(json, { from: folder, folder: out, entries }, () =>
    `${counted(entries, "entry", "entries")} saved to ${quoted(out)}. To go on with it: symopt resume ${quoted(out)}\n`);
}
