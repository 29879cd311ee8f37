import { Command } from "commander";
import { EXIT } from "./exit.js";

interface DoctorOptions {
  readonly json?: boolean;
}

/** `symopt doctor`: what works on this machine, and what to do about the rest. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .summary("which executors work on this machine, and why not")
    .description(
      "Tries what symopt needs and what it can use: Node, memory, the working folder, the file of a run, the wasm " +
        "executor (whose result is held against a known one, to the bit), worker threads, TensorFlow.js, GPUs, and the Pythons that " +
        "it is compared with. Exits with code 1 where the wasm executor does not work, or no run can be kept: nothing else " +
        "is needed. Of the " +
        "executors that work, `--executor auto` keeps wasm, unless another is 10 % faster on the task, or wasm:fused 30 %: " +
        "the median of short turns.",
    )
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  symopt doctor\n  symopt doctor --json")
    .action(doctor);
}

async function doctor({ json }: DoctorOptions): Promise<void> {
  const [{ examine }, { formatDoctor }, { printResult }] = await Promise.all([
    import("./doctor/examine.js"),
    import("../results/doctor-report.js"),
    import("./output.js"),
  ]);
  const report = await examine();
  printResult(json, report, (page) => formatDoctor(report, page));
  if (!report.healthy) process.exitCode = EXIT.failed;
}
