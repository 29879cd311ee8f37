import { type ProblemReference, loadProblem } from "../../../proxies/problem/problem.js";
import { SIZES, type TaskDefinition } from "../../../proxies/problem/task.js";
import type { PointStudy, StudyPoint } from "../../../results/comparison-report.js";
import { knownReference } from "../../reference/find.js";
import type { Reference } from "../../reference/reference.js";
import { type Contest, type ContestEffort, contestSteps, holdContest } from "../contest.js";
import { estimate } from "../estimate.js";
import { matchOf, reportMatch } from "../judge.js";
import { scoreOver } from "./score.js";
import type { StudyOptions, StudyPlan } from "./study.js";

/** Horizons, as multiples of the task's own. */
const HORIZONS = [1, 4, 16] as const;

/** Tuning trials. */
const TRIALS = [1, 5, 20] as const;

/** Examples of a step. */
const BATCHES = [16, 64, 256, 1024] as const;

/** Fewest steps of a point: of one step there is no shorter horizon to compare with. */
const LEAST_HORIZON = 2;

/** Steps of a training, and examples of a step. */
type Length = Pick<ProblemReference, "horizon" | "batch">;

/** A comparison under other circumstances: where it lies, and what differs. */
interface Point {
  readonly at: number;
  readonly problem: ProblemReference;
  readonly trials: number;
}

/**
 * A study that compares again under other circumstances, as the task itself was compared: every rule tuned anew with
 * as many trials, then trained on the same seeds. Where another problem is trained, each rule's tuning begins from its
 * own setting on the task. A point that is the task itself is not trained again. Unless it is the size that varies, the
 * bar is tuned as the programs are and no more: what is known of it was found in more trials, and for the task
 * alone, so that it would count at one point and not at the others.
 *
 * Against the size each size is trained for its own steps with its own batch; of a problem that has others than its
 * size's, for as many times its own steps, with the problem's batch.
 *
 * Against the horizon each point has its score too, for which its reference is measured where it is not known; at other
 * points only where it is known.
 */
export async function planPoints(kind: PointStudy["kind"], options: StudyOptions): Promise<StudyPlan> {
  const { train, problem, contenders, effort } = options;
  const points = await pointsOf(kind, options);
  const alike = kind !== "sizes";
  const known = alike ? [] : await Promise.all(points.map((point) => knownReference(point.problem)));
  const effortAt = ({ trials }: Point, k: number): ContestEffort =>
    ({ ...effort, trials, barHorizons: false, reference: known[k] });
  const steps = points.reduce((sum, point, k) =>
    sum + (isTaskItself(point, options) ? 0 : contestSteps(point.problem, contenders, effortAt(point, k))), 0);
  const references = await referencesOf(kind, points, options);
  return {
    steps,
    run: async (own) => {
      const settings = new Map(own.entrants.map(({ contender, tuned }) => [contender, tuned.best.setting]));
      const contests = await Promise.all(points.map(async (point, k) => {
        if (isTaskItself(point, options)) return alike ? { ...own, known: null } : own;
        return await holdContest(train, point.problem, contenders, effortAt(point, k), (contender) =>
          kind === "trials" ? undefined : settings.get(contender));
      }));
      return {
        kind, task: problem.name, split: effort.split,
        points: points.map((point, k) => reportPoint(point, contests[k] as Contest, references[k])),
      };
    },
  };
}

async function pointsOf(
  kind: PointStudy["kind"], { problem, effort: { trials } }: StudyOptions,
): Promise<readonly Point[]> {
  switch (kind) {
    case "horizons":
      return HORIZONS.map((at) => ({ at, problem: { ...problem, horizon: at * problem.horizon }, trials }));
    case "trials":
      return TRIALS.map((at) => ({ at, problem, trials: at }));
    case "batch":
      return BATCHES.map((at) => ({ at, problem: { ...problem, batch: at }, trials }));
    case "sizes": {
      const { task } = await loadProblem(problem);
      return SIZES.flatMap((size) => {
        const definition = task.sizes[size];
        if (definition === undefined) return [];
        if (size === problem.size) return [{ at: size, problem, trials }];
        return [{ at: size, problem: { ...problem, size, ...lengthAt(definition, problem, task) }, trials }];
      });
    }
  }
}

/** The steps and the batch of another size: were one size alone cut short, speed-ups would not compare. */
function lengthAt(
  { horizon, batch }: Length, problem: ProblemReference, { sizes }: Pick<TaskDefinition, "sizes">,
): Length {
  const own: Length = sizes[problem.size] ?? problem;
  return {
    horizon: Math.max(LEAST_HORIZON, Math.round((problem.horizon / own.horizon) * horizon)),
    batch: problem.batch === own.batch ? batch : problem.batch,
  };
}

/** The reference of each point, as far as it is known or asked for. */
async function referencesOf(
  kind: PointStudy["kind"], points: readonly Point[], { effort: { split }, referenceOf }: StudyOptions,
): Promise<readonly (Reference | undefined)[]> {
  // References are of losses on validation data.
  if (split !== "validation") return [];
  const references: (Reference | undefined)[] = [];
  for (const { problem } of points) {
    references.push(await (kind === "horizons" ? referenceOf(problem) : knownReference(problem)));
  }
  return references;
}

function isTaskItself(point: Point, { problem, effort }: StudyOptions): boolean {
  return point.trials === effort.trials && point.problem.size === problem.size &&
    point.problem.horizon === problem.horizon && point.problem.batch === problem.batch;
}

function reportPoint({ at, problem, trials }: Point, contest: Contest, reference: Reference | undefined): StudyPoint {
  const { size, horizon, batch } = problem;
  const programs = contest.entrants.filter(({ contender }) => contender.isProgram);
  return {
    at, size, horizon, batch, trials,
    programs: programs.map((entrant) => {
      const match = matchOf(contest, entrant);
      const { bar, known = false, speedUp } = reportMatch(match, match.advantage?.difference.p ?? 1);
      return {
        name: entrant.contender.subject.name, bar, known, speedUp,
        score: reference === undefined ? null : scoreOver(reference, entrant.losses),
        loss: estimate(entrant.losses), barLoss: estimate(match.bar.losses),
      };
    }),
  };
}
