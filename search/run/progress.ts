import type { BestReport, Gain, RunProgress } from "../../results/run-progress.js";
import type { Entry } from "../../results/store/entry.js";
import { mean } from "../../src/statistics.js";
import type { Configuration } from "../configuration/configuration.js";
import { HALF_95 } from "../evolution/estimate.js";
import type { Ceiling } from "../evolution/prepare.js";
import type { DeviceChange } from "./device.js";
import { type RunKnowledge, judge } from "./judge.js";

/** What a run knows of the best; `null` before a starting program was trained. */
export function bestReport(knowledge: RunKnowledge): BestReport | null {
  const { state: { best, bestStart } } = knowledge;
  if (best === undefined) return null;
  const { index } = best;
  const own = judge(index, knowledge);
  if (own === undefined) return null;
  const before = bestStart === undefined || bestStart === index ? undefined : judge(bestStart, knowledge);
  return {
    index,
    score: own.mean,
    error: own.error,
    seeds: own.seeds,
    confirmed: own.confirmed,
    overStart: before === undefined ? null : differenceOf(own, before),
    overBar: differenceOf(own, barOf(knowledge)),
  };
}

/** The mean over problems of the best rule of the bar on each, and what its seeds leave open. */
function barOf({ problems, content: { references } }: RunKnowledge): Gain {
  const squares = problems.reduce((sum, { scorer, bar }, k) => {
    const deviation = scorer.deviation(bar);
    return sum + (deviation * deviation) / (references[k]?.effort.seeds ?? 1);
  }, 0);
  return { mean: mean(problems.map(({ bar }) => bar)), error: (HALF_95 * Math.sqrt(squares)) / problems.length };
}

/** Errors add up in squares, as of seeds that have nothing to do with each other. */
function differenceOf(a: Gain, b: Gain): Gain {
  return { mean: a.mean - b.mean, error: Math.sqrt(a.error * a.error + b.error * b.error) };
}

/** What happens while a search runs. */
export type SearchEvent =
  | {
      /** A problem's reference is measured, since it is not known: how many steps are done, of how many. */
      readonly kind: "reference";
      readonly task: string;
      readonly steps: number;
      readonly total: number;
    }
  /** A task of the search on which nothing can be above the bar. */
  | ({ readonly kind: "atCeiling" } & Ceiling)
  /** It goes on with another device than before. */
  | ({ readonly kind: "otherDevice" } & DeviceChange)
  | {
      /** The log was taken in, and the search goes on behind it. */
      readonly kind: "begun";
      readonly folder: string;
      readonly entries: number;
      readonly budget: Configuration["budget"];
      readonly workers: number;
      readonly progress: RunProgress;
    }
  | {
      readonly kind: "committed";
      readonly entries: readonly Entry[];
      /** Where the run stands now. Made when it is asked for, since entries come fast. */
      readonly progress: () => RunProgress;
    }
  | {
      /** A new best. */
      readonly kind: "best";
      readonly best: BestReport;
    }
  | {
      /** It ended, by its budget, before all of its starting programs were tried: so many were, of how many. */
      readonly kind: "endedEarly";
      readonly tried: number;
      readonly programs: number;
    }
  | {
      /** A worker was lost, with the entry that it trained. */
      readonly kind: "lost";
      readonly index: number;
      readonly reason: string;
    }
  | {
      /** The executor has fewer lanes from now on, for a task or for all. */
      readonly kind: "fewerLanes";
      readonly lanes: number;
      readonly reason: string;
    };
