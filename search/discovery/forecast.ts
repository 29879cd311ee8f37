import { check } from "../../dsl/check.js";
import { staticCost } from "../../dsl/cost.js";
import { liveness } from "../../dsl/liveness.js";
import { type LibraryRule, findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { Forecast, ForecastPart, Range } from "../../results/forecast-report.js";
import { InputError } from "../../src/errors.js";
import { mean } from "../../src/statistics.js";
import { flatProblem } from "../ablation/problem.js";
import { type ContestEffort, entrantSteps } from "../comparison/contest.js";
import { SPEED_UP_HORIZONS } from "../comparison/effort.js";
import { knownBarSteps } from "../comparison/known.js";
import type { Configuration } from "../configuration/configuration.js";
import { builtInReference, knownReference } from "../reference/find.js";
import { referencePlan } from "../reference/measure.js";
import { REFERENCE_RULE } from "../reference/reference.js";
import { CURVE_SEEDS, curveProblems } from "../report/curves.js";
import { SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { MOST_CHAMPIONS, outgrowsSearch } from "../selection/champions.js";
import { atSize, plain } from "../selection/problems.js";
import { millisecondsPerStep } from "../step-time.js";
import { librarySubject, underSetting } from "../subject.js";
import { tuningTrainings } from "../tune-subject.js";
import { ablationTasks } from "./ablate-found.js";

/** Steps that tell how long a step takes. */
const TIMED_STEPS = 60;

/**
 * Steps of a search for each candidate, in steps of a whole training on all tasks: hurdles save about as much as
 * sweeps, confirmations and challenges take. Measured on `configs/quick.yaml`: 0.96; 1.39 where, as by default, the top
 * twentieth is confirmed.
 */
const SEARCH_FACTOR = 1.1;

/** Trainings of a search for each candidate and task, by the same measurements: 1.1 and 1.5. */
const SEARCH_TRAININGS = 1.3;

/** Trainings of an ablation that has no budget, about: that of the paper's raw program took 4,111. */
const ABLATION_TRAININGS = 4000;

/** Bytes in a run's file for each evaluation of the search, its repeats included, and for each training after it. */
const BYTES = { evaluation: 2000, training: 600 } as const;

/** The dearest rule of the bar. */
const DEAREST: BarRule = "muon";

/** Trainings of programs, and of rules of the bar, on one problem. */
interface Work {
  readonly problem: ProblemReference;
  readonly trainings: number;
  /** Steps with a program. */
  readonly steps: number;
  /** Steps with each rule of the bar. */
  readonly barSteps: number;
  /** Steps with the reference rule besides. @default 0 */
  readonly referenceSteps?: number;
}

/**
 * What a discovery will take, before it is begun. Trains a few steps of every task, to know how long they take on
 * this machine.
 *
 * @param workers - How many will train.
 * @throws {@link InputError} where a task cannot be trained.
 */
export async function forecast(executor: Executor, configuration: Configuration, workers: number): Promise<Forecast> {
  const { tasks, budget, limits, selection } = configuration;
  const clock = new StepClock(executor, limits.cost);
  const ablated = await ablationTasks(configuration);
  const finalists = entrantsAt(selection, selection.stages.length);
  const funnel = await selectionProblems(configuration);
  const needed = [...tasks.search, ...tasks.sealed, ...funnel.flat(), ...tasks.selection, ...ablated];
  const unmeasured = [...await unmeasuredOf(needed), ...await lengthened(executor, ablated)];
  const planned = {
    selection: await funnelWork(configuration),
    comparison: tasks.selection.map((problem) => contestWork(problem, finalists, selection)),
    ablation: ablationWork(ablated, configuration.ablation.steps),
    // The bar is known from the comparison.
    simplified: ablated.length === 0 ? [] : tasks.selection.map((problem) => programWork(problem, 1, selection)),
    sealed: tasks.sealed.map((problem) => contestWork(problem, 1, selection)),
    curves: curveProblems(tasks.search).map(curveWork),
  };
  const later: ForecastPart[] = [];
  for (const [part, work] of Object.entries(planned) as [keyof typeof planned, readonly Work[]][]) {
    if (work.length > 0) later.push(await clock.partOf(part, work));
  }
  const search = await searchPart(clock, configuration, workers);
  const references = unmeasured.length === 0
    ? [] : [await clock.partOf("references", unmeasured.map(({ problem }) => referenceWork(problem)))];
  const parts = [...references, search, ...later];
  const total = (end: keyof Range): number =>
    parts.reduce((sum, { seconds }) => sum + seconds[end], 0) / (60 * workers);
  const evaluations = search.trainings / (SEARCH_TRAININGS * tasks.search.length);
  const trained = later.reduce((sum, { trainings }) => sum + trainings, 0);
  return {
    parts, workers,
    unmeasured: [...new Set(unmeasured.map(({ name }) => name))],
    minutes: budget.minutes === null
      ? { least: total("least"), most: total("most") }
      : capped(budget.minutes, search, total, workers),
    megabytes: (BYTES.evaluation * evaluations + BYTES.training * trained) / 1e6,
  };
}

/** A problem whose reference is to be measured. */
interface Unmeasured {
  /** What a report calls it. */
  readonly name: string;
  readonly problem: ProblemReference;
}

/** Those problems, each once, whose reference is neither brought nor kept on this machine. */
async function unmeasuredOf(problems: readonly ProblemReference[]): Promise<readonly Unmeasured[]> {
  const found = new Map<string, Unmeasured>();
  for (const problem of problems.map(plain)) {
    const key = JSON.stringify(problem);
    if (found.has(key) || await isKnown(problem)) continue;
    found.set(key, { name: `${problem.name} ×${problem.size}`, problem });
  }
  return [...found.values()];
}

async function isKnown(problem: ProblemReference): Promise<boolean> {
  try {
    return await knownReference(problem) !== undefined;
  } catch (error) {
    // What it cannot be trained for is said where it is timed.
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Tasks of an ablation whose own horizon is too short for it, where the reference of a longer one is not known. */
async function lengthened(executor: Executor, ablated: readonly ProblemReference[]): Promise<readonly Unmeasured[]> {
  const found: Unmeasured[] = [];
  for (const problem of ablated.map(plain)) {
    if (builtInReference(problem) === undefined) continue;
    const { flat } = await flatProblem(executor, problem, { longest: 1 });
    // Where twice as long is not enough there is more to come.
    const longer = { ...problem, horizon: 2 * problem.horizon };
    if (!flat) {
      found.push(...(await unmeasuredOf([longer])).map((each) => ({ ...each, name: `${each.name}, trained for longer` })));
    }
  }
  return found;
}

/** The measurement of a reference. */
function referenceWork(problem: ProblemReference): Work {
  const { horizons, each } = referencePlan(problem);
  const longer = horizons.reduce((sum, horizon) => sum + horizon, 0) - problem.horizon;
  return {
    problem, trainings: each * (horizons.length - 1 + BAR_RULES.length), steps: 0, barSteps: each * problem.horizon,
    referenceSteps: each * longer,
  };
}

/** The search ends by its minutes, if not before; what follows does not. */
function capped(most: number, { seconds }: ForecastPart, total: (end: keyof Range) => number, workers: number): Range {
  const own = (end: keyof Range): number => seconds[end] / (60 * workers);
  return {
    least: total("least") - own("least") + Math.min(most, own("least")),
    most: total("most") - own("most") + Math.min(most, own("most")),
  };
}

async function searchPart(clock: StepClock, { tasks, budget }: Configuration, workers: number): Promise<ForecastPart> {
  const once = tasks.search.reduce((sum, { horizon }) => sum + horizon, 0);
  const times = await Promise.all(tasks.search.map(async (problem) => {
    const { least, most } = await clock.secondsOf(problem);
    return { least: least * problem.horizon, most: most * problem.horizon };
  }));
  const each = (end: keyof Range): number => SEARCH_FACTOR * times.reduce((sum, time) => sum + time[end], 0);
  const evaluations = Math.min(
    budget.evaluations ?? Infinity,
    budget.steps === null ? Infinity : budget.steps / (SEARCH_FACTOR * once),
    budget.minutes === null ? Infinity : (60 * workers * budget.minutes) / mean([each("least"), each("most")]),
  );
  return {
    part: "search",
    trainings: Math.round(SEARCH_TRAININGS * tasks.search.length * evaluations),
    steps: Math.round(SEARCH_FACTOR * once * evaluations),
    seconds: { least: each("least") * evaluations, most: each("most") * evaluations },
  };
}

/** The problems of each stage of the funnel. */
function selectionProblems({ tasks, selection }: Configuration): Promise<readonly (readonly ProblemReference[])[]> {
  return Promise.all(selection.stages.map(({ size }) => atSize(tasks.selection, size)));
}

/** Programs that come to a stage of the funnel; behind the last one, to the comparison. */
function entrantsAt({ fitness, cells, stages }: Configuration["selection"], stage: number): number {
  return Math.min(fitness + cells, ...stages.slice(0, stage).map(({ keep }) => keep));
}

async function funnelWork(configuration: Configuration): Promise<readonly Work[]> {
  const { tasks, selection } = configuration;
  const { stages } = selection;
  const champions = outgrowsSearch(tasks, selection) ? MOST_CHAMPIONS : 0;
  const problems = await selectionProblems(configuration);
  return stages.flatMap(({ seeds, trials }, k) => {
    const programs = entrantsAt(selection, k) + (k === stages.length - 1 ? champions : 0);
    return (problems[k] ?? []).map((problem) => {
      // With data from files each is judged on the holdout too.
      const splits = problem.data === undefined ? 1 : 2;
      const trainings = programs * (splits * seeds + (trials === 1 ? 0 : trials));
      return { problem, trainings, steps: trainings * problem.horizon, barSteps: 0 };
    });
  });
}

/** All that the budget allows: as many trainings on each problem. */
function ablationWork(problems: readonly ProblemReference[], budget: number | null): readonly Work[] {
  const round = problems.reduce((sum, { horizon }) => sum + horizon, 0);
  const rounds = budget === null ? ABLATION_TRAININGS / problems.length : budget / round;
  return problems.map((problem) => ({
    problem, trainings: Math.round(rounds), steps: Math.round(rounds * problem.horizon), barSteps: 0,
  }));
}

/** The page's learning curves. */
function curveWork(problem: ProblemReference): Work {
  const steps = CURVE_SEEDS * problem.horizon;
  return { problem, trainings: CURVE_SEEDS * (1 + BAR_RULES.length), steps, barSteps: steps };
}

/** Programs in a comparison. */
function programWork(problem: ProblemReference, programs: number, selection: Configuration["selection"]): Work {
  const { trials, seeds } = selection;
  return {
    problem,
    trainings: programs * (tuningTrainings(trials) + seeds * SPEED_UP_HORIZONS.length),
    steps: programs * entrantSteps(problem, { isProgram: true }, effortOf(selection)),
    barSteps: 0,
  };
}

/** Programs in a comparison, and the bar. */
function contestWork(problem: ProblemReference, programs: number, selection: Configuration["selection"]): Work {
  const { trials, seeds } = selection;
  const effort = effortOf(selection);
  const known = knownBarSteps(problem, seeds) / BAR_RULES.length;
  const { trainings, steps } = programWork(problem, programs, selection);
  return {
    problem, steps,
    trainings: trainings + BAR_RULES.length * (tuningTrainings(trials) + seeds + known / problem.horizon),
    barSteps: entrantSteps(problem, { isProgram: false }, effort) + known,
  };
}

function effortOf({ trials, seeds }: Configuration["selection"]): ContestEffort {
  return { trials, seeds: seedsOf(SEEDS.comparison, seeds), split: "validation" };
}

/** Knows how long a step of a problem takes, with a cheap rule and with the dearest that candidates may be. */
class StepClock {
  readonly #executor: Executor;
  readonly #mayBeDear: boolean;
  readonly #known = new Map<string, Promise<Range>>();

  constructor(executor: Executor, mostCost: number) {
    this.#executor = executor;
    this.#mayBeDear = ruleCost(DEAREST) <= mostCost;
  }

  /** Seconds of a step of candidates. */
  async secondsOf(problem: ProblemReference): Promise<Range> {
    const { least, most } = await this.#timesOf(problem);
    return { least, most: this.#mayBeDear ? most : least };
  }

  /** Adds up the work of a part. */
  async partOf(part: ForecastPart["part"], works: readonly Work[]): Promise<ForecastPart> {
    const sum = { trainings: 0, steps: 0, least: 0, most: 0 };
    for (const { problem, trainings, steps, barSteps, referenceSteps = 0 } of works) {
      const [own, bar] = [await this.secondsOf(problem), await this.#timesOf(problem)];
      const barSeconds = barSteps * ((BAR_RULES.length - 1) * bar.least + bar.most) + referenceSteps * bar.least;
      sum.trainings += trainings;
      sum.steps += steps + BAR_RULES.length * barSteps + referenceSteps;
      sum.least += steps * own.least + barSeconds;
      sum.most += steps * own.most + barSeconds;
    }
    return { part, trainings: sum.trainings, steps: sum.steps, seconds: { least: sum.least, most: sum.most } };
  }

  /** Of the reference rule, and of the dearest rule of the bar. */
  #timesOf(problem: ProblemReference): Promise<Range> {
    const key = JSON.stringify(plain(problem));
    const known = this.#known.get(key) ?? this.#time(plain(problem));
    this.#known.set(key, known);
    return known;
  }

  async #time(problem: ProblemReference): Promise<Range> {
    const secondsWith = async (rule: BarRule): Promise<number> => {
      const request = underSetting(librarySubject(rule), { scale: 1, decay: 0, hyperparameters: {} });
      const task = { ...problem, horizon: Math.min(problem.horizon, TIMED_STEPS) };
      const outcomes = [];
      for (const seed of TUNING_SEEDS) outcomes.push(await this.#executor.submit({ index: 0, task, seed, ...request }));
      return (millisecondsPerStep(outcomes) ?? 0) / 1000;
    };
    const least = await secondsWith(REFERENCE_RULE);
    // Where a step takes next to nothing, the dearest is not always measured as the slower.
    return { least, most: Math.max(least, await secondsWith(DEAREST)) };
  }
}

/** The static cost of a rule of the library. */
function ruleCost(name: BarRule): number {
  const typed = check(parse((findRule(name) as LibraryRule).text));
  return staticCost(typed, liveness(typed.program));
}
