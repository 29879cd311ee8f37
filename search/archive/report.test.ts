import { expect, test } from "vitest";
import { Archive } from "./archive.js";
import { MEASURES, SMALL_GRID, elite } from "./elite.arbitrary.js";
import { toArchiveReport } from "./report.js";

test("a report tells what spans an archive, how full it is, and its elites with their cells' names", () => {
  const archive = new Archive(SMALL_GRID);
  archive.add(elite(3, 0.25, 0.5));
  archive.add(elite(4, 0.5, 0.1, 9));
  archive.add(elite(5, -1, 0.1, 2, { liveState: 0 }));
  expect(toArchiveReport(archive)).toEqual({
    axes: [
      { name: "liveState", labels: ["0", "≥ 1"] },
      { name: "coupling", labels: ["coordinate", "array", "matrix", "tree"] },
    ],
    cells: 8,
    filled: 2,
    coverage: 0.25,
    qdScore: 3.25,
    best: 4,
    elites: [
      {
        cell: ["0", "coordinate"], index: 5, fitness: -1, error: 0.1, statements: 2,
        measures: { ...MEASURES, liveState: 0 },
      },
      { cell: ["≥ 1", "coordinate"], index: 3, fitness: 0.25, error: 0.5, statements: 8, measures: MEASURES },
    ],
  });
});

test("an empty archive has no best", () => {
  expect(toArchiveReport(new Archive())).toMatchObject({ cells: 320, filled: 0, coverage: 0, qdScore: 0, best: null });
});
