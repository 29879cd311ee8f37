import type { EntryStatus } from "../../results/store/entry.js";
import { ContractError } from "../../src/errors.js";

/**
 * How a candidate compares with others in a population: a number, higher is better, never NaN. That of one that
 * was trained to the end is its fitness.
 */
export type Rank = number;

/** The rank of all that were stopped at a hurdle: below every fitness, above {@link FAILED}. */
export const STOPPED: Rank = -Number.MAX_VALUE;

/** The rank of what failed, or took its worker with it. */
export const FAILED: Rank = -Infinity;

/**
 * The rank of a candidate.
 *
 * @param fitness - Of one that was trained to the end; otherwise not looked at.
 * @throws {@link ContractError} where one that was trained has no finite fitness.
 */
export function rankOf(status: EntryStatus, fitness: number | null): Rank {
  switch (status) {
    case "trained":
      if (fitness === null || !(fitness > STOPPED && fitness < Infinity)) {
        throw new ContractError(`A candidate that was trained has a finite fitness, got ${fitness}.`);
      }
      return fitness;
    case "stopped":
      return STOPPED;
    case "failed":
    case "fault":
      return FAILED;
  }
}
