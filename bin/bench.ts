import { Command } from "commander";
import { untilInterrupted } from "./interrupt.js";

interface BenchCommandOptions {
  readonly json?: boolean;
  readonly only?: readonly string[];
  readonly quick?: boolean;
}

/** `symopt bench`: how fast this machine is, each figure beside its bar. */
export function benchCommand(): Command {
  return new Command("bench")
    .summary("how fast training is on this machine, beside other libraries")
    .description(
      "Measures how fast symopt is on this machine, each figure beside the bar that it must reach: training steps " +
        "against PyTorch, JAX and TensorFlow.js, where they are here and agree on the loss; matrix products, update " +
        "and proposals; two workers. Takes about two minutes, in which nothing else should run. PyTorch and JAX are " +
        "looked for in every python3 on the path, first in that of the variable SYMOPT_PYTHON.",
    )
    .option("--only <names>", "only these parts, separated by commas; `search`, `repeats`, `replay` and `gpu`, which take minutes, only so", toNames)
    .option("--quick", "less of everything, to see that it runs: the figures mean little")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nParts: training, products, bandwidth, proposals, workers, search, probe, repeats, replay, gpu.\n" +
        "\nExamples:\n  symopt bench\n  symopt bench --only training,workers\n  symopt bench --quick --json\n  symopt bench --only gpu",
    )
    .action(bench);
}

function toNames(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}

async function bench({ json, only, quick }: BenchCommandOptions): Promise<void> {
  const [{ runBench }, { formatBench }, { printResult }, { Progress }] = await Promise.all([
    import("../bench/index.js"),
    import("../results/bench-report.js"),
    import("./output.js"),
    import("./progress.js"),
  ]);
  const progress = new Progress(process.stderr, "parts measured");
  try {
    const report = await untilInterrupted((signal) => runBench({
      only, quick, signal,
      onProgress: (done, total) => { progress.show(done, total); },
    }));
    progress.end();
    if (report !== undefined) printResult(json, report, (page) => formatBench(report, page));
  } finally {
    progress.end();
  }
}
