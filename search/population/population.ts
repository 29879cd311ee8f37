import { ContractError } from "../../src/errors.js";
import type { RandomStream } from "../../src/random.js";
import type { Rank } from "./rank.js";

/** A candidate in a population. */
export interface Member {
  /** Its place in the log. */
  readonly index: number;
  /** Whose outcome it has: that of the earlier candidate that it repeats, or its own, `index`. */
  readonly origin: number;
  readonly rank: Rank;
  /** Statements of its program. */
  readonly statements: number;
}

/** What all members of one origin share. */
interface Outcome {
  rank: Rank;
  /** How many members have it. */
  members: number;
}

/** A place in the ring. */
interface Place {
  readonly index: number;
  readonly origin: number;
  readonly statements: number;
  readonly outcome: Outcome;
}

/**
 * The population of regularized evolution (Real et al. 2019, arXiv 1802.01548): the newest candidates, in a
 * ring. Who joins a full one takes the place of the oldest, however good that is. An island is a population.
 * To add, to update and a draw of a tournament take constant time.
 */
export class Population {
  readonly capacity: number;
  readonly #ring: Place[] = [];
  /** By origin. */
  readonly #outcomes = new Map<number, Outcome>();
  /** Where the oldest stands once the ring is full. */
  #oldest = 0;

  /**
   * @param capacity - How many members it holds at most: 1 or more.
   * @throws {@link ContractError} where it is no such number.
   */
  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new ContractError(`A population holds 1 member or more, got ${capacity}.`);
    }
    this.capacity = capacity;
  }

  /** How many members there are, a migrant counted as often as it came. */
  get size(): number {
    return this.#ring.length;
  }

  /**
   * Lets a candidate join as the newest member. Its rank becomes that of all members of its origin.
   *
   * @returns The oldest member, where it had to leave.
   * @throws {@link ContractError} where its rank is NaN.
   */
  add({ index, origin, rank, statements }: Member): Member | undefined {
    checkRank(rank);
    const outcome = this.#outcomes.get(origin) ?? { rank, members: 0 };
    outcome.rank = rank;
    outcome.members++;
    this.#outcomes.set(origin, outcome);
    const place = { index, origin, statements, outcome };
    if (this.size < this.capacity) {
      this.#ring.push(place);
      return undefined;
    }
    const oldest = this.#ring[this.#oldest] as Place;
    if (--oldest.outcome.members === 0) this.#outcomes.delete(oldest.origin);
    this.#ring[this.#oldest] = place;
    this.#oldest = (this.#oldest + 1) % this.capacity;
    return memberAt(oldest);
  }

  /**
   * The best of some members that are drawn with replacement. Of equals the one drawn first, so each is equally
   * likely: to favour the old would hold up neutral steps, on which the search lives, to favour the young would
   * hurry them.
   *
   * @param size - How many are drawn: 1 or more.
   * @throws {@link ContractError} where there are no members.
   */
  tournament(stream: RandomStream, size: number): Member {
    let best = stream.pick(this.#ring);
    for (let draws = 1; draws < size; draws++) {
      const place = stream.pick(this.#ring);
      if (place.outcome.rank > best.outcome.rank) best = place;
    }
    return memberAt(best);
  }

  /**
   * Gives another rank to a candidate and to all that repeat it; does nothing where none of them is a member.
   *
   * @returns Whether one of them is.
   * @throws {@link ContractError} where the rank is NaN.
   */
  update(origin: number, rank: Rank): boolean {
    checkRank(rank);
    const outcome = this.#outcomes.get(origin);
    if (outcome !== undefined) outcome.rank = rank;
    return outcome !== undefined;
  }

  /**
   * The member of the highest rank, of equals the one with the fewest statements, then the oldest; `undefined`
   * where there is none. Takes time in the capacity.
   */
  best(): Member | undefined {
    return this.members().reduce<Member | undefined>((best, member) => {
      if (best === undefined) return member;
      const ahead = member.rank > best.rank || (member.rank === best.rank && member.statements < best.statements);
      return ahead ? member : best;
    }, undefined);
  }

  /** All members, the oldest first. */
  members(): readonly Member[] {
    return [...this.#ring.slice(this.#oldest), ...this.#ring.slice(0, this.#oldest)].map(memberAt);
  }
}

function memberAt({ index, origin, statements, outcome }: Place): Member {
  return { index, origin, rank: outcome.rank, statements };
}

function checkRank(rank: Rank): void {
  if (Number.isNaN(rank)) throw new ContractError("A rank in a population is a number, got NaN.");
}
