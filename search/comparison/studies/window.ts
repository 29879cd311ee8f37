import type { WindowRule } from "../../../results/comparison-report.js";
import { mean } from "../../../src/statistics.js";
import { exp2, log2 } from "../../../src/transcendental/index.js";
import { underSetting } from "../../subject.js";
import type { Contest, Entrant } from "../contest.js";
import { finite } from "../estimate.js";
import { lossOf } from "../training.js";
import type { StudyOptions, StudyPlan } from "./study.js";

/** Octaves between two learning rates, and from the tuned one to the farthest. */
const STEP = 0.5;
const FARTHEST = 4;

/** Fresh seeds that a learning rate is tried on: the first of the comparison's. */
const SEEDS = 4;

/** How far above the best loss the window reaches. */
const WITHIN = 1.05;

/** Learning rates as multiples of the tuned one. */
const FACTORS = Array.from({ length: 2 * (FARTHEST / STEP) + 1 }, (_, k) => exp2(STEP * k - FARTHEST));

/**
 * A study of how wide the window of learning rates is in which a rule comes within 5 % of its best loss: the scale is
 * varied by half octaves about the tuned one, all else kept.
 */
export function planWindow({ train, problem, contenders, effort }: StudyOptions): StudyPlan {
  const seeds = effort.seeds.slice(0, SEEDS);
  const windowOf = async ({ contender: { subject }, tuned }: Entrant): Promise<WindowRule> => {
    const { setting } = tuned.best;
    const losses = await Promise.all(FACTORS.map(async (factor) => {
      const request = underSetting(subject, { ...setting, scale: setting.scale * factor });
      const outcomes = seeds.map((seed) => train({ task: problem, seed, split: effort.split, ...request }));
      return mean((await Promise.all(outcomes)).map(lossOf));
    }));
    return { name: subject.name, ...widthOf(losses), losses: losses.map(finite) };
  };
  return {
    steps: contenders.length * FACTORS.length * seeds.length * problem.horizon,
    run: async ({ entrants }: Contest) => ({
      kind: "window", task: problem.name, seeds, factors: FACTORS, rules: await Promise.all(entrants.map(windowOf)),
    }),
  };
}

/**
 * The width in octaves of the learning rates about the best one that are good enough, its ends interpolated.
 *
 * @param losses - At learning rates half an octave apart, ascending; infinite where one failed.
 */
export function widthOf(losses: readonly number[]): Pick<WindowRule, "octaves" | "open"> {
  const best = losses.indexOf(Math.min(...losses));
  const least = losses[best] as number;
  // Five per cent of nothing, or of less, is no measure.
  if (!(least > 0 && least < Infinity)) return { octaves: null, open: false };
  const level = WITHIN * least;
  const reach = (direction: 1 | -1): { readonly places: number; readonly open: boolean } => {
    let at = best;
    while ((losses[at + direction] ?? Infinity) <= level) at += direction;
    const [inside, outside] = [losses[at] as number, losses[at + direction]];
    // Beyond the last one tried, and up to one that failed, nothing is known.
    const part = outside === undefined || outside === Infinity ? 0 : log2(level / inside) / log2(outside / inside);
    return { places: Math.abs(at - best) + part, open: outside === undefined };
  };
  const [below, above] = [reach(-1), reach(1)];
  return { octaves: STEP * (below.places + above.places), open: below.open || above.open };
}
