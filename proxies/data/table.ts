import { badData, filesAt, loadBytes, placeOf } from "./file.js";
import { dealRows, type Rows, RowSource, type SplitSizes } from "./rows.js";
import { InputError } from "../../src/errors.js";
import type { Source } from "./source.js";
import type { TabularClassFields, TabularNumberFields } from "./tabular.js";

/** How a table of numbers is read. */
export interface TableOptions {
  /** Column to predict: its name, or its index from 0, below 0 from the end. @default the last one */
  readonly target?: string | number;
  /**
   * `"standard"`: each column to mean 0 and variance 1 over the training rows; `"range"`: all features
   * together to −1 … 1, as suits pixels; `"none"`: as they are. @default "standard"
   */
  readonly scale?: "standard" | "range" | "none";
  /** What each split gets. @default 70 %, 10 %, 10 %, 10 % */
  readonly sizes?: SplitSizes;
}

/** A table of numbers as it stands in its files. */
export interface NumberTable {
  /** The columns' names, where the file has a header. */
  readonly names: readonly string[] | undefined;
  readonly columns: number;
  readonly rows: number;
  /** Row by row. */
  readonly cells: Float64Array;
}

/** How many faults of a file are told at once. */
const FAULTS = 10;

/** A number as people write it; `Number` would also take "", "0x10" and "Infinity". */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** What people write where a number is missing or is none. */
const NO_NUMBER = /^(|\?|-|\.|n\/?a|nan|null|none|[+-]?inf(inity)?)$/i;

/**
 * Reads tables of numbers, one below the other: cells separated by commas, semicolons, tabs or spaces,
 * whichever the first line has; a header if the first line has a cell that is a name; lines that begin
 * with `#` and empty lines are skipped; cells may stand in double quotes.
 *
 * @param paths - One file or more with the same columns; gzip or not.
 * @throws {@link InputError} that names the lines where a cell is missing or no number.
 */
export function loadTable(paths: string | readonly string[]): NumberTable {
  const list = listOf(paths);
  if (list.length === 0) throw new InputError("bad-data", "There is no table to read: the list of files is empty. Name one.");
  const cells: number[] = [];
  let names: readonly string[] | undefined;
  let columns = 0;
  for (const path of list) {
    const table = readTable(path);
    if (columns > 0 && table.columns !== columns) {
      const found = `has ${table.columns} columns, but ${list[0] as string} has ${columns}`;
      throw badData(path, `${found}. Give tables of one kind.`);
    }
    columns = table.columns;
    names ??= table.names;
    for (const cell of table.cells) cells.push(cell);
  }
  return { names, columns, rows: cells.length / Math.max(1, columns), cells: Float64Array.from(cells) };
}

/** A table whose target column holds classes: integers from 0. UCI's optdigits is one, with scale "range". */
export function loadTableClasses(
  paths: string | readonly string[], options: TableOptions = {},
): Source<TabularClassFields> {
  const table = loadTable(paths);
  const path = typeof paths === "string" ? paths : (paths[0] as string);
  const target = targetColumn(table, options.target, path);
  const label = new Int32Array(table.rows);
  let symbols = 0;
  for (let r = 0; r < table.rows; r++) {
    const value = table.cells[r * table.columns + target] as number;
    if (!Number.isInteger(value) || value < 0 || value > 65535) {
      throw badData(
        path,
        `row ${r + 1} has ${value} as its class (column ${target + 1}), expected an integer of 0 to 65535. ` +
          "Name the column that holds the classes, or predict a number.",
      );
    }
    label[r] = value;
    symbols = Math.max(symbols, value + 1);
  }
  const rows = dealRows(table.rows, options.sizes);
  const fields: TabularClassFields = {
    features: { element: "f32", shape: [table.columns - 1] },
    label: { element: "i32", shape: [], symbols },
  };
  const features = scaled(table, target, rows, options.scale);
  return new RowSource(fields, { features, label }, rows, placeOf(listOf(paths)));
}

/** A table whose target column holds numbers, scaled to mean 0 and variance 1 over the training rows. */
export function loadTableNumbers(
  paths: string | readonly string[], options: TableOptions = {},
): Source<TabularNumberFields> {
  const table = loadTable(paths);
  const path = typeof paths === "string" ? paths : (paths[0] as string);
  const target = targetColumn(table, options.target, path);
  const rows = dealRows(table.rows, options.sizes);
  const { mean, deviation } = momentsOf(table, target, rows.train);
  const targets = Float32Array.from({ length: table.rows }, (_, r) => {
    return ((table.cells[r * table.columns + target] as number) - mean) / deviation;
  });
  const fields: TabularNumberFields = {
    features: { element: "f32", shape: [table.columns - 1] },
    targets: { element: "f32", shape: [1] },
  };
  const features = scaled(table, target, rows, options.scale);
  return new RowSource(fields, { features, targets }, rows, placeOf(listOf(paths)));
}

/**
 * {@link loadTableClasses} of all tables at a path.
 *
 * @param path - A file, or a folder of files with the same columns.
 * @throws {@link InputError} where there are none, or faulty ones.
 */
export function loadTableClassesAt(path: string): Source<TabularClassFields> {
  const files = filesAt(path);
  if (files.length > 0) return loadTableClasses(files);
  throw badData(path, "is a folder without files; expected tables of numbers as text. Name such a file or its folder.");
}

function listOf(paths: string | readonly string[]): readonly string[] {
  return typeof paths === "string" ? [paths] : paths;
}

function readTable(path: string): NumberTable {
  const text = loadBytes(path, "a table of numbers as text").toString("utf8");
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const cells: number[] = [];
  const faults: string[] = [];
  let names: readonly string[] | undefined;
  let columns = 0;
  let firstLine = 0;
  let split = (line: string): string[] => [line];
  lines.forEach((padded, i) => {
    const line = padded.trim();
    if (line === "" || line.startsWith("#")) return;
    if (columns === 0) split = splitter(line);
    const parts = split(line);
    if (columns === 0) {
      columns = parts.length;
      firstLine = i + 1;
      if (isHeader(parts)) {
        names = parts;
        return;
      }
    }
    if (parts.length !== columns) {
      faults.push(`line ${i + 1} has ${parts.length} cells, expected ${columns} as line ${firstLine} has`);
      return;
    }
    parts.forEach((part, c) => {
      const value = Number(part);
      if (!NUMBER.test(part) || !Number.isFinite(value)) {
        const found = part === "" ? "nothing" : `"${part.slice(0, 30)}"`;
        faults.push(`line ${i + 1}, column ${c + 1} has ${found}, expected a number`);
      }
      cells.push(value);
    });
  });
  if (faults.length > 0) {
    const more = faults.length > FAULTS ? `\n  and ${faults.length - FAULTS} more` : "";
    throw badData(
      path,
      `is no table of numbers:\n  ${faults.slice(0, FAULTS).join("\n  ")}${more}\n` +
        "Correct or remove these lines.",
    );
  }
  if (cells.length === 0) throw badData(path, "has no rows, only comments, empty lines or a header.");
  if (columns < 2) {
    throw badData(path, "has one column, expected features and a target. Separate cells by commas.");
  }
  return { names, columns, rows: cells.length / columns, cells: Float64Array.from(cells) };
}

/** Whether a first line has names in it. One of numbers and gaps is a row, of which something is missing. */
function isHeader(parts: readonly string[]): boolean {
  return parts.some((part) => !NUMBER.test(part) && !NO_NUMBER.test(part));
}

function splitter(line: string): (line: string) => string[] {
  const separator = [",", ";", "\t"].find((candidate) => line.includes(candidate)) ?? /\s+/;
  return (text) => text.split(separator).map((part) => part.trim().replace(/^"(.*)"$/, "$1"));
}

function targetColumn(table: NumberTable, target: string | number = -1, path: string): number {
  if (typeof target === "string") {
    const found = table.names?.indexOf(target) ?? -1;
    if (found >= 0) return found;
    const { names } = table;
    const known = names === undefined ? "the file has no header" : `its columns are ${names.join(", ")}`;
    throw badData(path, `has no column "${target}" to predict: ${known}.`);
  }
  const index = target < 0 ? table.columns + target : target;
  if (Number.isInteger(index) && index >= 0 && index < table.columns) return index;
  throw badData(path, `has no column ${target} to predict: it has ${table.columns}, the first being 0.`);
}

function scaled(
  table: NumberTable, target: number, rows: Rows, scale: "standard" | "range" | "none" = "standard",
): Float32Array {
  const { columns, cells } = table;
  const features = new Float32Array(table.rows * (columns - 1));
  const range = scale === "range" ? rangeOf(table, target, rows.train) : undefined;
  for (let c = 0, to = 0; c < columns; c++) {
    if (c === target) continue;
    const own = scale === "none" ? AS_THEY_ARE : momentsOf(table, c, rows.train);
    const { mean, deviation } = range ?? own;
    for (let r = 0; r < table.rows; r++) {
      features[r * (columns - 1) + to] = ((cells[r * columns + c] as number) - mean) / deviation;
    }
    to++;
  }
  return features;
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

const AS_THEY_ARE: Moments = { mean: 0, deviation: 1 };

/** A column that never changes comes to 0: its deviation counts as 1. */
function momentsOf(table: NumberTable, column: number, rows: Int32Array): Moments {
  const value = (row: number): number => table.cells[row * table.columns + column] as number;
  const first = value(rows[0] ?? 0);
  // Rounding would leave it a deviation of its own.
  if (rows.every((row) => value(row) === first)) return { mean: first, deviation: 1 };
  let sum = 0;
  for (const row of rows) sum += value(row);
  const mean = sum / rows.length;
  let square = 0;
  for (const row of rows) {
    const away = value(row) - mean;
    square += away * away;
  }
  return { mean, deviation: square > 0 ? Math.sqrt(square / rows.length) : 1 };
}

function rangeOf(table: NumberTable, target: number, rows: Int32Array): Moments {
  let least = Infinity;
  let most = -Infinity;
  for (const row of rows) {
    for (let c = 0; c < table.columns; c++) {
      if (c === target) continue;
      const value = table.cells[row * table.columns + c] as number;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return { mean: (least + most) / 2, deviation: most > least ? (most - least) / 2 : 1 };
}
