import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { ComparisonReport } from "../../results/comparison-report.js";
import type { Octaves } from "../../results/estimate.js";
import { type GainOnTask, type RivalGain, beyondAny } from "../../results/gain.js";
import { MOST_SCORE } from "../../results/score.js";
import { ContractError } from "../../src/errors.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentQuantile } from "../../src/student.js";
import { type Rival, barOf, rivalsOf } from "../comparison/bar.js";
import type { ScoredProblem } from "../evolution/problem.js";

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
 * By how many octaves a program of a comparison is ahead of the bar, or of some of its rules, task by task and seed by
 * seed. The best of the rules is what `barOf` says, as in the comparison itself. A rule that the program computes
 * itself is not met, unless it is the only one.
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
    const { rule, known, losses } = barOf(rivalsOn(comparison, k, { name, rules }));
    const rival = scoresOf(losses, problem);
    const gains = own.map((score, seed) => score - (rival[seed] as number));
    return { task: problem.problem.name, rival: rule, known, gains, ends: endsOf(own, rival, problem) };
  });
  const bySeed = comparison.seeds.map((_, seed) => mean(measured.map(({ gains }) => gains[seed] as number)));
  return {
    ...intervalOf(bySeed, judged),
    beyond: beyondAny(measured.flatMap(({ ends }) => ends.sides)),
    byTask: measured.map(({ gains, ends, ...rest }): GainOnTask => ({
      ...rest, ...intervalOf(gains, judged), beyond: beyondAny(ends.sides), both: ends.both,
    })),
  };
}

/** What may be wrong with a gain where scores end. */
interface GainEnds {
  /** On which sides of the gain on a seed the true one may lie. */
  readonly sides: readonly ("slower" | "faster")[];
  readonly both: NonNullable<GainOnTask["both"]> | null;
}

/** On which seeds scores of a program, or of its rival, lie where scores end: the true ones may lie anywhere beyond. */
function endsOf(own: readonly number[], rival: readonly number[], { scorer }: ScoredProblem): GainEnds {
  const [lowest, highest] = [scorer.score(Infinity), scorer.score(-Infinity)];
  const bothAt = (end: number): number => own.filter((score, seed) => score === end && rival[seed] === end).length;
  const end = bothAt(lowest) > bothAt(highest) ? lowest : highest;
  return {
    sides: [
      ...(own.includes(lowest) || rival.includes(highest) ? ["slower" as const] : []),
      ...(own.includes(highest) || rival.includes(lowest) ? ["faster" as const] : []),
    ],
    both: bothAt(end) === 0 ? null : { end, seeds: bothAt(end), of: own.length },
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
  { tasks, rules: facts }: ComparisonReport, k: number,
  { name, rules }: { readonly name: string; readonly rules: readonly BarRule[] },
): readonly [Rival, ...Rival[]] {
  const barRuleOf = (wanted: string): string | null => facts.find((rule) => rule.name === wanted)?.barRule ?? null;
  const others = rules.filter((rule) => rule !== barRuleOf(name));
  const tuned = (tasks[k]?.rules ?? []).map((rule) => ({ ...rule, barRule: barRuleOf(rule.name) }));
  const [first, ...rest] = rivalsOf(tuned, tasks[k]?.known ?? null, others.length === 0 ? rules : others);
  if (first === undefined) throw new ContractError("A gain is over at least one rule.");
  return [first, ...rest];
}

/** Losses as scores; a training that failed has the lowest that there is. */
function scoresOf(losses: readonly (number | null)[] | undefined, { scorer }: ScoredProblem): readonly number[] {
  return (losses ?? []).map((loss) => (loss === null || loss === Infinity ? -MOST_SCORE : scorer.score(loss)));
}
