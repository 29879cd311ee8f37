import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor } from "../../proxies/executor/executor.js";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { ComparisonReport } from "../../results/comparison-report.js";
import { type Finalist, standingOf } from "../../results/selection-report.js";
import { compare } from "../comparison/compare.js";
import type { ReferencedProblem } from "../evolution/problem.js";
import { REFERENCE_RULE } from "../reference/reference.js";
import { failuresOf, gainOver } from "./gain.js";
import { plain } from "./problems.js";
import type { StageProgram } from "./stage.js";

/** How finalists are compared with the bar. */
export interface VerdictOptions {
  /** Settings that are tried for each finalist and each rule of the bar. */
  readonly trials: number;
  /** Fresh seeds. */
  readonly seeds: number;
  /** The families of the tasks that the finalists were evolved on. */
  readonly evolvedOn: readonly string[];
  /** Which rules the bar is the best of. @default all five */
  readonly bar?: readonly BarRule[] | undefined;
  /** Other programs that were judged on the same tasks before, for which intervals allow too. @default none */
  readonly others?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/** What finalists came to against the bar. */
export interface Verdict {
  /** Best first. */
  readonly finalists: readonly Finalist[];
  /** Programs that the intervals are of 95 % for together. */
  readonly judged: number;
  /** The place in the log of the best that is above the bar for sure; `null` where none is. */
  readonly winner: number | null;
  /** The whole comparison. */
  readonly comparison: ComparisonReport;
}

/**
 * Compares finalists with the bar on problems, all tuned alike; where the reference knows a better setting of a rule of
 * the bar, that counts. A finalist is above the bar where the interval of its mean gain over all problems lies above
 * the least gain that is one, as `standingOf` has it: Student's t over seeds, two-sided, 95 % for all programs that
 * were judged together (Bonferroni). One that failed on any seed is not, whatever the others say.
 */
export async function passVerdict(
  executor: Executor, programs: readonly StageProgram[], problems: readonly ReferencedProblem[],
  options: VerdictOptions,
): Promise<Verdict> {
  const { trials, seeds, evolvedOn, bar = BAR_RULES, others = 0, signal, onProgress } = options;
  const comparison = await compare(executor, {
    programs: programs.map(({ index, text }) => ({ name: nameOf(index), program: check(parse(text)), evolvedOn })),
    tasks: problems.map(({ problem }) => plain(problem)),
    references: problems.map(({ reference }) => reference),
    trials, seeds,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const judged = programs.length + others;
  const finalists = programs.map(({ index, text }): Finalist => ({
    index, text,
    overBar: gainOver(comparison, problems, nameOf(index), { rules: bar, judged }),
    overAdamw: gainOver(comparison, problems, nameOf(index), { rules: [REFERENCE_RULE], judged }),
    failed: failuresOf(comparison, nameOf(index)),
  })).toSorted((a, b) => worthOf(b) - worthOf(a) || a.index - b.index);
  const winner = finalists.find((finalist) => standingOf(finalist) === "above");
  return { finalists, judged, winner: winner?.index ?? null, comparison };
}

/** What finalists are ordered by: one that fails comes last. */
function worthOf({ overBar, failed }: Finalist): number {
  return failed > 0 ? -Infinity : overBar.low;
}

/** What a finalist is called in a comparison. */
export function nameOf(index: number): string {
  return `candidate ${index}`;
}
