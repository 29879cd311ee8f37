import type { Configuration } from "../configuration/configuration.js";
import { migrate } from "../population/migration.js";
import { type Member, Population } from "../population/population.js";
import { FAILED, type Rank } from "../population/rank.js";

/** What a restarted island begins with, in turn. */
const RESTARTS = ["best", "library", "elite"] as const;

/** What an island may begin anew with: the best of all, the starting programs, or a random elite. */
export type RestartKind = (typeof RESTARTS)[number];

/** An island: its population, and since when nothing better came up. */
interface Island {
  population: Population;
  best: Rank;
  /** Entries of the island since its best became better. */
  stale: number;
  restarts: number;
}

/** The islands of a search: populations side by side that exchange their best, each restarted on a plateau. */
export class Islands {
  readonly #islands: readonly Island[];
  readonly #capacity: number;
  readonly #migrateEvery: number;
  readonly #patience: number;
  readonly #restartPoints: (kind: RestartKind) => readonly Member[];

  /**
   * @param restartPoints - The members that an island begins anew with.
   */
  constructor(
    configuration: Pick<Configuration, "population" | "restart">,
    restartPoints: (kind: RestartKind) => readonly Member[],
  ) {
    const { population, restart } = configuration;
    this.#capacity = population.size;
    this.#migrateEvery = population.migrateEvery;
    this.#patience = restart.patience ?? Infinity;
    this.#restartPoints = restartPoints;
    this.#islands = Array.from({ length: population.islands }, () => ({
      population: new Population(population.size), best: FAILED, stale: 0, restarts: 0,
    }));
  }

  /** The population of an island. */
  population(island: number): Population {
    return (this.#islands[island] as Island).population;
  }

  /** Takes a candidate into an island, and restarts the island where it was long since anything better came up. */
  join(member: Member, island: number): void {
    const home = this.#islands[island] as Island;
    home.population.add(member);
    home.stale++;
    if (member.rank > home.best) {
      home.best = member.rank;
      home.stale = 0;
    }
    if (home.stale >= this.#patience) this.#restart(home);
  }

  /**
   * Takes a starting program into every island.
   *
   * @param copies - How many members of each it becomes. @default 1
   */
  joinAll(member: Member, copies = 1): void {
    this.#islands.forEach(({ population }, island) => {
      for (let copy = 1; copy < copies; copy++) population.add(member);
      this.join(member, island);
    });
  }

  /** Gives a candidate another rank, wherever it and what repeats it stand. */
  update(origin: number, rank: Rank): void {
    for (const { population } of this.#islands) population.update(origin, rank);
  }

  /** Lets the best of each island travel to the next, where so many entries of the log are due for it. */
  migrate(entries: number): void {
    if (this.#migrateEvery === 0 || entries % this.#migrateEvery !== 0) return;
    migrate(this.#islands.map(({ population }) => population));
  }

  #restart(island: Island): void {
    island.population = new Population(this.#capacity);
    island.best = FAILED;
    island.stale = 0;
    for (const member of this.#restartPoints(RESTARTS[island.restarts++ % RESTARTS.length] as RestartKind)) {
      island.population.add(member);
      island.best = Math.max(island.best, member.rank);
    }
  }
}
