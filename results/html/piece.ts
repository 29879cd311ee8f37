import { type Child, type Markup, element } from "./markup.js";

/** A part of a page under a heading, which links can name. */
export function section(id: string, title: string, ...children: readonly Child[]): Markup {
  return element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), children);
}

/** A paragraph. */
export function paragraph(...children: readonly Child[]): Markup {
  return element("p", {}, children);
}

/** A sentence that begins with a large letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A remark: what is worth knowing, in small letters. */
export function remark(...children: readonly Child[]): Markup {
  return element("p", { class: "remark" }, children);
}

/** A picture with what is to be seen in it. */
export function figure(caption: Child, ...children: readonly Child[]): Markup {
  return element("figure", {}, children, element("figcaption", {}, caption));
}

/** Something long that is there for whoever asks. */
export function folded(summary: Child, ...children: readonly Child[]): Markup {
  return element("details", {}, element("summary", {}, summary), children);
}

/** Code, which scrolls where it is wide; the keyboard can scroll it too. */
export function listing(text: string, name: string): Markup {
  return element("pre", { tabindex: 0, role: "region", "aria-label": name }, element("code", {}, text.trimEnd()));
}

/** A column of a {@link dataTable}. */
export interface DataColumn<Row> {
  readonly title: Child;
  readonly cell: (row: Row) => Child;
  /** Whether it holds numbers, which stand one below the other. @default false */
  readonly isNumber?: boolean;
}

/** A table, which scrolls where it is wide; the first cell of a row names it. */
export function dataTable<Row>(
  caption: string, columns: readonly DataColumn<Row>[], rows: readonly Row[],
  isMarked: (row: Row) => boolean = () => false,
): Markup {
  const classOf = ({ isNumber }: DataColumn<Row>): string | undefined => (isNumber === true ? "number" : undefined);
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, columns.map((column) =>
        element("th", { scope: "col", class: classOf(column) }, column.title)))),
      element("tbody", {}, rows.map((row) =>
        element("tr", { class: isMarked(row) ? "marked" : undefined }, columns.map((column, k) =>
          element(k === 0 ? "th" : "td", { scope: k === 0 ? "row" : undefined, class: classOf(column) }, column.cell(row))))))));
}

/** Facts, each with its name. */
export function facts(pairs: readonly (readonly [name: string, value: Child])[]): Markup {
  return element("dl", {}, pairs.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}
