import { Option } from "commander";
import { EXECUTORS, EXECUTOR_CHOICES, type ExecutorChoice, type ExecutorName } from "../proxies/executor/executor-name.js";
import type { ProblemReference } from "../proxies/problem/problem.js";

/**
 * The option `--executor`, of commands that train.
 *
 * @param usual - What it is where it is not given, in words.
 */
export function executorOption(usual: string, { auto }: { readonly auto: boolean }): Option {
  const words = auto ? "what trains; auto: wasm, unless another is 10 % faster here, or wasm:fused 30 %" : "what trains";
  return new Option("--executor <name>", `${words} (default: ${usual})`)
    .choices(auto ? EXECUTOR_CHOICES : EXECUTORS);
}

/** The executor that was asked for: for `auto` the fastest on a problem, and standard error says why. */
export async function chosenExecutor(
  choice: ExecutorChoice, problem: ProblemReference | undefined,
  { workers, lanes }: { readonly workers?: number | undefined; readonly lanes?: number | null } = {},
): Promise<ExecutorName> {
  if (choice !== "auto") return choice;
  if (problem === undefined) return "wasm";
  const { FUSED_MARGIN, MARGIN, fastestExecutor } = await import("../proxies/executor/fastest-executor.js");
  return fastestExecutor(problem, {
    workers, lanes,
    onMeasured: (executors) => {
      const lines = executors.map(({ name, rate, finding }) =>
        `${name}: ${rate === undefined ? finding : `${rate.toPrecision(3)} trainings/s on ${finding}`}`);
      const kept = executors[0]?.name === "wasm"
        ? `  (another is taken where it is ${percent(MARGIN)} faster, wasm:fused ${percent(FUSED_MARGIN)}: wasm repeats on ` +
          "every machine)\n"
        : "";
      process.stderr.write(`executor ${lines.join("\n  not ")}\n${kept}`);
    },
  });
}

/** By how much a factor is more than 1. */
function percent(factor: number): string {
  return `${Math.round(100 * (factor - 1))} %`;
}
