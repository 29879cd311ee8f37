import type { RunCounts } from "../../results/run-counts.js";
import { type Pace, evaluationsOf } from "../../results/run-progress.js";
import type { Configuration } from "../../search/configuration/configuration.js";

/** Seconds that a pace is the mean of. */
const WINDOW = 30;

/** What was counted at a time. */
interface Sample {
  /** In seconds. */
  readonly time: number;
  readonly generated: number;
  readonly trained: number;
  readonly steps: number;
}

/** Measures how fast a run goes, and tells how long it has still to go. */
export class PaceMeter {
  readonly #budget: Configuration["budget"];
  readonly #start: number;
  readonly #samples: Sample[];

  /**
   * @param counts - As the search begins, or goes on.
   * @param time - When that is, in seconds.
   */
  constructor(budget: Configuration["budget"], counts: RunCounts, time: number) {
    this.#budget = budget;
    this.#start = time;
    this.#samples = [sampleOf(counts, time)];
  }

  /** Takes in what is counted now: the pace of the last half minute. */
  measure(counts: RunCounts, time: number): Pace {
    const now = sampleOf(counts, time);
    this.#samples.push(now);
    while ((this.#samples[1] as Sample).time < time - WINDOW) this.#samples.shift();
    const first = this.#samples[0] as Sample;
    const elapsed = time - first.time;
    const perSecond = (key: "generated" | "trained" | "steps"): number =>
      elapsed > 0 ? (now[key] - first[key]) / elapsed : 0;
    const left = [
      ...this.#until(this.#budget.evaluations, now.trained, perSecond("trained")),
      ...this.#until(this.#budget.steps, now.steps, perSecond("steps")),
      ...(this.#budget.minutes === null ? [] : [Math.max(0, this.#start + 60 * this.#budget.minutes - time)]),
    ];
    return {
      generated: perSecond("generated"),
      trained: perSecond("trained"),
      left: left.length === 0 ? null : Math.min(...left),
    };
  }

  /** Seconds until a limit is reached; none where that cannot be told. */
  #until(limit: number | null, done: number, perSecond: number): readonly number[] {
    return limit === null || perSecond === 0 ? [] : [Math.max(0, limit - done) / perSecond];
  }
}

function sampleOf(counts: RunCounts, time: number): Sample {
  return { time, generated: counts.candidates, trained: evaluationsOf(counts), steps: counts.steps };
}
