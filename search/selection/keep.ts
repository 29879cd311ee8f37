import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunNote } from "../../results/store/header.js";
import type { RunStore } from "../../results/store/store.js";
import type { SelectionReport } from "../../results/selection-report.js";

/** The kind of the note that holds a selection. */
const SELECTION = "selection";

/** The folder in a run's that finalists are written to. */
export const FINALISTS = "finalists";

/** Keeps a selection in the run's file, and its finalists as programs beside it. */
export function keepSelection(store: RunStore, report: SelectionReport): void {
  store.note(SELECTION, store.length, report);
  const folder = join(store.folder, FINALISTS);
  mkdirSync(folder, { recursive: true });
  for (const { index, text } of report.verdict.finalists) writeFileSync(join(folder, `candidate-${index}.rule`), text);
}

/** The latest selection of a run; `undefined` where there is none. */
export function keptSelection(notes: readonly RunNote[]): SelectionReport | undefined {
  return notes.findLast(({ kind }) => kind === SELECTION)?.data as SelectionReport | undefined;
}
