import type { Executor, Outcome } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { SizedValidation, TaskValidation } from "../../results/validation-report.js";
import { rankCorrelation } from "../../src/rank-correlation.js";
import { mean, standardError } from "../../src/statistics.js";
import { SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { type Subject, underSetting } from "../subject.js";
import { Trainings } from "../trainings.js";
import { tuneSubject } from "../tune-subject.js";
import type { Setting } from "../tuning.js";
import { type ValidationEffort, VALIDATION_EFFORTS } from "./effort.js";
import { validationSubjects } from "./subjects.js";

/** Rules that a task must tell apart, each from each. */
const APART = ["adamw", "lion", "sgd"] as const;

/** Options of {@link validateTask}. */
export interface ValidationOptions {
  /** How many rules are tried: from 3. @default 40 */
  readonly rules?: number;
  /** @default VALIDATION_EFFORTS */
  readonly efforts?: { readonly proxy: ValidationEffort; readonly larger: ValidationEffort };
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every training: how many steps have been made, of how many. */
  readonly onProgress?: (steps: number, total: number) => void;
}

/**
 * Finds out whether a task ranks rules as its larger form does: tunes rules on both, trains them on fresh seeds,
 * and correlates the ranks of their losses. A rule that fails at either size is left out, and counted. Repeatable.
 *
 * @param proxy - The task as a search trains on it.
 * @param larger - The same task at the next size.
 */
export async function validateTask(
  executor: Executor, proxy: ProblemReference, larger: ProblemReference, options: ValidationOptions,
): Promise<TaskValidation> {
  const { rules = 40, efforts = VALIDATION_EFFORTS, signal, onProgress } = options;
  const subjects = validationSubjects(rules);
  const stepsOf = ({ trials, tuningSeeds, seeds }: ValidationEffort, { horizon }: ProblemReference): number =>
    horizon * (trials * tuningSeeds + seeds);
  const total = subjects.length * (stepsOf(efforts.proxy, proxy) + stepsOf(efforts.larger, larger));
  let done = 0;
  const trainings = new Trainings(executor, ({ task }) => onProgress?.(done += task.horizon, total), signal);
  const lossesOf = async (
    subject: Subject, problem: ProblemReference, { trials, tuningSeeds, seeds }: ValidationEffort,
  ): Promise<readonly number[]> => {
    const train = (setting: Setting, seed: number): Promise<Outcome> =>
      trainings.train({ task: problem, seed, ...underSetting(subject, setting) });
    const { best } = await tuneSubject(train, subject, { trials, seeds: TUNING_SEEDS.slice(0, tuningSeeds) });
    const outcomes = await Promise.all(seedsOf(SEEDS.scoring, seeds).map((seed) => train(best.setting, seed)));
    return outcomes.map((outcome) => (outcome.kind === "trained" ? outcome.loss : Infinity));
  };
  const [small, large] = await Promise.all([
    Promise.all(subjects.map((subject) => lossesOf(subject, proxy, efforts.proxy))),
    Promise.all(subjects.map((subject) => lossesOf(subject, larger, efforts.larger))),
  ]).finally(() => { trainings.stop(); });
  const all = subjects.map(({ name }, k) => ({ name, small: small[k] ?? [], large: large[k] ?? [] }));
  const trained = all.filter((rule) => [...rule.small, ...rule.large].every(Number.isFinite));
  const better = trained
    .toSorted((a, b) => mean(a.small) - mean(b.small))
    .slice(0, Math.ceil(trained.length / 2));
  return {
    task: proxy.name,
    proxy: sized(proxy, efforts.proxy),
    larger: sized(larger, efforts.larger),
    rules: trained.map((rule) => ({ name: rule.name, proxyLoss: mean(rule.small), largerLoss: mean(rule.large) })),
    failed: all.filter((rule) => !trained.includes(rule)).map(({ name }) => name),
    correlation: correlationOf(trained),
    betterHalf: correlationOf(better),
    apart: pairs(APART).flatMap(([a, b]) => {
      const [x, y] = [a, b].map((name) => trained.find((rule) => rule.name === name)?.small);
      return x === undefined || y === undefined ? [] : [{ rules: [a, b] as const, errors: errorsApart(x, y) }];
    }),
  };
}

/** A rule's losses on both sizes. */
interface Losses {
  readonly small: readonly number[];
  readonly large: readonly number[];
}

function correlationOf(rules: readonly Losses[]): TaskValidation["correlation"] {
  if (rules.length < 3) return null;
  return rankCorrelation(rules.map(({ small }) => mean(small)), rules.map(({ large }) => mean(large)));
}

function sized({ size, horizon, batch }: ProblemReference, effort: ValidationEffort): SizedValidation {
  return { size, horizon, batch, ...effort };
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}

/** The mean difference of two rules' losses on the same seeds, in its standard errors. */
function errorsApart(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((loss, k) => loss - (b[k] as number));
  return mean(differences) / standardError(differences);
}
