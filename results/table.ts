import { nameWidth, shortNames } from "./short-name.js";
import type { Page } from "./style.js";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** @default "left" */
  readonly align?: "left" | "right";
  /** Whether it is never cut. @default false */
  readonly keep?: boolean;
  /** Whether its cells are names, which still differ where they are cut: see `shortNames`. @default false */
  readonly isName?: boolean;
}

const GAP = "  ";
/** No column is squeezed below this, one of names not below what tells them apart. */
const NARROWEST = 8;

/**
 * A table with a line of titles. Where it is wider than the page, the widest of the columns that may be cut
 * are, each cut marked with `…`.
 */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], page: Page): string {
  const texts = columns.map((column) => rows.map((row) => column.cell(row)));
  const widths = columns.map((column, k) =>
    Math.max(visibleWidth(column.title), ...(texts[k] ?? []).map(visibleWidth)),
  );
  squeeze(widths, columns.map((column, k) => leastWidth(column, texts[k] ?? [])), page.width);
  const short = columns.map(({ isName = false }, k) =>
    isName ? shortNames(texts[k] ?? [], widths[k] ?? 0) : (texts[k] ?? []));
  const cells = rows.map((_, row) => short.map((column) => column[row] ?? ""));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, k) => pad(cut(text, widths[k] ?? 0), widths[k] ?? 0, columns[k]?.align))
      .join(GAP)
      .trimEnd();
  const title = page.style.faint(line(columns.map((column) => column.title)));
  return [title, ...cells.map(line)].map((text) => `${text}\n`).join("");
}

/** What a column is not squeezed below. */
function leastWidth<Row>({ keep, isName }: Column<Row>, texts: readonly string[]): number {
  if (keep === true) return Infinity;
  return isName === true ? nameWidth(texts) : NARROWEST;
}

function squeeze(widths: number[], least: readonly number[], most: number): void {
  let total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  while (total > most) {
    let widest = -1;
    widths.forEach((width, k) => {
      if (width > (least[k] ?? 0) && width > (widths[widest] ?? 0)) widest = k;
    });
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    total--;
  }
}

/** Columns a text takes, one a character: reports hold no wide ones and no styles where this is asked. */
export function visibleWidth(text: string): number {
  return [...text].length;
}

/** Fills a text up with spaces. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - visibleWidth(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/** Cuts a text to a width, an ellipsis then at its end. */
export function cut(text: string, width: number): string {
  return visibleWidth(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join("").trimEnd()}…`;
}

/** Breaks prose at spaces into lines no wider than asked; a longer word stands alone. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && visibleWidth(line) + 1 + visibleWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** What fields stand in from the left. */
const MARGIN = "  ";

/**
 * A label and what belongs to it, broken so that it stays right of the label.
 *
 * @param indent - The column where values start.
 */
export function formatField(label: string, value: string, indent: number, page: Page): string {
  const [first = "", ...rest] = wrap(value, Math.max(20, page.width - indent));
  const gap = visibleWidth(label) + MARGIN.length < indent ? "" : " ";
  const head = page.style.faint(pad(label, indent - MARGIN.length));
  return [MARGIN + head + gap + first, ...rest.map((text) => " ".repeat(indent) + text)]
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
