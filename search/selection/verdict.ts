import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor } from "../../proxies/executor.js";
import type { ComparisonReport } from "../../results/comparison-report.js";
import type { Finalist, RivalGain } from "../../results/selection-report.js";
import { holm } from "../../src/holm.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentDistribution, studentQuantile } from "../../src/student.js";
import { compare } from "../comparison/compare.js";
import type { ScoredProblem } from "../evolution/problem.js";
import { type BarRule, BAR_RULES, REFERENCE_RULE } from "../reference/reference.js";
import { type MeasuredGain, gainOver } from "./gain.js";
import { plain } from "./problems.js";
import type { StageProgram } from "./stage.js";

/** How sure a verdict is. */
const CONFIDENCE = 0.95;

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
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/** What finalists came to against the bar. */
export interface Verdict {
  /** Best first. */
  readonly finalists: readonly Finalist[];
  /** The place in the log of the best that is above the bar for sure; `null` where none is. */
  readonly winner: number | null;
  /** The whole comparison. */
  readonly comparison: ComparisonReport;
}

/**
 * Compares finalists with the bar on problems, all tuned alike; where symopt knows a better setting of a rule of the
 * bar, that counts. A finalist is above the bar where the lower bound of its mean gain over all problems is above zero:
 * one-sided 95 %, by Student's t over seeds, Holm's correction over the finalists.
 */
export async function passVerdict(
  executor: Executor, programs: readonly StageProgram[], problems: readonly ScoredProblem[], options: VerdictOptions,
): Promise<Verdict> {
  const { trials, seeds, evolvedOn, bar = BAR_RULES, signal, onProgress } = options;
  const comparison = await compare(executor, {
    programs: programs.map(({ index, text }) => ({ name: nameOf(index), program: check(parse(text)), evolvedOn })),
    tasks: problems.map(({ problem }) => plain(problem)),
    trials, seeds,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const measured = programs.map(({ index, text }) => ({
    index, text,
    over: gainOver(comparison, problems, nameOf(index), bar),
    adamw: gainOver(comparison, problems, nameOf(index), [REFERENCE_RULE]),
  }));
  const adjusted = holm(measured.map(({ over }) => chanceOfNoGain(over.bySeed)));
  const finalists = measured.map(({ index, text, over, adamw }, k): Finalist => ({
    index, text,
    overBar: reported(over), overAdamw: reported(adamw),
    lower: lowerBound(over.bySeed),
    p: adjusted[k] as number,
  })).toSorted((a, b) => b.lower - a.lower || a.index - b.index);
  const winner = finalists.find(({ p, overBar }) => p < 1 - CONFIDENCE && overBar.mean > 0);
  return { finalists, winner: winner?.index ?? null, comparison };
}

/** What a finalist is called in a comparison. */
export function nameOf(index: number): string {
  return `candidate ${index}`;
}

function reported({ bySeed: _, ...gain }: MeasuredGain): RivalGain {
  return gain;
}

function lowerBound(values: readonly number[]): number {
  return mean(values) - studentQuantile(CONFIDENCE, values.length - 1) * standardError(values);
}

/** The p-value of the one-sided test that the mean is not above zero. */
function chanceOfNoGain(values: readonly number[]): number {
  const error = standardError(values);
  if (!(error > 0)) return mean(values) > 0 ? 0 : 1;
  return 1 - studentDistribution(mean(values) / error, values.length - 1);
}
