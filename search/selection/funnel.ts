import type { Size } from "../../proxies/problem/task.js";
import type { FunnelStage, SelectionOverfitting } from "../../results/selection-report.js";
import type { RunStore } from "../../results/store/store.js";
import { ContractError } from "../../src/errors.js";
import { rankCorrelation } from "../../src/rank-correlation.js";
import type { Configuration } from "../configuration/configuration.js";
import type { ReadRun } from "../run/read.js";
import { MOST_CHAMPIONS, championsOf, outgrowsSearch } from "./champions.js";
import type { CountingExecutor } from "./counting.js";
import { budgetOf, chargeHoldout } from "./earlier.js";
import type { SelectionEntrant } from "./entrants.js";
import { atSize, withReferences } from "./problems.js";
import { type StageScore, StageScorer } from "./stage.js";
import { type HoldoutBudget, requireAnswers } from "./thresholdout.js";

/** Candidates that it takes to speak of a rank correlation. */
const LEAST_RANKED = 4;

/** Below this rank correlation a smaller size says nothing of a larger one. */
const LEAST_CORRELATION = 0.3;

/** What is told while a selection goes on. */
export interface SelectionProgress {
  /** Told of each training: the stage, and how many of how many programs of it are done. */
  readonly onStage?: (size: Size, done: number, total: number) => void;
}

/** What a funnel is given. */
export interface FunnelOptions extends SelectionProgress {
  readonly run: ReadRun;
  readonly settings: Configuration["selection"];
  /** References that must be measured are not counted: the next time they are there. */
  readonly executor: CountingExecutor;
  /** The run's, open for writing: needed where a task has data from files, whose holdout is charged beforehand. */
  readonly store?: Pick<RunStore, "notes" | "note"> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a funnel came to. */
export interface Funnel {
  readonly stages: readonly FunnelStage[];
  /** Those that passed all stages, best first. */
  readonly finalists: readonly SelectionEntrant[];
  /** `null` where the last stage is no larger than what the search trained on, or the run had one best alone. */
  readonly overfitting: SelectionOverfitting | null;
}

/**
 * Successive halving on the lower bound of the score, over stages of growing tasks: what is uncertain has to be good
 * to go on, and what fails on any seed does not. All stages are on families that the search never trained on, and share
 * what is left of one budget of queries of the holdout with all selections of the run.
 *
 * @throws {@link InputError} where a task has no such size, or a holdout cannot answer.
 * @throws {@link ContractError} where a task has data from files, and no store is given.
 */
export async function descend(entrants: readonly SelectionEntrant[], options: FunnelOptions): Promise<Funnel> {
  const { run, settings, executor, signal, onStage } = options;
  const { seed, tasks } = run.content.configuration;
  const { selection } = tasks;
  const stages: FunnelStage[] = [];
  let left = entrants;
  let before: ReadonlyMap<number, StageScore> | undefined;
  let diagnosis: StageScorer | undefined;
  // Before references are measured, which takes minutes.
  if (settings.stages.length > 0 && filesOf(options) > 0) requireAnswers(settings.holdout);
  const budget = budgetOf(run, entrants, settings.holdout.queries);
  for (const [k, { size, keep, seeds, trials }] of settings.stages.entries()) {
    const problems = await withReferences(executor.uncounted, await atSize(selection, size), options);
    const effort = { stage: k, seeds, trials };
    const holdout = { ...settings.holdout, budget, seed, stage: k };
    const scorer = new StageScorer(executor, problems, effort, holdout, signal);
    if (k === 0 && scorer.holdout !== null) charge(entrants, budget, options);
    const scores = await scorer.scoreAll(left, (done, total) => onStage?.(size, done, total));
    const ranked = left.toSorted((a, b) => lowerOf(scores, b) - lowerOf(scores, a) || a.index - b.index);
    const sound = ranked.filter(({ index }) => scores.get(index)?.failed === 0);
    const kept = new Set(sound.slice(0, keep).map(({ index }) => index));
    stages.push({
      size, tasks: problems.map(({ problem }) => problem.name), seeds, trials,
      correlation: correlationOf(before, scores),
      holdout: scorer.holdout,
      candidates: ranked.map(({ index, by, fitness }) => {
        const { score, error, failed, byProblem, beyond } = scores.get(index) as StageScore;
        return {
          index, by, fitness, score, error, lower: score - error, failed, byTask: byProblem, beyond,
          kept: kept.has(index),
        };
      }),
    });
    left = ranked.filter(({ index }) => kept.has(index));
    before = scores;
    // Nothing is chosen by it: it spends nothing, since no holdout lies so far from the rest.
    const unasked = { ...settings.holdout, seed, threshold: Infinity };
    diagnosis = new StageScorer(executor, problems, effort, unasked, signal);
  }
  const scorer = outgrowsSearch(tasks, settings) ? diagnosis : undefined;
  return { stages, finalists: left, overfitting: scorer === undefined ? null : await overfittingOf(run, scorer) };
}

/** Charges a run for all that its stages can ask the holdout, before the first is asked. */
function charge(
  entrants: readonly SelectionEntrant[], budget: HoldoutBudget, options: FunnelOptions,
): void {
  const { run, settings: { stages }, store } = options;
  if (store === undefined) throw new ContractError("A holdout is asked only where that can be charged to the run.");
  const files = filesOf(options);
  let [programs, most] = [entrants.length, 0];
  for (const { keep } of stages) {
    most += programs * files;
    programs = Math.min(programs, keep);
  }
  chargeHoldout({ store, entries: run.entries }, entrants, budget, most);
}

/** How many of the selection's tasks have data from files. */
function filesOf({ run }: Pick<FunnelOptions, "run">): number {
  return run.content.configuration.tasks.selection.filter(({ data }) => data !== undefined).length;
}

function lowerOf(scores: ReadonlyMap<number, StageScore>, { index }: SelectionEntrant): number {
  const { score, error } = scores.get(index) as StageScore;
  return score - error;
}

/** How far the order of those that went on was what the stage before said. */
function correlationOf(
  before: ReadonlyMap<number, StageScore> | undefined, scores: ReadonlyMap<number, StageScore>,
): FunnelStage["correlation"] {
  const pairs = [...scores].flatMap(([index, { score }]) => {
    const earlier = before?.get(index);
    return earlier === undefined ? [] : [[earlier.score, score] as const];
  });
  if (pairs.length < LEAST_RANKED) return null;
  const found = rankCorrelation(pairs.map(([earlier]) => earlier), pairs.map(([, later]) => later));
  // Where all have one score there is no order.
  if (Number.isNaN(found.value)) return null;
  return { ...found, candidates: pairs.length, informative: found.value >= LEAST_CORRELATION };
}

/** How the bests of the search, one after another, do in the last stage. */
async function overfittingOf(run: ReadRun, scorer: StageScorer): Promise<SelectionOverfitting | null> {
  const champions = championsOf(run, MOST_CHAMPIONS).map(({ index, at }) => ({
    index, at, fitness: finiteOrNull(run.state.estimates.get(index)?.fitness),
    text: run.store.entry(index)?.program ?? "",
  }));
  if (champions.length < 2) return null;
  const scores = await scorer.scoreAll(champions);
  const points = champions.map(({ index, at, fitness }) => {
    const { score, error, failed } = scores.get(index) as StageScore;
    return { index, at, fitness, score, error, failed };
  });
  const best = points.reduce((a, b) => (b.score > a.score ? b : a));
  const [final] = points.slice(-1) as [typeof best];
  // Where the intervals do not meet it is no accident.
  return { points, since: best.score - best.error > final.score + final.error ? best.at : null };
}

/** What JSON can hold of a number that may not be finite. */
function finiteOrNull(value = NaN): number | null {
  return Number.isFinite(value) ? value : null;
}
