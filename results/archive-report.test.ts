import { expect, test } from "vitest";
import { type ArchiveReport, formatArchiveCsv } from "./archive-report.js";
import { toJson } from "./json.js";

const REPORT: ArchiveReport = {
  axes: [
    { name: "liveState", labels: ["0", "1", "2", "≥ 3"] },
    { name: "coupling", labels: ["coordinate", "array", "matrix", "tree"] },
  ],
  cells: 16,
  filled: 2,
  coverage: 0.125,
  qdScore: 4.1,
  best: 17,
  elites: [
    {
      cell: ["0", "coordinate"], index: 3, fitness: -0.1, error: Infinity, statements: 2,
      measures: {
        liveState: 0, scaleExponent: 1, averagingLength: 1, noiseResponse: -0.05, coupling: "coordinate", updateSize: 0.1,
      },
    },
    {
      cell: ["2", "tree"], index: 17, fitness: 0.1 + 0.2, error: 0.05, statements: 9,
      measures: {
        liveState: 2, scaleExponent: 1e-9, averagingLength: 9.5, noiseResponse: 1.5, coupling: "tree", updateSize: 6e-4,
      },
    },
  ],
};

test("an archive as CSV has a line an elite, every digit of every number, and no error where it is unknown", () => {
  const [titles, ...lines] = formatArchiveCsv(REPORT).split("\r\n");
  expect(titles).toBe(
    "cell.liveState,cell.coupling,index,fitness,error,statements," +
      "liveState,scaleExponent,averagingLength,noiseResponse,coupling,updateSize",
  );
  expect(lines).toEqual([
    "0,coordinate,3,-0.1,,2,0,1,1,-0.05,coordinate,0.1",
    "2,tree,17,0.30000000000000004,0.05,9,2,1e-9,9.5,1.5,tree,0.0006",
    "",
  ]);
});

test("an empty archive as CSV has titles alone", () => {
  expect(formatArchiveCsv({ ...REPORT, filled: 0, elites: [] }).trimEnd().split("\r\n")).toHaveLength(1);
});

test("an archive as JSON reads back, an unknown error as null with its reason", () => {
  const read = JSON.parse(toJson(REPORT)) as ArchiveReport;
  expect(read.elites[1]).toEqual(REPORT.elites[1]);
  expect(read.elites[0]).toMatchObject({ error: null, errorReason: "Infinity" });
  expect({ ...read, elites: [] }).toEqual({ ...REPORT, elites: [] });
});
