import { describe, expect, it } from "vitest";
import type { Member } from "../population/population.js";
import { FAILED } from "../population/rank.js";
import { type RestartKind, Islands } from "./islands.js";

function member(index: number, rank = 0): Member {
  return { index, origin: index, rank, statements: 1 };
}

/** Two islands of three members that exchange their best every ten entries and wait for four. */
function islands(restartPoints: (kind: RestartKind) => readonly Member[] = () => [member(0)]): Islands {
  const population = { size: 3, tournament: 2, fill: false, islands: 2, migrateEvery: 10, archiveParents: 0 };
  return new Islands({ population, restart: { patience: 4 } }, restartPoints);
}

function indices(of: Islands, island: number): readonly number[] {
  return of.population(island).members().map(({ index }) => index);
}

describe("islands", () => {
  it("keep their candidates apart, starting programs everywhere", () => {
    const both = islands();
    both.joinAll(member(0));
    both.join(member(1), 0);
    both.join(member(2), 1);
    expect(indices(both, 0)).toEqual([0, 1]);
    expect(indices(both, 1)).toEqual([0, 2]);
  });

  it("begin full of copies where that is asked for, which leave one by one", () => {
    const both = islands();
    both.joinAll(member(0), 3);
    both.join(member(1), 0);
    expect(indices(both, 0)).toEqual([0, 0, 1]);
    expect(indices(both, 1)).toEqual([0, 0, 0]);
    both.update(0, 0.5);
    expect(both.population(0).members().map(({ rank }) => rank)).toEqual([0.5, 0.5, 0]);
  });

  it("exchange their best where so many entries are due for it", () => {
    const both = islands();
    both.join(member(1, 0.5), 0);
    both.join(member(2, 0.2), 1);
    both.migrate(9);
    expect(indices(both, 1)).toEqual([2]);
    both.migrate(10);
    expect(indices(both, 0)).toEqual([1, 2]);
    expect(indices(both, 1)).toEqual([2, 1]);
  });

  it("begin anew one by one where nothing better came up for so long, from each source in turn", () => {
    const kinds: RestartKind[] = [];
    const both = islands((kind) => {
      kinds.push(kind);
      return [member(100 + kinds.length, 0.3)];
    });
    both.join(member(0, 0.1), 1);
    for (let k = 1; k <= 13; k++) both.join(member(k, 0.1), 0);
    // The first is better than nothing; four that are not better follow, then four after each restart.
    expect(kinds).toEqual(["best", "library", "elite"]);
    expect(indices(both, 0)).toEqual([103]);
    expect(indices(both, 1)).toEqual([0]);
  });

  it("do not begin anew while better ones come up", () => {
    const both = islands(() => { throw new Error("restarted"); });
    for (let k = 0; k < 40; k++) both.join(member(k, Math.floor(k / 3)), 0);
    expect(indices(both, 0)).toEqual([37, 38, 39]);
  });

  it("change the rank of a candidate and of its repeats everywhere", () => {
    const both = islands();
    both.joinAll(member(0, 1));
    both.join({ ...member(5, 1), origin: 0 }, 1);
    both.update(0, FAILED);
    expect(both.population(0).members().map(({ rank }) => rank)).toEqual([FAILED]);
    expect(both.population(1).members().map(({ rank }) => rank)).toEqual([FAILED, FAILED]);
  });
});
