import type { Population } from "./population.js";

/**
 * Copies the best of every island into the next, of the last into the first: each joins as a newest member, and
 * stays where it was too. All are chosen before any moves, so none gets further than one island at a time.
 */
export function migrate(islands: readonly Population[]): void {
  if (islands.length < 2) return;
  const travellers = islands.map((island) => island.best());
  travellers.forEach((traveller, k) => {
    if (traveller !== undefined) islands[(k + 1) % islands.length]?.add(traveller);
  });
}
