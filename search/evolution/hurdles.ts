import type { Entry } from "../../results/store/entry.js";
import type { Configuration } from "../configuration/configuration.js";
import { QuantileWindow } from "../population/window.js";
import type { PlannedTraining } from "./plan.js";
import type { ScoredProblem } from "./problem.js";

/** A place in the trainings of a problem where bad ones are stopped. */
interface Place {
  readonly step: number;
  /** The share that passes, counted from the first hurdle. */
  readonly share: number;
  /** The losses there. */
  readonly window: QuantileWindow;
}

/**
 * The hurdles of a run. A candidate meets them on the problem that it trains on first, which goes round with the
 * candidates' indices: were they met on every problem, hardly any would be left, and on the same one for all,
 * that one would decide. At hurdle k passes what is among the best `keep`^k of the latest distinct candidates
 * that began with the problem; those stopped before it count as the worst.
 */
export class Hurdles {
  /** By problem, then by hurdle. */
  readonly #places: readonly (readonly Place[])[];

  constructor({ at, keep, window }: Configuration["hurdles"], problems: readonly ScoredProblem[]) {
    this.#places = problems.map(({ problem: { horizon } }) => {
      let share = 1;
      return stepsOf(at, horizon).map((step) => ({ step, share: (share *= keep), window: new QuantileWindow(window) }));
    });
  }

  /** The hurdles on a problem as they stand: until enough is known to compare with, they only look. */
  of(problem: number): PlannedTraining["hurdles"] {
    const places = this.#places[problem] ?? [];
    return places.map(({ step, share, window }) => ({ step, loss: window.quantile(share) ?? Infinity }));
  }

  /** Takes in a distinct candidate that was trained. */
  add({ trainings }: Pick<Entry, "trainings">): void {
    const [first] = trainings;
    if (first === undefined) return;
    this.#places[first.problem]?.forEach(({ window }, k) => { window.add(first.hurdles[k] ?? Infinity); });
  }
}

/** The steps of hurdles at shares of a horizon; one of a few steps may have no room for all of them. */
function stepsOf(shares: readonly number[], horizon: number): readonly number[] {
  const steps = shares.map((share) => Math.min(horizon - 1, Math.max(1, Math.round(share * horizon))));
  return [...new Set(steps)].filter((step) => step >= 1);
}
