import { hashProgram } from "../../dsl/hash.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import type { ReadRun } from "../run/read.js";

/** A candidate of a run that goes into its selection. */
export interface SelectionEntrant {
  /** Its place in the log. */
  readonly index: number;
  /** Whether its fitness brought it there, or that its behaviour is far from the others'. */
  readonly by: "fitness" | "cell";
  readonly fitness: number;
  /** Its program, simplified. */
  readonly text: string;
}

/** How many go in. */
export interface EntrantCounts {
  /** The best by fitness. */
  readonly fitness: number;
  /** The best of so many further cells of the archive that lie far apart. */
  readonly cells: number;
}

/**
 * The candidates of a run that are worth a closer look: the best by fitness, and the best of cells far apart, since
 * what is best on the proxies need not be on larger tasks. Starting programs are left out, scaled or not, and what is
 * the same as another once it is simplified: the next ones go in for these, as long as there are any.
 */
export function entrantsOf(run: ReadRun, counts: EntrantCounts): readonly SelectionEntrant[] {
  const { state, store } = run;
  const seen = new Set<string>();
  const entrants: SelectionEntrant[] = [];
  const add = (index: number, by: SelectionEntrant["by"]): boolean => {
    const fitness = state.estimates.get(index)?.fitness ?? -Infinity;
    const text = store.entry(index)?.program ?? "";
    if (fitness === -Infinity || text === "" || state.isStart(index)) return false;
    const { program } = simplify(parse(text));
    const hash = hashProgram(program);
    if (seen.has(hash)) return false;
    seen.add(hash);
    entrants.push({ index, by, fitness, text: print(program) });
    return true;
  };
  let left = counts.fitness;
  for (const index of byFitness(run)) {
    if (left === 0) break;
    if (add(index, "fitness")) left--;
  }
  state.archive.spread(counts.cells, ({ index }) => add(index, "cell"));
  return entrants;
}

/** What was trained to its end, best first; of equals the simpler, then the older. */
function byFitness({ state }: ReadRun): readonly number[] {
  return [...state.estimates.entries()]
    .sort(([a, one], [b, other]) => other.fitness - one.fitness || one.statements - other.statements || a - b)
    .map(([index]) => index);
}
