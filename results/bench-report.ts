import { counted, toShortNumber, toWholeNumber } from "./number.js";
import type { Page } from "./style.js";
import { formatField, formatTable, visibleWidth, wrap } from "./table.js";

/** What a measurement is counted in: times as fast, a share of 1, or so many a second. */
export type BenchUnit = "times" | "share" | "perSecond" | "milliseconds";

/** One measurement and the bar that it is held to. */
export interface BenchRow {
  /** Stays the same from version to version, such as `training/mlp/pytorch`. */
  readonly name: string;
  /** What was measured, for people. */
  readonly what: string;
  readonly unit: BenchUnit;
  /** `null` where it could not be measured; the detail says why. */
  readonly measured: number | null;
  /** What it must reach at least; `null` where it is only told. */
  readonly bar: number | null;
  /** Whether it reaches the bar; `null` where there is no bar or nothing was measured. */
  readonly met: boolean | null;
  /** The figures behind it, or why there are none. */
  readonly detail: string;
}

/** The machine that was measured. */
export interface BenchMachine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Processes that wanted to run, on average over a minute, before and after; zeros where that is unknown. */
  readonly load: readonly [before: number, after: number];
}

/** All that `symopt bench` measured in one run. */
export interface BenchReport {
  readonly machine: BenchMachine;
  /** Whether it only shows that everything runs: its figures mean little. */
  readonly quick: boolean;
  readonly seconds: number;
  readonly rows: readonly BenchRow[];
  /** What else there is to say, a line each: which peers were found, what was looked at beside the rows. */
  readonly notes: readonly string[];
}

/** A row, compared with its bar. */
export function toBenchRow(row: Omit<BenchRow, "met">): BenchRow {
  const { measured, bar } = row;
  return { ...row, met: measured === null || bar === null ? null : measured >= bar };
}

/** A measured value with its unit. */
export function benchValue(value: number | null, unit: BenchUnit): string {
  if (value === null) return "–";
  switch (unit) {
    case "times":
      return `${toShortNumber(value)}×`;
    case "share":
      return `${toShortNumber(100 * value)} %`;
    case "perSecond":
      return `${value < 100 ? toShortNumber(value) : toWholeNumber(Math.round(value))}/s`;
    case "milliseconds":
      return `${toShortNumber(value)} ms`;
  }
}

/** More load than this before anything runs, and the figures are those of a busy machine. */
const BUSY = 1;
const INDENT = 54;

/** The machine, a table with a line for each measurement, the figures behind them, and the notes. */
export function formatBench({ machine, quick, seconds, rows, notes }: BenchReport, page: Page): string {
  const { style } = page;
  const [before, after] = machine.load;
  const lines = [
    `${machine.cpu}, ${counted(machine.cores, "core")}, Node ${machine.node}; ${seconds.toFixed(0)} s`,
    `load ${before.toFixed(2)} before, ${after.toFixed(2)} after` + (before > BUSY ? ": the machine was busy" : ""),
    ...(quick ? ["quick: shows that everything runs; the figures mean little"] : []),
  ];
  const table = formatTable(
    [
      { title: "work", cell: ({ what }) => what },
      { title: "measured", cell: ({ measured, unit }) => benchValue(measured, unit), align: "right", keep: true },
      { title: "at least", cell: ({ bar, unit }) => (bar === null ? "" : benchValue(bar, unit)), align: "right", keep: true },
      { title: "met", cell: ({ met }) => (met === null ? "" : met ? "yes" : "NO"), keep: true },
    ],
    rows,
    page,
  );
  const paragraph = (text: string): readonly string[] =>
    (visibleWidth(text) <= page.width ? [text] : wrap(text, page.width)).map((line) => `${line}\n`);
  return [
    ...lines.map((line) => `${line}\n`),
    `\n${table}`,
    ...(rows.length === 0 ? [] : [`\n${style.strong("how it was measured")}\n`]),
    ...rows.map(({ what, detail }) => formatField(what, detail, INDENT, page)),
    ...(notes.length === 0 ? [] : ["\n", ...notes.flatMap(paragraph)]),
  ].join("");
}
