import { expect, test } from "vitest";
import { migrate } from "./migration.js";
import { type Member, Population } from "./population.js";

function island(...members: readonly (readonly [index: number, rank: number])[]): Population {
  const population = new Population(3);
  for (const [index, rank] of members) population.add({ index, origin: index, rank, statements: 5 });
  return population;
}

function indices(population: Population): readonly number[] {
  return population.members().map(({ index }: Member) => index);
}

test("the best of each island joins the next as its newest, round in a ring, and stays at home too", () => {
  const islands = [island([0, 1], [1, 0]), island([2, -1], [3, 0.5]), island([4, 0])];
  migrate(islands);
  expect(islands.map(indices)).toEqual([[0, 1, 4], [2, 3, 0], [4, 3]]);
});

test("a full island loses its oldest to the one that comes, after its own best was chosen", () => {
  const islands = [island([0, 2], [1, 0], [2, 0]), island([3, 1], [4, 0], [5, 0])];
  migrate(islands);
  expect(islands.map(indices)).toEqual([[1, 2, 3], [4, 5, 0]]);
});

test("nobody leaves an empty island, or one that is alone", () => {
  const islands = [island(), island([0, 1])];
  migrate(islands);
  expect(islands.map(indices)).toEqual([[0], [0]]);
  const alone = island([0, 1]);
  migrate([alone]);
  expect(indices(alone)).toEqual([0]);
});
