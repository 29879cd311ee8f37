import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { BAR_RULES } from "../../results/bar.js";
import type { CurvesReport, RuleCurve, TaskCurves } from "../../results/html/story.js";
import type { ConfiguredProblem } from "../configuration/configuration.js";
import type { Reference } from "../reference/reference.js";
import { requireProgram } from "../run/candidate.js";
import type { ReadRun } from "../run/read.js";
import { SEEDS, seedsOf } from "../seeds.js";
import { plain } from "../selection/problems.js";
import { librarySubject, subjectOf, underSetting } from "../subject.js";
import { Trainings } from "../trainings.js";

/** Seeds of a curve. */
export const CURVE_SEEDS = 8;

/** Points of a curve. */
const POINTS = 24;

/** Most tasks that curves are trained on: the first of a run. */
const TASKS = 3;

/** What every training of a curve is told beside its task and seed. */
type RuleRequest = Pick<TrainingRequest, "program" | "scale" | "decay" | "hyperparameters">;

/** Options of {@link trainCurves}. */
export interface CurveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after every training, how many have been made, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Trains a candidate as it is, and the rules of the bar as they were tuned for the run, on fresh seeds of the run's
 * first tasks, and takes validation losses on the way. A function of the run alone, so that an executor that remembers
 * outcomes resumes it.
 */
export async function trainCurves(
  run: ReadRun, index: number, executor: Executor, { signal, onProgress }: CurveOptions = {},
): Promise<CurvesReport> {
  const { configuration: { tasks: { search } }, references } = run.content;
  const problems = curveProblems(search);
  const seeds = seedsOf(SEEDS.looking, CURVE_SEEDS);
  const total = problems.length * (1 + BAR_RULES.length) * CURVE_SEEDS;
  let done = 0;
  const trainings = new Trainings(executor, () => onProgress?.(++done, total), signal);
  const candidate = subjectOf("candidate", check(parse(requireProgram(run.store, index).program)));
  const program = { name: `candidate ${index}`, role: "program", request: { program: candidate.text } } as const;
  try {
    const tasks = await Promise.all(problems.map((problem): Promise<TaskCurves> => {
      const reference = references[search.indexOf(problem)] as Reference;
      const bar = BAR_RULES.map((name) => ({
        name, role: "bar" as const, request: underSetting(librarySubject(name), reference.bar[name].setting),
      }));
      return curvesOn(trainings, problem, [program, ...bar], seeds);
    }));
    return { index, seeds, tasks };
  } catch (error) {
    trainings.stop();
    throw error;
  }
}

/** Those of a run's search tasks that curves are trained on. */
export function curveProblems(search: readonly ConfiguredProblem[]): readonly ConfiguredProblem[] {
  // Peers stand behind the tasks themselves, under the same names.
  return search.filter(({ name }, k) => search.findIndex((other) => other.name === name) === k).slice(0, TASKS);
}

async function curvesOn(
  trainings: Trainings, problem: ConfiguredProblem,
  rules: readonly (Pick<RuleCurve, "name" | "role"> & { readonly request: RuleRequest })[], seeds: readonly number[],
): Promise<TaskCurves> {
  const { name, family, size, horizon, batch } = problem;
  const task = plain(problem);
  const steps = pointsOf(horizon);
  const hurdles = steps.slice(0, -1).map((step) => ({ step, loss: Infinity }));
  const curves = rules.map(async ({ name: rule, role, request }): Promise<RuleCurve> => {
    const outcomes = seeds.map((seed) => trainings.train({ ...request, task, seed, hurdles }));
    const losses = (await Promise.all(outcomes)).map((outcome) => lossesOf(outcome, steps.length));
    return { name: rule, role, losses };
  });
  return { task: name, family, size, horizon, batch, steps, rules: await Promise.all(curves) };
}

/** After how many steps losses are taken: more often at the beginning, where they fall fast. */
function pointsOf(horizon: number): readonly number[] {
  const steps = Array.from({ length: POINTS }, (_, k) => {
    const part = (k + 1) / POINTS;
    return Math.max(1, Math.round(part * part * horizon));
  });
  return [...new Set(steps)];
}

/** The losses at the points; `null` from where a training failed. */
function lossesOf(outcome: Outcome, points: number): readonly (number | null)[] {
  const known = "hurdles" in outcome ? outcome.hurdles : [];
  const all = outcome.kind === "trained" ? [...known, outcome.loss] : known;
  return Array.from({ length: points }, (_, k) => all[k] ?? null);
}
