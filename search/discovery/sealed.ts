import type { SealedVerdict } from "../../results/discovery-report.js";
import type { RunStore } from "../../results/store/store.js";
import type { ConfiguredProblem } from "../configuration/configuration.js";
import type { CountingExecutor } from "../selection/counting.js";
import { withReferences } from "../selection/problems.js";
import { type VerdictOptions, passVerdict } from "../selection/verdict.js";
import type { StageProgram } from "../selection/stage.js";
import { familyVerdict } from "./family-verdict.js";
import { noteOpening } from "./opening.js";

/**
 * Judges a program on the sealed families: those that nothing was trained on or chosen by. That they are opened is
 * logged before anything is known of them, and whoever opens one of them for another program afterwards is told that
 * it is no longer sealed.
 *
 * @throws {@link InputError} where a task cannot be trained.
 */
export async function openSealed(
  { executor, store }: { readonly executor: CountingExecutor; readonly store: RunStore }, program: StageProgram,
  tasks: readonly ConfiguredProblem[], options: VerdictOptions,
): Promise<SealedVerdict> {
  const reusedOn = noteOpening(store, { candidate: program.index, program: program.text }, tasks);
  const problems = await withReferences(executor.uncounted, tasks, options);
  const verdict = await passVerdict(executor, [program], problems, options);
  const [own] = verdict.finalists as [(typeof verdict.finalists)[number]];
  return { ...familyVerdict(tasks, verdict, own), reused: reusedOn.length > 0, reusedOn };
}
