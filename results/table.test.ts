import { expect, test } from "vitest";
import { plainStyle } from "./style.js";
import { type Column, formatField, formatTable, wrap } from "./table.js";

interface Row {
  readonly name: string;
  readonly title: string;
  readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "name", cell: ({ name }) => name, keep: true },
  { title: "title", cell: ({ title }) => title },
  { title: "count", cell: ({ count }) => String(count), align: "right", keep: true },
];
const ROWS: readonly Row[] = [
  { name: "a-name", title: "Short", count: 1 },
  { name: "b", title: "A title that is rather long", count: 123_456 },
];

test("columns are as wide as they must be, numbers to the right", () => {
  expect(formatTable(COLUMNS, ROWS, { style: plainStyle, width: 80 })).toBe(
    [
      "name    title                         count",
      "a-name  Short                             1",
      "b       A title that is rather long  123456",
      "",
    ].join("\n"),
  );
});

test("on a narrow page only columns that may be cut are", () => {
  expect(formatTable(COLUMNS, ROWS, { style: plainStyle, width: 30 })).toBe(
    ["name    title            count", "a-name  Short                1", "b       A title that…   123456", ""].join("\n"),
  );
});

test("names that are cut still differ, those of a run by what stands last, and no column of them is too narrow for that", () => {
  const rows = ["../runs/evening:2584", "../runs/evening:2585", "muon"].map((name) => ({ name, title: name, count: 1 }));
  const columns = COLUMNS.slice(0, 2).map((column) => ({ ...column, keep: false, isName: column.title === "name" }));
  expect(formatTable(columns, rows, { style: plainStyle, width: 10 })).toBe(
    ["name          title", "…vening:2584  ../runs…", "…vening:2585  ../runs…", "muon          muon", ""].join("\n"),
  );
});

test("a table without rows is its titles", () => {
  expect(formatTable(COLUMNS, [], { style: plainStyle, width: 80 })).toBe("name  title  count\n");
});

test("prose breaks at spaces and a long word stands alone", () => {
  expect(wrap("one two unbreakable-as-it-is three", 8)).toEqual(["one two", "unbreakable-as-it-is", "three"]);
});

test("what belongs to a label stays right of it", () => {
  const page = { style: plainStyle, width: 34 };
  expect(formatField("label", "some words that go on and on", 12, page)).toBe(
    ["  label     some words that go on", "            and on", ""].join("\n"),
  );
});
