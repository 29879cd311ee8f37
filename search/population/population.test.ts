import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { type Member, Population } from "./population.js";
import { FAILED, STOPPED } from "./rank.js";

function member(index: number, rank = 0, origin = index): Member {
  return { index, origin, rank, statements: 8 };
}

function populationOf(capacity: number, ...members: readonly Member[]): Population {
  const population = new Population(capacity);
  for (const one of members) population.add(one);
  return population;
}

const ranks = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constant(STOPPED), fc.constant(FAILED));
/** What the candidates 0 to 4 came to. */
const outcomes = fc.array(ranks, { minLength: 5, maxLength: 5 });
/** Candidates that join one after the other, most of them repeats. */
const members = outcomes.chain((outcome) =>
  fc
    .array(fc.record({ origin: fc.nat(4), statements: fc.nat(3) }), { maxLength: 30, size: "max" })
    .map((all) => all.map((one, index): Member => ({ ...one, index, rank: outcome[one.origin] as number }))),
);
const capacities = fc.integer({ min: 1, max: 10 });

describe("a population", () => {
  it("holds the newest, the oldest first, and tells who had to leave", () => {
    fc.assert(
      fc.property(members, capacities, (all, capacity) => {
        const population = new Population(capacity);
        all.forEach((one, k) => {
          expect(population.add(one)).toEqual(all[k - capacity]);
          expect(population.members()).toEqual(all.slice(Math.max(0, k + 1 - capacity), k + 1));
        });
        expect(population.size).toBe(Math.min(all.length, capacity));
      }),
    );
  });

  it("loses its oldest however good that is", () => {
    const population = populationOf(2, member(0, 2), member(1, -1), member(2, FAILED));
    expect(population.best()).toEqual(member(1, -1));
  });

  it("gives another rank to a candidate and all that repeat it, and to none other", () => {
    fc.assert(
      fc.property(members, capacities, fc.nat(5), ranks, (all, capacity, origin, rank) => {
        const population = populationOf(capacity, ...all);
        const before = population.members();
        expect(population.update(origin, rank)).toBe(before.some((one) => one.origin === origin));
        expect(population.members()).toEqual(before.map((one) => (one.origin === origin ? { ...one, rank } : one)));
      }),
    );
  });

  it("knows an outcome until the last member that has it leaves, and takes the newest rank for all of them", () => {
    const population = populationOf(3, member(0, 1), member(1), member(2, 2, 0));
    expect(population.members()).toEqual([member(0, 2), member(1), member(2, 2, 0)]);
    population.add(member(3));
    population.add(member(4));
    expect(population.update(0, -1)).toBe(true);
    expect(population.members()).toEqual([member(2, -1, 0), member(3), member(4)]);
    population.add(member(5));
    expect(population.update(0, 2)).toBe(false);
    expect(population.members()).toEqual([member(3), member(4), member(5)]);
  });

  it("finds its best: the highest rank, then the fewest statements, then the oldest", () => {
    fc.assert(
      fc.property(members, capacities, (all, capacity) => {
        const population = populationOf(capacity, ...all);
        const ordered = [...population.members()].sort((a, b) =>
          a.rank === b.rank ? a.statements - b.statements : a.rank > b.rank ? -1 : 1,
        );
        expect(population.best()).toEqual(ordered[0]);
      }),
    );
  });

  it.each([0, -1, 1.5, NaN])("of %d members is refused", (capacity) => {
    expect(() => new Population(capacity)).toThrow(ContractError);
  });

  it("refuses a rank that is NaN", () => {
    expect(() => populationOf(1).add(member(0, NaN))).toThrow(ContractError);
    expect(() => populationOf(1, member(0)).update(0, NaN)).toThrow(ContractError);
  });
});

describe("a tournament", () => {
  test("is won by the first of the highest rank among as many draws as it has", () => {
    fc.assert(
      fc.property(members, capacities, fc.integer({ min: 1, max: 6 }), fc.nat(1000), (all, capacity, size, seed) => {
        fc.pre(all.length > 0);
        const population = populationOf(capacity, ...all);
        const stream = new RandomStream(seed, "tournament");
        const drawn = Array.from({ length: size }, () => stream.integer(population.size));
        // Any order of members will do, as long as it is the same: that of the ring.
        const ring = all.reduce<Member[]>((places, one, k) => {
          places[k % capacity] = one;
          return places;
        }, []);
        const best = Math.max(...drawn.map((at) => ring[at]?.rank ?? NaN));
        const expected = drawn.map((at) => ring[at]).find((one) => one?.rank === best);
        expect(population.tournament(new RandomStream(seed, "tournament"), size)).toEqual(expected);
      }),
    );
  });

  test("of one is a fair draw", () => {
    const population = populationOf(4, ...Array.from({ length: 7 }, (_, k) => member(k, k)));
    const stream = new RandomStream(1, "tournament");
    const counts = new Map<number, number>();
    for (let draws = 0; draws < 4000; draws++) {
      const { index } = population.tournament(stream, 1);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([3, 4, 5, 6]);
    // Four standard deviations are 110.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });

  test("among equals favours nobody", () => {
    const population = populationOf(2, member(0), member(1));
    const stream = new RandomStream(2, "tournament");
    let first = 0;
    for (let draws = 0; draws < 4000; draws++) if (population.tournament(stream, 3).index === 0) first++;
    expect(Math.abs(first - 2000)).toBeLessThan(130);
  });

  test("prefers the stopped to the failed, and the trained to both", () => {
    const population = populationOf(3, member(0, FAILED), member(1, STOPPED), member(2, -2));
    const stream = new RandomStream(3, "tournament");
    const wins = [0, 0, 0];
    for (let draws = 0; draws < 2700; draws++) {
      const { index } = population.tournament(stream, 2);
      wins[index] = (wins[index] ?? 0) + 1;
    }
    // Of nine pairs one, three and five.
    [300, 900, 1500].forEach((expected, k) => {
      expect(Math.abs((wins[k] ?? 0) - expected)).toBeLessThan(110);
    });
  });

  test("needs a member", () => {
    expect(() => populationOf(3).tournament(new RandomStream(1, "tournament"), 2)).toThrow(ContractError);
  });
});
