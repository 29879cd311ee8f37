import type { ComparisonReport, RuleOnTask } from "../../results/comparison-report.js";
import type { GainOnTask, Octaves, RivalGain } from "../../results/selection-report.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentQuantile } from "../../src/student.js";
import type { ScoredProblem } from "../evolution/problem.js";
import { type BarRule, BAR_RULES } from "../reference/reference.js";
import { MOST_SCORE } from "../reference/scorer.js";

/** A rule of the bar under one of its settings, on one task. */
interface Rival {
  readonly rule: BarRule;
  /** Whether the setting is one that symopt brings, and not the one that the comparison tuned. */
  readonly known: boolean;
  /** Seed by seed. */
  readonly scores: readonly number[];
}

/** Which rules of the bar, and how many programs are judged together. */
export interface GainOptions {
  /** @default all */
  readonly rules?: readonly BarRule[];
  /** Programs that the interval is of 95 % for together: Bonferroni's correction. @default 1 */
  readonly judged?: number;
}

/** How often all intervals together may miss the truth. */
const RISK = 0.05;

/**
 * By how many octaves a program of a comparison is ahead of the best of some rules of the bar, task by task and seed
 * by seed. Of each rule both settings count, that which the comparison tuned and that which symopt brings for the
 * task: the better of them, and the better of the rules, by the fresh seeds themselves. That favours the bar. A rule
 * that the program computes itself is not met, unless it is the only one.
 *
 * @param problems - The tasks of the comparison, in its order.
 * @param name - What the comparison calls the program.
 */
export function gainOver(
  comparison: ComparisonReport, problems: readonly ScoredProblem[], name: string,
  { rules = BAR_RULES, judged = 1 }: GainOptions = {},
): RivalGain {
  const measured = problems.map((problem, k) => {
    const own = scoresOf(lossesOf(comparison, k, name), problem);
    const rivals = rivalsOn(comparison, problem, k, { name, rules });
    const best = rivals.reduce((a, b) => (mean(b.scores) > mean(a.scores) ? b : a));
    const gains = own.map((score, seed) => score - (best.scores[seed] as number));
    return { task: problem.problem.name, rival: best.rule, known: best.known, gains };
  });
  const bySeed = comparison.seeds.map((_, seed) => mean(measured.map(({ gains }) => gains[seed] as number)));
  return {
    ...intervalOf(bySeed, judged),
    byTask: measured.map(({ gains, ...rest }): GainOnTask => ({ ...rest, ...intervalOf(gains, judged) })),
  };
}

/** How many trainings of a program failed, of those that its gain is made of. */
export function failuresOf(comparison: ComparisonReport, name: string): number {
  return comparison.tasks.reduce((sum, _, k) =>
    sum + (lossesOf(comparison, k, name) ?? []).filter((loss) => loss === null).length, 0);
}

function lossesOf({ tasks }: ComparisonReport, k: number, name: string): readonly (number | null)[] | undefined {
  return tasks[k]?.rules.find((rule) => rule.name === name)?.losses;
}

function intervalOf(values: readonly number[], judged: number): Octaves {
  const centre = mean(values);
  const half = studentQuantile(1 - RISK / (2 * judged), values.length - 1) * standardError(values);
  return { mean: centre, low: centre - half, high: centre + half };
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
