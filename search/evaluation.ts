import type { TypedProgram } from "../dsl/check.js";
import type { Executor, Outcome, TrainingRequest } from "../proxies/executor/executor.js";
import type { ProblemReference } from "../proxies/problem/problem.js";
import { ratioSteps } from "../proxies/training/ratio-steps.js";
import type { ScheduleName } from "../proxies/training/schedule.js";
import type { Estimate } from "../results/estimate.js";
import { type ProgramEvaluation, type TrainingReport, rankEvaluations } from "../results/evaluation-report.js";
import { counted } from "../results/number.js";
import { ContractError } from "../src/errors.js";
import { mean, standardError } from "../src/statistics.js";
import { causeOf } from "./cause.js";
import { curveParts } from "./curve-parts.js";
import { knownReference } from "./reference/find.js";
import type { Reference } from "./reference/reference.js";
import { scorerOf } from "./reference/scorer.js";
import { CHECK_SEEDS, MOST_SEEDS, TUNING_SEEDS } from "./seeds.js";
import { millisecondsPerStep } from "./step-time.js";
import { type Subject, subjectOf, underSetting } from "./subject.js";
import { Trainings } from "./trainings.js";
import { tuneSubject, tuningTrainings } from "./tune-subject.js";
import type { Setting, Tuned } from "./tuning.js";

/** Why a training fails, in words. */
const REASONS: Readonly<Record<string, string>> = {
  "not-finite": "a loss or a weight became NaN or infinite",
  "blown-up": "its loss rose a hundredfold",
  "too-costly": "it costs more than may be trained",
};

/** What {@link evaluate} is asked for. */
export interface EvaluationOptions {
  readonly programs: readonly {
    /** What the report calls it. */
    readonly name: string;
    readonly program: TypedProgram;
  }[];
  readonly task: ProblemReference;
  /** Seeds 1 to this are scored: at most {@link MOST_SEEDS}. */
  readonly seeds: number;
  /**
   * How many settings of scale, decay and its own hyperparameters are tried for each program, of which the best that
   * trains on {@link CHECK_SEEDS} too is taken; 0 for no tuning.
   * @default 0
   */
  readonly trials?: number;
  /** Without tuning: what every update is multiplied by. @default 1 */
  readonly scale?: number;
  /** Without tuning: λ, decay in units of the reference's update size. @default 0 */
  readonly decay?: number;
  /** How the learning rate goes, in tuning too; only under `cosine` is there a score. @default "cosine" */
  readonly schedule?: ScheduleName;
  /** Which data programs are scored on; they are tuned on validation data whatever it is. @default "validation" */
  readonly split?: TrainingRequest["split"];
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every training: how many have ended, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One program under evaluation. */
interface Candidate {
  readonly subject: Subject;
  /** Index of its first training; those that tune it follow each other. */
  readonly first: number;
  /** Index of its training that is scored on a seed. */
  readonly scoredAt: (seed: number) => number;
}

/**
 * Trains programs on a task with several seeds each, tuned before if so asked, and ranks them by their mean
 * loss on the split that they are scored on. A program that failed on any seed has no score. Everything but
 * times is repeatable, whatever the executor's number of lanes.
 *
 * @returns Best first; programs without a score last, in the order given.
 * @throws {@link InputError} where a program or the task cannot be trained.
 */
export async function evaluate(
  executor: Executor, options: EvaluationOptions,
): Promise<readonly ProgramEvaluation[]> {
  const { programs, seeds, trials = 0, signal, onProgress } = options;
  if (!Number.isSafeInteger(seeds) || seeds < 1 || seeds > MOST_SEEDS) {
    throw new ContractError(`Programs are scored on 1 to ${MOST_SEEDS} seeds, got ${seeds}.`);
  }
  const count = programs.length;
  // Every setting might be checked; seldom more than one is.
  const each = trials * (TUNING_SEEDS.length + CHECK_SEEDS.length);
  const total = evaluationTrainings(count, { seeds, trials });
  let done = 0;
  const trainings = new Trainings(executor, () => onProgress?.(done = Math.min(total, done + 1), total), signal);
  let known: Promise<Reference | undefined> | undefined;
  // Not before something has trained: that is limited in time, and a look at a task of a user's is not.
  const reference = (): Promise<Reference | undefined> => (known ??= referenceFor(options));
  try {
    const evaluations = await Promise.all(
      programs.map(({ name, program }, k) =>
        evaluateOne(trainings, options, reference, {
          subject: subjectOf(name, program),
          first: k * each,
          // Each seed begins with another program: who comes first makes the data, and would look slow.
          scoredAt: (seed) => count * (each + seed - 1) + ((k + seed) % count),
        }),
      ),
    );
    return rankEvaluations(evaluations);
  } finally {
    trainings.stop();
  }
}

/** How many trainings the evaluation of so many programs takes, unless some setting blows up as it is checked. */
export function evaluationTrainings(
  programs: number, { seeds, trials = 0 }: Pick<EvaluationOptions, "seeds" | "trials">,
): number {
  return programs * (tuningTrainings(trials) + seeds);
}

async function evaluateOne(
  trainings: Trainings, options: EvaluationOptions, reference: () => Promise<Reference | undefined>,
  candidate: Candidate,
): Promise<ProgramEvaluation> {
  const { task, seeds, trials = 0, scale = 1, decay = 0, schedule = "cosine", split = "validation" } = options;
  const { subject, scoredAt } = candidate;
  const all: Outcome[] = [];
  const trainAt = async (
    index: number, setting: Setting, seed: number, split: TrainingRequest["split"] = "validation",
  ): Promise<Outcome> => {
    const outcome = await trainings.train({
      index, task, seed, schedule, split, ...underSetting(subject, setting),
    });
    all.push(outcome);
    return outcome;
  };
  let index = candidate.first;
  const tuned = trials === 0
    ? undefined
    : await tuneSubject((setting, seed) => trainAt(index++, setting, seed), subject, { trials, checks: CHECK_SEEDS });
  const setting = tuned?.best.setting ?? { scale, decay, hyperparameters: {} };
  const scored = Array.from({ length: seeds }, (_, k) => k + 1);
  const outcomes = await Promise.all(scored.map((seed) => trainAt(scoredAt(seed), setting, seed, split)));
  return {
    name: subject.name,
    setting: { ...setting, referenceSize: subject.referenceSize },
    tuning: tuned === undefined ? null : reportOf(tuned),
    ...summary(outcomes),
    score: await scoreOf(outcomes, reference),
    millisecondsPerStep: millisecondsPerStep(all),
    trainings: outcomes.map((outcome, k) => trainingOf(outcome, scored[k] as number)),
    curve: curveOf(outcomes),
    updateToWeight: updateToWeightOf(outcomes, task.horizon),
  };
}

function reportOf({ best, trials, edges }: Tuned): NonNullable<ProgramEvaluation["tuning"]> {
  return { loss: best.loss, failed: trials.filter(({ loss }) => loss === Infinity).length, edges };
}

type Trained = Extract<Outcome, { readonly kind: "trained" }>;

/** The trainings where all of them came to a loss. */
function allTrained(outcomes: readonly Outcome[]): readonly Trained[] | undefined {
  const trained = outcomes.filter((outcome) => outcome.kind === "trained");
  return trained.length === outcomes.length ? trained : undefined;
}

function summary(outcomes: readonly Outcome[]): Pick<ProgramEvaluation, "loss" | "lossReason" | "metrics"> {
  const trained = allTrained(outcomes);
  if (trained === undefined) return { loss: null, lossReason: failureOf(outcomes), metrics: null };
  const names = Object.keys(trained[0]?.metrics ?? {});
  return {
    loss: estimate(trained.map(({ loss }) => loss)),
    metrics: Object.fromEntries(
      names.map((name) => [name, estimate(trained.map(({ metrics }) => metrics[name] as number))]),
    ),
  };
}

/** The reference that scores are relative to, where one is known: its schedule and split are the usual. */
async function referenceFor(
  { task, schedule = "cosine", split = "validation" }: EvaluationOptions,
): Promise<Reference | undefined> {
  return schedule === "cosine" && split === "validation" ? knownReference(task) : undefined;
}

/** The score where all trained and the task's reference is known. */
async function scoreOf(
  outcomes: readonly Outcome[], reference: () => Promise<Reference | undefined>,
): Promise<Estimate | null> {
  const trained = allTrained(outcomes);
  const known = trained === undefined ? undefined : await reference();
  if (trained === undefined || known === undefined) return null;
  const { score } = scorerOf(known);
  return estimate(trained.map(({ loss }) => score(loss)));
}

/** What went wrong, cause by cause. */
function failureOf(outcomes: readonly Outcome[]): string {
  const causes = new Map<string, Exclude<Outcome, Trained>[]>();
  for (const outcome of outcomes) {
    if (outcome.kind === "trained") continue;
    const words = inWords(outcome);
    causes.set(words, [...(causes.get(words) ?? []), outcome]);
  }
  return [...causes]
    .map(([words, failed]) => {
      const seeds = outcomes.length === 1 ? "seed" : "seeds";
      const place = `${words} on ${failed.length} of ${outcomes.length} ${seeds}`;
      // How far a fault came nobody knows.
      if (failed[0]?.kind === "fault") return place;
      const first = Math.min(...failed.map(({ spent }) => spent.steps));
      return `${place}, after ${failed.length > 1 ? "at least " : ""}${first} steps`;
    })
    .join("; ");
}

function inWords(outcome: Exclude<Outcome, Trained>): string {
  if (outcome.kind === "failed") return REASONS[outcome.reason] ?? causeOf(outcome);
  if (outcome.kind === "fault") {
    const { message, spent: { attempts } } = outcome;
    return `it was given up after ${counted(attempts, "attempt")} (${message})`;
  }
  throw new ContractError("A training stopped at a hurdle, though there was none.");
}

function trainingOf(outcome: Outcome, seed: number): TrainingReport {
  const { steps } = outcome.spent;
  switch (outcome.kind) {
    case "trained":
      return { seed, kind: "trained", loss: outcome.loss, steps };
    case "failed":
      return { seed, kind: "failed", loss: null, reason: outcome.reason, steps };
    case "fault":
      return { seed, kind: "fault", loss: null, reason: outcome.message, steps };
    case "stopped":
      throw new ContractError("A training stopped at a hurdle, though there was none.");
  }
}

/** Mean training loss of equal parts of the horizon, over seeds. */
function curveOf(outcomes: readonly Outcome[]): readonly number[] | null {
  const curves = allTrained(outcomes)?.map(({ curve }) => curveParts(curve));
  return curves?.[0]?.map((_, part) => mean(curves.map((curve) => curve[part] as number))) ?? null;
}

/** Mean update-to-weight ratios over seeds, at their steps. */
function updateToWeightOf(outcomes: readonly Outcome[], horizon: number): ProgramEvaluation["updateToWeight"] {
  const trained = allTrained(outcomes);
  if (trained === undefined) return null;
  return ratioSteps(horizon).map((step, k) => ({ step, ratio: mean(trained.map(({ ratios }) => ratios[k] ?? NaN)) }));
}

function estimate(values: readonly number[]): Estimate {
  return { mean: mean(values), error: values.length < 2 ? null : standardError(values) };
}
