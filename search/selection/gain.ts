import type { ComparisonReport, RuleOnTask } from "../../results/comparison-report.js";
import type { GainOnTask, Octaves, RivalGain } from "../../results/selection-report.js";
import { pairedDifference } from "../../src/paired.js";
import { mean } from "../../src/statistics.js";
import type { ScoredProblem } from "../evolution/problem.js";
import { type BarRule, BAR_RULES } from "../reference/reference.js";
import { MOST_SCORE } from "../reference/scorer.js";

/** A rule of the bar under one of its settings, on one task. */
interface Rival {
  readonly rule: BarRule;
  /** Whether the setting is one that symopt knew from more trials than the comparison made. */
  readonly known: boolean;
  /** Seed by seed. */
  readonly scores: readonly number[];
}

/** What a program gains over rules of the bar, with what it gains on each seed, the mean over tasks. */
export interface MeasuredGain extends RivalGain {
  readonly bySeed: readonly number[];
}

/**
 * By how many octaves a program of a comparison is ahead of the best of some rules of the bar, task by task and seed
 * by seed. Of each rule both settings count, that which the comparison tuned and that which symopt knew from more
 * trials: the better of them, and the better of the rules, by the fresh seeds themselves. That favours the bar. A rule
 * that the program computes itself is not met, unless it is the only one.
 *
 * @param problems - The tasks of the comparison, in its order.
 * @param name - What the comparison calls the program.
 * @param rules - Which rules of the bar. Default: all.
 */
export function gainOver(
  comparison: ComparisonReport, problems: readonly ScoredProblem[], name: string,
  rules: readonly BarRule[] = BAR_RULES,
): MeasuredGain {
  const measured = problems.map((problem, k) => {
    const own = scoresOf(comparison.tasks[k]?.rules.find((rule) => rule.name === name)?.losses, problem);
    const rivals = rivalsOn(comparison, problem, k, { name, rules });
    const best = rivals.reduce((a, b) => (mean(b.scores) > mean(a.scores) ? b : a));
    const gains = own.map((score, seed) => score - (best.scores[seed] as number));
    return { task: problem.problem.name, rival: best.rule, known: best.known, gains };
  });
  const bySeed = comparison.seeds.map((_, seed) => mean(measured.map(({ gains }) => gains[seed] as number)));
  return { ...intervalOf(bySeed), byTask: measured.map(onTask), bySeed };
}

/** A gain on one task, as a report has it. */
function onTask(
  { gains, ...rest }: Pick<GainOnTask, "task" | "rival" | "known"> & { readonly gains: readonly number[] },
): GainOnTask {
  return { ...rest, ...intervalOf(gains) };
}

function intervalOf(values: readonly number[]): Octaves {
  const { mean: centre, low, high } = pairedDifference(values, values.map(() => 0));
  return { mean: centre, low, high };
}

/** The rules that the program meets, under each of their settings; itself where there is no other rule. */
function rivalsOn(
  { tasks, rules: facts }: ComparisonReport, problem: ScoredProblem, k: number,
  { name, rules }: { readonly name: string; readonly rules: readonly BarRule[] },
): readonly Rival[] {
  const task = tasks[k];
  const itself = facts.find((rule) => rule.name === name)?.barRule ?? null;
  const isRule = (rule: RuleOnTask, wanted: BarRule): boolean =>
    facts.find((fact) => fact.name === rule.name)?.barRule === wanted;
  const others = rules.filter((rule) => rule !== itself);
  return (others.length === 0 ? rules : others).flatMap((rule): Rival[] => {
    const tuned = task?.rules.find((each) => isRule(each, rule))?.losses;
    const known = task?.known?.losses[rule];
    return [
      { rule, known: false, scores: scoresOf(tuned, problem) },
      ...(known === undefined ? [] : [{ rule, known: true, scores: scoresOf(known, problem) }]),
    ];
  });
}

/** Losses as scores; a training that failed has the lowest that there is. */
function scoresOf(losses: readonly (number | null)[] | undefined, { scorer }: ScoredProblem): readonly number[] {
  return (losses ?? []).map((loss) => (loss === null ? -MOST_SCORE : scorer.score(loss)));
}
