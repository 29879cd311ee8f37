import type { ProblemReference } from "../proxies/problem/problem.js";

/** How much longer a peer trains. */
const LONGER = 4;

/** How many times fewer examples a step of a peer has. */
const FEWER = 8;

/**
 * The same task under other circumstances: four times the horizon and an eighth of the batch, so that a search
 * that sees both favours no one horizon and no one noise of the gradient. Its trainings cost about as much.
 */
export function peerOf(problem: ProblemReference): ProblemReference {
  return { ...problem, horizon: LONGER * problem.horizon, batch: Math.max(1, Math.round(problem.batch / FEWER)) };
}
