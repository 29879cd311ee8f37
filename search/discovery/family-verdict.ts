import type { FamilyVerdict } from "../../results/discovery-report.js";
import type { Finalist } from "../../results/selection-report.js";
import type { ConfiguredProblem } from "../configuration/configuration.js";
import type { Verdict } from "../selection/verdict.js";

/** What one of the finalists of a verdict came to on the tasks that they were compared on. */
export function familyVerdict(
  tasks: readonly ConfiguredProblem[], { comparison: { seeds }, judged }: Pick<Verdict, "comparison" | "judged">,
  { overBar, overAdamw, failed }: Finalist,
): FamilyVerdict {
  return {
    tasks: tasks.map(({ name, family, size }) => ({ name, family, size })), seeds: seeds.length, judged, overBar,
    overAdamw, failed,
  };
}
