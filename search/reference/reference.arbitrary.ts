import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Reference } from "./reference.js";

/** A reference whose loss falls by 0.2 with each doubling of the horizon, and varies by 0.02. */
export function referenceOf({ name, size, horizon, batch }: ProblemReference): Reference {
  const curve = [-2, -1, 0, 1, 2].map((octave) => ({
    horizon: horizon * 2 ** octave, setting: { scale: 1, decay: 0, hyperparameters: {} }, loss: 1 - 0.2 * octave,
    deviation: 0.02, edges: [],
  }));
  const own = curve[2] as (typeof curve)[number];
  return {
    task: name, size, horizon, batch, fingerprint: "",
    effort: { trials: 1, tuningSeeds: 1, seeds: 8, horizons: [0.25, 0.5, 1, 2, 4] },
    curve,
    bar: { adamw: own, nadamw: own, lion: { ...own, loss: 0.95 }, nesterov: own, muon: own },
  };
}
