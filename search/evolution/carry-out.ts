import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import type { Entry, EntryTraining } from "../../results/store/entry.js";
import { mean } from "../../src/statistics.js";
import type { Plan, PlannedTraining } from "./plan.js";
import type { ScoredProblem } from "./problem.js";

/** How far a sweep may lie behind its candidate, in octaves, before it is given up. */
const SWEEP_MARGIN = 0.1;

/** What trains the plans of a run. */
export interface Workshop {
  readonly executor: Executor;
  readonly problems: readonly ScoredProblem[];
  readonly signal: AbortSignal;
}

/** What came of a plan's trainings. */
type Result = Pick<Entry, "status" | "reason" | "trainings" | "fitness" | "spared" | "steps" | "seconds">;

/**
 * Trains what a plan asks for. Equal plans give equal entries, but for seconds and faults.
 *
 * @throws the signal's reason where it is taken back; {@link InputError} where a task cannot be trained.
 */
export async function carryOut(plan: Plan, workshop: Workshop): Promise<Entry> {
  const { facts, refusal } = plan;
  if (refusal !== null) return { ...facts, ...failure(refusal) };
  const { done, end, spared, seconds } = facts.kind === "candidate" || facts.kind === "sweep"
    ? await oneByOne(plan, workshop)
    : await allAtOnce(plan, workshop);
  const { status, reason } = end ?? { status: "trained", reason: null };
  const fitness = end === undefined ? fitnessOf(done) : null;
  return { ...facts, status, reason, fitness, ...spent(done, seconds), spared };
}

/** What the trainings of a plan came to. */
interface Course {
  readonly done: readonly EntryTraining[];
  /** How it ended where one of them did not come to its end. */
  readonly end: End | undefined;
  readonly spared: boolean;
  readonly seconds: number;
}

/** A candidate's trainings: most candidates are bad, and one training shows it. */
async function oneByOne(plan: Plan, workshop: Workshop): Promise<Course> {
  const done: EntryTraining[] = [];
  let spared = false;
  let seconds = 0;
  for (const training of plan.trainings) {
    const outcome = await workshop.executor.submit(requestOf(plan, training, workshop), { signal: workshop.signal });
    seconds += outcome.spent.seconds;
    done.push(trainingOf(outcome, training, workshop.problems));
    spared ||= missedHurdle(outcome, training);
    const end = endOf(outcome) ?? fallsBehind(plan, done);
    if (end !== undefined) return { done, end, spared, seconds };
  }
  return { done, end: undefined, spared, seconds };
}

/** A confirmation's trainings: the candidate is known to come to its end, and later entries wait for this one. */
async function allAtOnce(plan: Plan, workshop: Workshop): Promise<Course> {
  const { executor, problems, signal } = workshop;
  const outcomes = await Promise.all(
    plan.trainings.map((training) => executor.submit(requestOf(plan, training, workshop), { signal })),
  );
  return {
    done: outcomes.map((outcome, k) => trainingOf(outcome, plan.trainings[k] as PlannedTraining, problems)),
    end: worst(outcomes.flatMap((outcome) => endOf(outcome) ?? [])),
    spared: false,
    seconds: outcomes.reduce((sum, { spent: { seconds } }) => sum + seconds, 0),
  };
}

/** A failure says more than a fault, of which nothing is known. */
function worst(ends: readonly End[]): End | undefined {
  return ends.find(({ status }) => status === "failed") ?? ends[0];
}

/** The entry of a plan that repeats an earlier entry. */
export function repeatOf({ facts }: Plan, original: Pick<Entry, "status" | "reason" | "fitness">): Entry {
  const { status, reason, fitness } = original;
  return { ...facts, status, reason, fitness, ...spent([], 0), spared: false };
}

function requestOf(plan: Plan, training: PlannedTraining, { problems }: Workshop): TrainingRequest {
  const { problem, seed, hurdles } = training;
  return {
    index: plan.facts.index,
    program: plan.trained,
    task: (problems[problem] as ScoredProblem).problem,
    seed,
    hurdles: plan.goesOn ? hurdles.map(({ step }) => ({ step, loss: Infinity })) : hurdles,
  };
}

function trainingOf(
  outcome: Outcome, { problem, seed }: PlannedTraining, problems: readonly ScoredProblem[],
): EntryTraining {
  const loss = outcome.kind === "trained" ? outcome.loss : null;
  return {
    problem,
    seed,
    loss,
    score: loss === null ? null : (problems[problem] as ScoredProblem).scorer.score(loss),
    steps: outcome.spent.steps,
    hurdles: "hurdles" in outcome ? outcome.hurdles : [],
  };
}

/** Whether it went past a hurdle that it should have been stopped at. */
function missedHurdle(outcome: Outcome, { hurdles }: PlannedTraining): boolean {
  const losses = "hurdles" in outcome ? outcome.hurdles : [];
  return outcome.kind !== "stopped" && hurdles.some(({ loss }, k) => (losses[k] ?? -Infinity) > loss);
}

type End = Pick<Entry, "status" | "reason">;

/** How an entry ends whose training did not come to its end; `undefined` where it did. */
function endOf(outcome: Outcome): End | undefined {
  switch (outcome.kind) {
    case "trained":
      return undefined;
    case "stopped":
      return { status: "stopped", reason: `hurdle after ${outcome.spent.steps} steps` };
    case "failed":
      return { status: "failed", reason: outcome.reason };
    case "fault":
      return { status: "fault", reason: outcome.message };
  }
}

function fallsBehind({ rivalScores }: Plan, done: readonly EntryTraining[]): End | undefined {
  if (rivalScores === undefined) return undefined;
  const own = mean(done.map(({ score }) => score ?? 0));
  const rival = mean(rivalScores.slice(0, done.length));
  return own < rival - SWEEP_MARGIN ? { status: "stopped", reason: "behind its candidate" } : undefined;
}

/** The mean score. Each problem has as many seeds, so that it is the mean over problems too. */
function fitnessOf(trainings: readonly EntryTraining[]): number {
  return mean(trainings.map(({ score }) => score ?? 0));
}

function failure(reason: string): Result {
  return { status: "failed", reason, fitness: null, ...spent([], 0), spared: false };
}

function spent(trainings: readonly EntryTraining[], seconds: number): Pick<Entry, "trainings" | "steps" | "seconds"> {
  return { trainings, steps: trainings.reduce((sum, { steps }) => sum + steps, 0), seconds };
}
