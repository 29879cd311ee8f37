import type { FamilyVerdict } from "../../results/discovery-report.js";
import type { Finalist } from "../../results/selection-report.js";
import type { ConfiguredProblem } from "../configuration/configuration.js";

/** What a finalist came to on the tasks that it was compared on. */
export function familyVerdict(
  tasks: readonly ConfiguredProblem[], seeds: number, { overBar, overAdamw }: Finalist,
): FamilyVerdict {
  return { tasks: tasks.map(({ name, family, size }) => ({ name, family, size })), seeds, overBar, overAdamw };
}
