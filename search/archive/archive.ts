import type { RandomStream } from "../../src/random.js";
import { Cell } from "./cell.js";
import { type Elite, type FitnessEstimate, bySureness, checkEstimate, first } from "./elite.js";
import { Grid } from "./grid.js";

/** The lowest score that there is; a cell counts in the QD score by what its elite is above it. */
export const FLOOR = -2;

/**
 * What became of a candidate: the first of its cell; the elite, as the one before is worse for sure, or no
 * simpler and less fit; the elite, as it is simpler than the one before and not worse for sure; or neither.
 */
export type Addition = "new" | "better" | "simpler" | "rejected";

/** What a candidate is to its cell. */
export type Standing = "elite" | "runner-up" | "forgotten";

/** A cell that is filled. */
export interface FilledCell {
  /** Its number on the grid. */
  readonly cell: number;
  readonly elite: Elite;
  /** Who could take its place, by fitness. */
  readonly runnersUp: readonly Elite[];
}

/**
 * The MAP-Elites archive (Mouret & Clune 2015, arXiv 1504.04909): for every cell of a grid of behaviours the
 * elite, chosen as {@link Cell} says. It differs from the original where fitness is uncertain: intervals decide,
 * and the simpler of what cannot be told apart.
 *
 * It is a fold over what is added and updated: equal histories give equal archives. Adding takes constant time.
 */
export class Archive {
  readonly grid: Grid;
  readonly #cells = new Map<number, Cell>();
  /** Numbers of the filled cells, in the order in which they were filled: what a draw picks from. */
  readonly #filled: number[] = [];
  /** The cells of all candidates that are remembered. */
  readonly #homes = new Map<number, Cell>();
  /** Found when it is next asked for, where it is undefined. */
  #best: Elite | undefined;

  /**
   * @param grid - Its cells. @default the grid of the default axes
   */
  constructor(grid: Grid = new Grid()) {
    this.grid = grid;
  }

  /**
   * Offers a candidate that was trained to its end, once. One that repeats another has nothing to add: copies
   * would only crowd out the runners-up.
   *
   * A candidate that is rejected may still end the reign of an elite, where it is better for sure than that one
   * but not than a runner-up simpler than itself.
   *
   * @returns What became of it; `rejected` for an index that is remembered already, whose estimate then stays.
   * @throws {@link ContractError} where fitness or error cannot be compared, or a measure is not a number.
   */
  add(candidate: Elite): Addition {
    checkEstimate(candidate);
    if (this.#homes.has(candidate.index)) return "rejected";
    const number = this.grid.cellOf(candidate.measures);
    const cell = this.#cells.get(number);
    if (cell === undefined) return this.#fill(number, candidate);
    const before = cell.elite;
    const forgotten = cell.add(candidate);
    if (forgotten !== candidate) this.#homes.set(candidate.index, cell);
    if (forgotten !== undefined) this.#homes.delete(forgotten.index);
    this.#outdo(cell.best);
    if (cell.elite !== candidate) return "rejected";
    return cell.contends(before) && candidate.statements < before.statements ? "simpler" : "better";
  }

  /**
   * Replaces a candidate's estimate by a later one, made from more seeds. An elite may lose its cell by that, or
   * a runner-up gain it.
   *
   * @returns What the candidate is now. Where it is forgotten nothing changes; it may be added again.
   * @throws {@link ContractError} where fitness or error cannot be compared.
   */
  update(index: number, estimate: FitnessEstimate): Standing {
    checkEstimate(estimate);
    const cell = this.#homes.get(index);
    if (cell === undefined) return "forgotten";
    if (cell.best === this.#best) this.#best = undefined;
    cell.update(index, estimate);
    this.#outdo(cell.best);
    return cell.elite.index === index ? "elite" : "runner-up";
  }

  /** Forgets a candidate that proved worthless; its cell is empty where it was alone there. */
  remove(index: number): void {
    const cell = this.#homes.get(index);
    if (cell === undefined) return;
    this.#homes.delete(index);
    this.#best = undefined;
    if (cell.remove(index)) return;
    const at = this.#filled.findIndex((number) => this.#cells.get(number) === cell);
    const [number] = this.#filled.splice(at, 1);
    if (number !== undefined) this.#cells.delete(number);
  }

  /** How many cells are filled. */
  get filled(): number {
    return this.#filled.length;
  }

  /** Filled cells, as a part of all. */
  get coverage(): number {
    return this.filled / this.grid.size;
  }

  /**
   * The candidate with the highest lower bound, elite or runner-up: what is added never lowers this bound.
   * `undefined` while the archive is empty.
   */
  get best(): Elite | undefined {
    if (this.filled > 0) this.#best ??= first([...this.#cells.values()].map(({ best }) => best), bySureness);
    return this.#best;
  }

  /** The sum over all elites of what their fitness is above {@link FLOOR}. Takes time in the filled cells. */
  qdScore(): number {
    return this.elites().reduce((sum, { fitness }) => sum + (fitness - FLOOR), 0);
  }

  /** The elite of a cell drawn from those that are filled, each equally likely; `undefined` where none is. */
  sample(stream: RandomStream): Elite | undefined {
    return this.filled === 0 ? undefined : this.#cells.get(stream.pick(this.#filled))?.elite;
  }

  /** All elites, in the order of their cells. */
  elites(): readonly Elite[] {
    return this.cells().map(({ elite }) => elite);
  }

  /** All filled cells, in order: everything that the archive knows. */
  cells(): readonly FilledCell[] {
    return [...this.#cells]
      .sort(([a], [b]) => a - b)
      .map(([number, cell]) => ({ cell: number, elite: cell.elite, runnersUp: cell.runnersUp() }));
  }

  /**
   * Elites far apart on the grid: first the best of them, then always the one whose cell is farthest from the
   * nearest chosen, by {@link Grid.distance}; of equals the one with the higher lower bound.
   *
   * @param count - How many, at most: fewer where there are no more.
   * @param take - Asked of each in this order whether it is to be one of them; what is not taken still stands for its
   * cell, and the next is as far from it. @default all
   */
  spread(count: number, take: (elite: Elite) => boolean = () => true): readonly Elite[] {
    const rest = this.cells().map(({ cell, elite }) => ({ cell, elite, nearest: Infinity }));
    const chosen: Elite[] = [];
    while (chosen.length < count && rest.length > 0) {
      rest.sort((a, b) => (a.nearest === b.nearest ? bySureness(a.elite, b.elite) : b.nearest - a.nearest));
      const next = rest.shift() as (typeof rest)[number];
      if (take(next.elite)) chosen.push(next.elite);
      for (const other of rest) other.nearest = Math.min(other.nearest, this.grid.distance(other.cell, next.cell));
    }
    return chosen;
  }

  #fill(number: number, candidate: Elite): "new" {
    const cell = new Cell(candidate);
    this.#cells.set(number, cell);
    this.#filled.push(number);
    this.#homes.set(candidate.index, cell);
    this.#outdo(candidate);
    return "new";
  }

  /** Keeps the best up to date, where it is known. */
  #outdo(candidate: Elite): void {
    if (this.#best !== undefined && bySureness(candidate, this.#best) < 0) this.#best = candidate;
  }
}
