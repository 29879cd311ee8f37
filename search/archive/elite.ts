import type { Measures } from "../../dsl/probe/probe.js";
import { ContractError } from "../../src/errors.js";

/** A candidate that holds a cell of the archive, or may come to. */
export interface Elite {
  /** The candidate's place in the log. */
  readonly index: number;
  /** Estimate of its mean score. */
  readonly fitness: number;
  /** Half the width of the 95 % interval of `fitness`; `Infinity` where nothing is known of it. */
  readonly error: number;
  /** Statements of its program. */
  readonly statements: number;
  readonly measures: Measures;
  /** The island that it comes from, from 0. */
  readonly island?: number;
}

/** An estimate of a fitness, with its 95 % interval. */
export type FitnessEstimate = Pick<Elite, "fitness" | "error">;

/** The lower end of the interval. */
export function lowerBound({ fitness, error }: FitnessEstimate): number {
  return fitness - error;
}

/** The upper end of the interval. */
export function upperBound({ fitness, error }: FitnessEstimate): number {
  return fitness + error;
}

/**
 * Refuses an estimate that nothing can be compared with.
 *
 * @throws {@link ContractError} where the fitness is not finite, or the error negative or not a number.
 */
export function checkEstimate({ fitness, error }: FitnessEstimate): void {
  if (!Number.isFinite(fitness) || !(error >= 0)) {
    throw new ContractError(`An elite has a finite fitness and an error of 0 or more, got ${fitness} ± ${error}.`);
  }
}

/**
 * An order in which the surely better comes first: by the lower bound, then as {@link byFitness}. Like the
 * other two it is total on candidates of different indices.
 */
export function bySureness(a: Elite, b: Elite): number {
  return compare(lowerBound(b), lowerBound(a)) || byFitness(a, b);
}

/** An order in which the fitter comes first: by fitness, then fewer statements, then lower index. */
export function byFitness(a: Elite, b: Elite): number {
  return compare(b.fitness, a.fitness) || a.statements - b.statements || a.index - b.index;
}

/** An order in which the simpler comes first: by fewer statements, then fitness, then lower index. */
export function bySimplicity(a: Elite, b: Elite): number {
  return a.statements - b.statements || byFitness(a, b);
}

/** The candidate that an order puts first, of one or more. */
export function first(candidates: readonly Elite[], order: (a: Elite, b: Elite) => number): Elite {
  return candidates.reduce((before, candidate) => (order(candidate, before) < 0 ? candidate : before));
}

/** Not a difference: that of two infinities is NaN. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
