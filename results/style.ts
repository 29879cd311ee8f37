/** How parts of a report are set off from each other; every function returns text of the same visible width. */
export interface Style {
  /** What matters most. */
  readonly strong: (text: string) => string;
  /** What may be overlooked. */
  readonly faint: (text: string) => string;
  /** What is as it should be. */
  readonly good: (text: string) => string;
  /** What is not. */
  readonly bad: (text: string) => string;
  /** What leads the eye. */
  readonly accent: (text: string) => string;
}

/** Where a report will be read: how it may be styled and how wide it may grow. */
export interface Page {
  readonly style: Style;
  /** Columns; `Infinity` where nothing needs to be broken or cut. */
  readonly width: number;
}

const same = (text: string): string => text;

/** No styling: for files, pipes and golden tests. */
export const plainStyle: Style = { strong: same, faint: same, good: same, bad: same, accent: same };

const escape = (on: number, off: number) => (text: string) =>
  text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;

/** Colours of a terminal, from its sixteen, so that the reader's own palette applies. */
export const colourStyle: Style = {
  strong: escape(1, 22),
  faint: escape(2, 22),
  good: escape(32, 39),
  bad: escape(31, 39),
  accent: escape(36, 39),
};
