import type { Measures } from "../dsl/probe/probe.js";
import { toCsv } from "./csv.js";

/** The elite of a cell of the archive. */
export interface EliteReport {
  /** What the bins of its cell are called, in the order of the axes. */
  readonly cell: readonly string[];
  /** The candidate's place in the log. */
  readonly index: number;
  /** Mean score, log2 speed-up. */
  readonly fitness: number;
  /** Half the width of its 95 % interval; `Infinity` where it is unknown. */
  readonly error: number;
  readonly statements: number;
  readonly measures: Measures;
}

/** What symopt says of an archive; `--json` prints it as it is. */
export interface ArchiveReport {
  /** The measures that span it, and what their bins are called. */
  readonly axes: readonly { readonly name: keyof Measures; readonly labels: readonly string[] }[];
  /** How many cells there are. */
  readonly cells: number;
  readonly filled: number;
  /** `filled` over `cells`. */
  readonly coverage: number;
  /** The sum over the filled cells of what the elite's fitness is above the lowest score. */
  readonly qdScore: number;
  /** Index of the candidate with the highest lower bound, elite or not; `null` while there is none. */
  readonly best: number | null;
  /** In the order of their cells. */
  readonly elites: readonly EliteReport[];
}

/** The columns of all measures; the record lets none be forgotten. */
const MEASURE_COLUMNS = Object.keys({
  liveState: true,
  scaleExponent: true,
  averagingLength: true,
  noiseResponse: true,
  coupling: true,
  updateSize: true,
} satisfies Record<keyof Measures, true>) as readonly (keyof Measures)[];

/**
 * The elites as comma-separated values, one a line under a line of titles: the bins of the cell (titled
 * `cell.liveState` and so on), index, fitness, error (empty where unknown), statements and all measures, each
 * number with every digit.
 */
export function formatArchiveCsv({ axes, elites }: ArchiveReport): string {
  const titles = [
    ...axes.map(({ name }) => `cell.${name}`), "index", "fitness", "error", "statements", ...MEASURE_COLUMNS,
  ];
  const rows = elites.map(({ cell, index, fitness, error, statements, measures }) => [
    ...cell, index, fitness, error === Infinity ? "" : error, statements,
    ...MEASURE_COLUMNS.map((name) => measures[name]),
  ]);
  return toCsv([titles, ...rows]);
}
