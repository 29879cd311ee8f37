import { printable } from "../../dsl/text/diagnostic.js";
import type { Executor } from "../../proxies/executor/executor.js";
import { type ProblemReference, loadProblem } from "../../proxies/problem/problem.js";
import { BAR_RULES } from "../../results/bar.js";
import type { ComparedTask, ComparisonReport, RuleOnTask, Study } from "../../results/comparison-report.js";
import { ContractError, InputError } from "../../src/errors.js";
import { holm } from "../../src/holm.js";
import { describeTaskSize } from "../describe-task.js";
import { findReference, knownReference } from "../reference/find.js";
import type { Reference } from "../reference/reference.js";
import { CHECK_SEEDS, SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { Trainings } from "../trainings.js";
import { type ComparedProgram, contendersOf } from "./contender.js";
import { type Contest, type ContestEffort, type Entrant, contestSteps, holdContest } from "./contest.js";
import {
  COMPARISON_SEEDS, COMPARISON_TRIALS, LEAST_COMPARISON_SEEDS, LEVEL, RESAMPLES,
} from "./effort.js";
import { estimate, finite } from "./estimate.js";
import { overallSpeedUp } from "./families.js";
import { type Match, matchOf, pOf, reportMatch } from "./judge.js";
import { type ComparisonSplit, splitOn } from "./split.js";
import { planPoints } from "./studies/points.js";
import { profileOf } from "./studies/profile.js";
import { type StudyName, type StudyOptions, type StudyPlan, STUDIES } from "./studies/study.js";
import { planWindow } from "./studies/window.js";
import type { Train } from "./training.js";

/** What {@link compare} is asked for. */
export interface ComparisonOptions {
  /** At least one. */
  readonly programs: readonly ComparedProgram[];
  /** At least one. */
  readonly tasks: readonly ProblemReference[];
  /** The references of the tasks, in their order. @default those that symopt brings, or that this machine has kept */
  readonly references?: readonly Reference[];
  /** Settings that are tried for each program and each rule of the bar, on each task. @default 16 */
  readonly trials?: number | undefined;
  /** Fresh seeds that each is then trained on: 10 or more. @default 10 */
  readonly seeds?: number | undefined;
  /** Which data losses are of; tuning sees validation data whatever it is. @default "unseen" */
  readonly split?: ComparisonSplit;
  /** What to look into besides. @default none */
  readonly studies?: readonly StudyName[];
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every training: how many steps have been made, of how many. */
  readonly onProgress?: (steps: number, total: number) => void;
  /** The same where a study measures a reference that is not known, before anything else is trained. */
  readonly onReference?: (problem: ProblemReference, steps: number, total: number) => void;
}

/** One task of a comparison. */
interface Round {
  readonly task: Omit<ComparedTask, "rules" | "known">;
  readonly problem: ProblemReference;
  readonly effort: ContestEffort;
  readonly studies: readonly StudyPlan[];
}

/**
 * Compares programs with the bar, head to head: on each task every program and every rule of the bar is tuned with as
 * many trials, from the same beginnings, then trained on the same fresh seeds; programs at six horizons, which tells
 * their speed-up over the bar. No rule's tuning begins from a setting that was found before, since that would give it
 * the trials that found it; but of the bar what its reference tells counts beside that, and the better of the two is
 * met: see `barOf`, which selection and discovery ask too.
 *
 * All requests but their index follow from the options and the references that this machine has kept, in whatever
 * order trainings end, so that an executor that remembers outcomes can resume a comparison; all of the report but times
 * is repeatable to the bit.
 *
 * @throws {@link InputError} where a program or a task cannot be trained, a horizon is too short to compare with
 * others, or all rules of the bar fail on a task.
 */
export async function compare(executor: Executor, options: ComparisonOptions): Promise<ComparisonReport> {
  const { programs, tasks, seeds: count = COMPARISON_SEEDS, studies = [], split = "unseen" } = options;
  const { trials = COMPARISON_TRIALS, signal, onProgress } = options;
  if (programs.length === 0 || tasks.length === 0) {
    throw new ContractError("A comparison takes at least one program and one task.");
  }
  if (!Number.isSafeInteger(count) || count < LEAST_COMPARISON_SEEDS) {
    throw new ContractError(`A comparison takes ${LEAST_COMPARISON_SEEDS} seeds or more, got ${count}.`);
  }
  const contenders = contendersOf(programs);
  const seeds = seedsOf(SEEDS.comparison, count);
  const barHorizons = studies.includes("profile");
  let done = 0;
  let total = 0;
  const trainings = new Trainings(executor, ({ task }) => {
    // Where a setting fails its check there are more than were planned.
    onProgress?.(done = Math.min(total, done + task.horizon), total);
  }, signal);
  const train: Train = (request) => trainings.train(request);
  const referenceOf = (problem: ProblemReference): Promise<Reference | undefined> =>
    tryReference(executor, problem, options);
  const rounds: Round[] = [];
  // One after the other, since a plan may measure references.
  for (const [k, problem] of tasks.entries()) {
    const effort: ContestEffort = { trials, seeds, split: splitOn(problem, split), barHorizons };
    const round = await planRound({ train, problem, contenders, effort, referenceOf }, studies);
    // What a plan has measured is known too.
    const reference = options.references?.[k] ?? await knownReference(problem);
    rounds.push({ ...round, effort: { ...effort, reference } });
  }
  total = rounds.reduce((sum, { problem, effort, studies: plans }) =>
    sum + contestSteps(problem, contenders, effort) + plans.reduce((steps, plan) => steps + plan.steps, 0), 0);
  try {
    const contests = await Promise.all(
      rounds.map(({ problem, effort }) => holdContest(train, problem, contenders, effort)),
    );
    const matches = contests.map((contest) =>
      contest.entrants.filter(({ contender }) => contender.isProgram).map((entrant) => matchOf(contest, entrant)));
    const studied = await Promise.all(
      rounds.flatMap(({ studies: plans }, k) => plans.map((plan) => plan.run(contests[k] as Contest))),
    );
    const familyOf = (match: Match): string => rounds[contests.indexOf(match.contest)]?.task.family ?? "";
    return {
      rules: contenders.map(({ facts }) => facts),
      bar: BAR_RULES,
      seeds,
      tuning: { trials, seeds: TUNING_SEEDS, checks: CHECK_SEEDS },
      split,
      level: LEVEL,
      tasks: reportTasks(rounds, contests, matches),
      resamples: RESAMPLES,
      overall: tasks.length === 1 ? [] : programs.map((_, index) =>
        overallSpeedUp(matches.map((own) => own[index] as Match), familyOf, { index, programs: programs.length })),
      studies: [...inOrder(studied), ...(barHorizons ? [profileOf(contests)] : [])],
    };
  } finally {
    trainings.stop();
  }
}

/** The reference of a problem; `undefined` where it has none, since AdamW or a rule of the bar fails on it. */
async function tryReference(
  executor: Executor, problem: ProblemReference, { signal, onReference }: ComparisonOptions,
): Promise<Reference | undefined> {
  try {
    return await findReference(executor, problem, {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (steps, total) => onReference?.(problem, steps, total),
    });
  } catch (error) {
    if (error instanceof InputError && error.code === "no-reference") return undefined;
    throw error;
  }
}

/** Describes a task and plans its studies; refuses what cannot be built. */
async function planRound(options: StudyOptions, studies: readonly StudyName[]): Promise<Round> {
  const { problem, effort } = options;
  const { task } = await loadProblem(problem);
  const { module, data, size, horizon, batch } = problem;
  const { parameters } = describeTaskSize(task, size, { module, data });
  const plans: StudyPlan[] = [];
  for (const study of new Set(studies)) {
    if (study === "profile") continue;
    plans.push(study === "window" ? planWindow(options) : await planPoints(study, options));
  }
  return {
    task: {
      name: task.name, module: module ?? null, family: task.family, title: task.title, size, parameters, horizon, batch,
      data: data ?? null,
    },
    problem, effort, studies: plans,
  };
}

function reportTasks(
  rounds: readonly Round[], contests: readonly Contest[], matches: readonly (readonly Match[])[],
): readonly ComparedTask[] {
  const adjusted = holm(matches.flatMap((own) => own.map(({ advantage }) => pOf(advantage))));
  let next = 0;
  return rounds.map(({ task }, k) => {
    const reports = new Map((matches[k] ?? []).map((match) =>
      [match.entrant, reportMatch(match, adjusted[next++] as number)]));
    const rules = (contests[k]?.entrants ?? []).map((entrant): RuleOnTask => ({
      ...reportEntrant(entrant), match: reports.get(entrant) ?? null,
    }));
    return { ...task, known: contests[k]?.known ?? null, rules };
  });
}

function reportEntrant(entrant: Entrant): Omit<RuleOnTask, "match"> {
  const { contender: { subject, isProgram }, tuned, losses, failure, millisecondsPerStep } = entrant;
  return {
    name: subject.name,
    role: isProgram ? "program" : "bar",
    setting: { ...tuned.best.setting, referenceSize: subject.referenceSize },
    tuning: {
      loss: tuned.best.loss, failed: tuned.trials.filter(({ loss }) => loss === Infinity).length, edges: tuned.edges,
    },
    loss: estimate(losses),
    ...(failure === null ? {} : { lossReason: printable(failure) }),
    losses: losses.map(finite),
    millisecondsPerStep,
  };
}

/** Studies of one kind behind each other. */
function inOrder(studies: readonly Study[]): readonly Study[] {
  return studies.toSorted((a, b) => STUDIES.indexOf(a.kind) - STUDIES.indexOf(b.kind));
}
