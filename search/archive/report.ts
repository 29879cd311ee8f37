import type { ArchiveReport } from "../../results/archive-report.js";
import type { Archive } from "./archive.js";

/** What there is to say of an archive, for `--json` and for a table. */
export function toArchiveReport(archive: Archive): ArchiveReport {
  const { grid, filled, coverage, best } = archive;
  return {
    axes: grid.axes.map(({ name }, k) => ({ name, labels: grid.labels[k] ?? [] })),
    cells: grid.size,
    filled,
    coverage,
    qdScore: archive.qdScore(),
    best: best?.index ?? null,
    elites: archive.cells().map(({ cell, elite: { index, fitness, error, statements, measures } }) => ({
      cell: grid.labelsOf(cell), index, fitness, error, statements, measures,
    })),
  };
}
