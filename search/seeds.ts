import { ContractError } from "../src/errors.js";

/** Seeds from one to another, both included. */
export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What seeds are for. No two purposes share a seed, so that what was chosen on some is judged on others. Files of runs,
 * references and ledgers rely on these numbers: a range may become longer, and never moves.
 */
export const SEEDS = {
  /** Fitness and its confirmations, references, the pairs of an ablation, the validation of a task. */
  scoring: { first: 1, last: 1000 },
  /** What tuning tries: more than one, or what just does not blow up on it would be taken for good. */
  tuning: { first: 1001, last: 1002 },
  /** What tuning has chosen: whether it trains on these too and, in an ablation, at which scale it does best. */
  settling: { first: 1003, last: 2000 },
  /** A candidate challenges the best of a search, each time on seeds that nobody has seen. */
  challenges: { first: 2001, last: 400_000 },
  /** The stages of a selection. */
  selection: { first: 400_001, last: 500_000 },
  /** Comparisons with the bar: verdicts are passed on these. */
  comparison: { first: 500_001, last: 900_000 },
  /** What nothing is chosen by: learning curves, and the judgements of benchmarks. */
  looking: { first: 900_001, last: 1_000_000 },
  /** The challenges of a search that has used up those above. */
  furtherChallenges: { first: 1_000_001, last: 100_000_000 },
} as const satisfies Readonly<Record<string, SeedRange>>;

/** Most seeds that are scored. */
export const MOST_SEEDS = lengthOf(SEEDS.scoring);

/** Seeds that tuning sees, and no score does. */
export const TUNING_SEEDS: readonly number[] = seedsOf(SEEDS.tuning, lengthOf(SEEDS.tuning));

/**
 * Seeds that the setting which tuning chooses must train on too. The best of many on two seeds tends to be one that
 * hardly trains: plain SGD's, of 64 trials, blows up on every other seed of some tasks.
 */
export const CHECK_SEEDS: readonly number[] = seedsOf(SEEDS.settling, 6);

/**
 * Some seeds of a range, one after the other.
 *
 * @param skip - How many come before them. @default 0
 * @throws {@link ContractError} where the range has not so many.
 */
export function seedsOf(range: SeedRange, count: number, skip = 0): readonly number[] {
  const first = range.first + skip;
  if (first + count - 1 > range.last) {
    throw new ContractError(`Seeds ${first} to ${first + count - 1} are not all in ${range.first} to ${range.last}.`);
  }
  return Array.from({ length: count }, (_, k) => first + k);
}

/**
 * The seeds of a challenge, of which no other challenge of the same search has any.
 *
 * @param challenge - Its number, from 0.
 * @param count - How many seeds each challenge of the search has.
 * @returns `undefined` where all are used up: after 49,750 challenges of eight seeds, and 12 million more.
 */
export function challengeSeeds(challenge: number, count: number): readonly number[] | undefined {
  let left = challenge;
  for (const range of [SEEDS.challenges, SEEDS.furtherChallenges]) {
    const room = Math.floor(lengthOf(range) / count);
    if (left < room) return seedsOf(range, count, count * left);
    left -= room;
  }
  return undefined;
}

function lengthOf({ first, last }: SeedRange): number {
  return last - first + 1;
}
